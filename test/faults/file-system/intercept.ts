/**
 * Puts itself between everything that is loaded later and the file system: each call about files below one folder may be
 * watched, made to fail, or cut short. To be imported before anything else, because some packages keep the functions that
 * they find when they are loaded. Only in a process of its own: it stays for as long as the process lives.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';

export interface FileCall {
  /** As it is called in node:fs. */
  readonly name: string;
  readonly path: string;
  /** Where a rename, a link or a copy goes. */
  readonly to: string | null;
  /** As they were given; a file descriptor, where there is one, comes first. */
  readonly args: readonly unknown[];
}

/** @returns what the call is to return */
export type Watch = (call: FileCall, proceed: (args?: readonly unknown[]) => unknown) => unknown;

type AnyFunction = (...args: unknown[]) => unknown;

const OF_ONE_PATH = [
  ...['accessSync', 'chmodSync', 'chownSync', 'existsSync', 'lstatSync', 'mkdirSync', 'openSync', 'readFileSync'],
  ...['readdirSync', 'realpathSync', 'rmSync', 'rmdirSync', 'statSync', 'truncateSync', 'unlinkSync', 'writeFileSync'],
];
const OF_TWO_PATHS = ['copyFileSync', 'linkSync', 'renameSync'];
const OF_A_DESCRIPTOR = ['closeSync', 'fstatSync', 'fsyncSync', 'ftruncateSync', 'readSync', 'writeSync'];

/** What is open below the watched folder. */
const openFiles = new Map<number, string>();
let watched: { root: string; watch: Watch } | null = null;
/** Node's own functions call each other; only what is called from outside counts. */
let isInside = false;

/** Everything about files below `root` goes through `watch` while `action` runs, until its promise is kept. */
export async function watching<T>(root: string, watch: Watch, action: () => T | Promise<T>): Promise<T> {
  watched = { root: resolve(root), watch };
  try {
    return await action();
  } finally {
    watched = null;
  }
}

/** For the watcher's own work on files, which is not watched. */
export function unwatched<T>(action: () => T): T {
  const before = isInside;
  isInside = true;
  try {
    return action();
  } finally {
    isInside = before;
  }
}

function through(call: FileCall, original: AnyFunction): unknown {
  if (watched === null || isInside || !isBelow(call.path, watched.root)) return unwatched(() => original(...call.args));
  return watched.watch(call, (args = call.args) => unwatched(() => original(...args)));
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root + sep);
}

function pathOf(argument: unknown): string {
  return typeof argument === 'string' ? resolve(argument) : '';
}

/** The object itself, which named imports and packages read; a property of it may be a getter in other versions of Node. */
function replace(target: object, name: string, make: (original: AnyFunction) => AnyFunction): void {
  const original = Reflect.get(target, name) as AnyFunction;
  Reflect.set(target, name, Object.assign(make(original.bind(target)), original));
}

for (const name of OF_ONE_PATH) {
  replace(fs, name, (original) => (...args) => {
    const path = pathOf(args[0]);
    const result = through({ name, path, to: null, args }, original);
    if (name === 'openSync' && watched !== null && isBelow(path, watched.root)) openFiles.set(result as number, path);
    return result;
  });
}
for (const name of OF_TWO_PATHS) {
  replace(fs, name, (original) => (...args) => {
    return through({ name, path: pathOf(args[0]), to: pathOf(args[1]), args }, original);
  });
}
for (const name of OF_A_DESCRIPTOR) {
  replace(fs, name, (original) => (...args) => {
    const descriptor = args[0] as number;
    const path = openFiles.get(descriptor);
    if (name === 'closeSync') openFiles.delete(descriptor);
    return path === undefined ? original(...args) : through({ name, path, to: null, args }, original);
  });
}
// In the same turn, so that nothing is still under way when the files are looked at.
replace(fs, 'unlink', () => (path, callback) => {
  let trouble: unknown = null;
  try {
    fs.unlinkSync(path as string);
  } catch (error) {
    trouble = error;
  }
  (callback as AnyFunction)(trouble);
});
replace(fs.promises, 'open', (original) => async (...args) => {
  const handle = await through({ name: 'promises.open', path: pathOf(args[0]), to: null, args }, original);
  const { root } = watched ?? {};
  const path = pathOf(args[0]);
  if (root !== undefined && isBelow(path, root)) {
    replace(handle as object, 'read', (read) => async (...given) => {
      return through({ name: 'handle.read', path, to: null, args: given }, read);
    });
  }
  return handle;
});
syncBuiltinESMExports();
