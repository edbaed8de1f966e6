import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { filterLines, isHarmless } from '../../../electron/setup/stderr-filter.mjs';

it.each([
  '[13871:1122/191416.442914:ERROR:bus.cc(407)] Failed to connect to the bus: No such file or directory',
  '[13871:1122/191416.442914:ERROR:dbus/bus.cc:406] Failed to connect to the bus: No such file or directory',
  '[13900:1122/191416.953800:ERROR:viz_main_impl.cc(181)] Exiting GPU process due to errors during initialization',
])('leaves out %s', (line) => {
  expect(isHarmless(line)).toBe(true);
});

it.each([
  '[13871:1122/191416.442914:FATAL:bus.cc(407)] Out of memory',
  '[13871:1122/191416.442914:ERROR:network_service_instance_impl.cc(597)] Network service crashed, restarting service.',
  'Error: ENOSPC: no space left on device, bus.cc',
])('shows %s', (line) => {
  expect(isHarmless(line)).toBe(false);
});

it('logs every line and shows the ones that mean something', async () => {
  const harmless = '[1:1122/191416.442914:ERROR:bus.cc(407)] Failed to connect to the bus';
  const [log, visible] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  await filterLines(Readable.from([`${harmless}\nTrouble\n`]), log, visible);
  expect([log.read(), visible.read()]).toEqual([`${harmless}\nTrouble\n`, 'Trouble\n']);
});
