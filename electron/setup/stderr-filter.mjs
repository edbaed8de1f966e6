/**
 * Chromium complains on stderr about things that are normal on a server: no D-Bus, no GPU, no screen saver. People read
 * that as a failure, so these lines are left out; everything goes into the log file.
 */
import { createInterface } from 'node:readline';

/** `[123:1122/184950.123456:ERROR:dbus/bus.cc(407)] …`; newer versions write `bus.cc:407`. */
const CHROMIUM_LINE = /^\[\d+:(?:\d+:)?\d{4}\/\d{6}\.\d+:(?:ERROR|WARNING):(?:[^\s:(]*\/)?([\w-]+\.cc)[:(]\d+\)?\]/;

const HARMLESS = new Set([
  'angle_platform_impl.cc',
  'bus.cc',
  'command_buffer_proxy_impl.cc',
  'direct_rendering_display_compositor.cc',
  'gl_display.cc',
  'gl_factory.cc',
  'gpu_channel_manager.cc',
  'gpu_memory_buffer_support_x11.cc',
  'gpu_process_host.cc',
  'node_bindings.cc',
  'object_proxy.cc',
  'power_save_blocker_linux.cc',
  'sandbox_linux.cc',
  'viz_main_impl.cc',
  'vaapi_wrapper.cc',
]);

/** @param {string} line */
export function isHarmless(line) {
  const file = line.match(CHROMIUM_LINE)?.[1];
  return file !== undefined && HARMLESS.has(file);
}

/**
 * @param {import('node:stream').Readable} source
 * @param {import('node:stream').Writable} log     gets every line
 * @param {import('node:stream').Writable} visible gets the lines that mean something
 */
export async function filterLines(source, log, visible) {
  for await (const line of createInterface({ input: source })) {
    log.write(`${line}\n`);
    if (!isHarmless(line)) visible.write(`${line}\n`);
  }
}
