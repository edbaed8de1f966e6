/**
 * Preloaded (`node --import`) into a command line that is to die at one of its write points: SIGKILL before, or in the
 * middle of, the k-th operation that changes something in a folder. Told by the environment: DIE_FOLDER; DIE_AT (k, from
 * 1; none is died at without it) and DIE_HOW (`before`, `half`, `after`); DIE_LIST, a file that gets the name of every operation.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const { DIE_FOLDER: folder = '', DIE_AT: at = '', DIE_HOW: how = 'before', DIE_LIST: list } = process.env;
const { appendFileSync, writeSync } = fs;
/** Between two looks at the clock: a slice of the command line's is then some ten steps. */
const CLOCK_STEP_MS = 8;

// Slices of training, and with them checkpoints, then come after the same steps on every machine.
let now = 0;
Object.defineProperty(performance, 'now', { value: () => (now += CLOCK_STEP_MS) });

/** @type {Map<number, string>} descriptor to file, of those open for writing in the folder */
const open = new Map();
let count = 0;

const die = () => process.kill(process.pid, 'SIGKILL');

/** @param {unknown} file */
function within(file) {
  if (typeof file !== 'string') return false;
  const full = path.resolve(file);
  return full === folder || full.startsWith(folder + path.sep);
}

/** @param {string} file */
const nameOf = (file) =>
  path.resolve(file) === folder ? 'the folder' : path.basename(file).replace(/\.tmp-.*$/, '.tmp');

/**
 * @param {string} operation
 * @param {string} file
 * @param {() => unknown} act
 * @param {() => unknown} [half] does a part of it
 */
function point(operation, file, act, half) {
  count++;
  // Not through anything that is watched.
  if (list) appendFileSync(list, `${operation} ${nameOf(file)}${half ? ' *' : ''}\n`);
  const isTime = String(count) === at;
  if (isTime && how === 'before') die();
  if (isTime && how === 'half') {
    half?.();
    die();
  }
  const result = act();
  if (isTime && how === 'after') die();
  return result;
}

/** @type {Record<string, (...given: any[]) => any>} */
const functions = /** @type {any} */ (fs);

/** @param {string} name @param {(original: (...given: any[]) => any, given: any[]) => unknown} wrapped */
function wrap(name, wrapped) {
  const original = functions[name];
  if (original) functions[name] = (...given) => wrapped(original, given);
}

const short = (/** @type {string} */ name) => name.replace(/Sync$/, '');

for (const name of ['mkdirSync', 'rmSync', 'rmdirSync', 'unlinkSync', 'truncateSync', 'writeFileSync', 'chmodSync']) {
  wrap(name, (original, given) =>
    within(given[0]) ? point(short(name), given[0], () => original(...given)) : original(...given),
  );
}
// Named by what there is afterwards.
for (const name of ['renameSync', 'linkSync', 'copyFileSync']) {
  wrap(name, (original, given) =>
    within(given[1]) ? point(short(name), given[1], () => original(...given)) : original(...given),
  );
}
wrap('openSync', (original, given) => {
  const [file, flags = 'r'] = given;
  const writes =
    typeof flags === 'number' ? (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0 : flags !== 'r';
  if (!writes || !within(file)) return original(...given);
  const descriptor = /** @type {number} */ (point('open', file, () => original(...given)));
  open.set(descriptor, file);
  return descriptor;
});
wrap('closeSync', (original, given) => {
  open.delete(given[0]);
  return original(...given);
});
for (const name of ['fsyncSync', 'ftruncateSync', 'fchmodSync']) {
  wrap(name, (original, given) => {
    const file = open.get(given[0]);
    return file === undefined ? original(...given) : point(short(name), file, () => original(...given));
  });
}
wrap('writeSync', (original, given) => {
  const [descriptor, data] = given;
  const file = open.get(descriptor);
  if (file === undefined) return original(...given);
  const half = () => {
    if (typeof data === 'string') return writeSync(descriptor, data.slice(0, data.length >> 1));
    const [, , offset = 0, length = data.byteLength - offset, position = null] = given;
    return writeSync(descriptor, data, offset, length >> 1, position);
  };
  return point('write', file, () => original(...given), half);
});
syncBuiltinESMExports();
