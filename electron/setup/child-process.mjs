import { spawn } from 'node:child_process';

/**
 * @typedef {object} Outcome
 * @property {number} code   0 only on success; 128 + 15 when the time limit ended it
 * @property {string} stdout
 * @property {string} output stdout and stderr as they came
 */

/**
 * Runs a program quietly and keeps what it says. Never throws: a program that cannot be started has code 127.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number }} [options] timeout in milliseconds
 * @returns {Promise<Outcome>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    let stdout = '';
    let output = '';
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: 127, stdout, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 143, stdout, output }));
  });
}

/**
 * npm as a program to spawn. npm tells its scripts where it is; asking for that same npm also avoids `npm.cmd`, which
 * Node refuses to spawn without a shell on Windows.
 *
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options) {
  const script = process.env['npm_execpath'];
  return script?.endsWith('.js') ? run(process.execPath, [script, ...args], options) : run('npm', args, options);
}

/**
 * The last lines of a program's output, for an error message.
 * @param {string} output
 * @param {number} [count]
 */
export function lastLines(output, count = 15) {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * The first lines, for programs that say what is wrong and then how they are to be used.
 * @param {string} output
 * @param {number} [count]
 */
export function firstLines(output, count = 8) {
  return output.trim().split('\n').slice(0, count).join('\n');
}
