/** Where windows go: the person's display, or Xvfb's where there is none. */

export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * A command line that finds a display.
 * @param {string} program
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
export function onSomeDisplay(program, args) {
  if (hasDisplay()) return [program, args];
  return ['xvfb-run', ['-a', '-s', '-screen 0 1600x1000x24', program, ...args]];
}
