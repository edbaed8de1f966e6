/**
 * A disk that promises no more than POSIX does: what was written to a file lasts once the file was synced, and a name once
 * its folder was. It records what is done to a folder, and tells what may be there after the power is cut at any moment.
 */
import { constants, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { now } from './clock';
import { type FileCall, unwatched, type Watch } from './intercept';

/** A file or a folder, whatever its names. */
export interface Inode {
  /** What was in it in the beginning; null for a folder. */
  readonly bytes: Buffer | null;
  readonly changes: Change[];
  /** Positions in the journal at which it was synced. */
  readonly syncs: number[];
}

interface Change {
  readonly at: number;
  readonly offset: number;
  /** Null where the file was cut, or made longer, to end at `offset`. */
  readonly bytes: Buffer | null;
}

export interface NameChange {
  readonly at: number;
  /** All of them happen, or none: a rename is two. */
  readonly edits: readonly NameEdit[];
}

interface NameEdit {
  readonly folder: Inode;
  readonly name: string;
  readonly to: Inode | null;
}

export type Names = Map<Inode, Map<string, Inode>>;

export class SimulatedDisk {
  readonly root: Inode;
  /** In the beginning. */
  readonly first: Names = new Map();
  readonly nameChanges: NameChange[] = [];
  /** Milliseconds, of every entry of the journal. */
  readonly times: number[] = [];
  readonly #path: string;
  readonly #names: Names;
  readonly #open = new Map<number, { inode: Inode; offset: number }>();
  readonly #forgetsSyncs: boolean;

  /** @param forgetsSyncs as if nobody had asked for anything to last: for a control that must lose */
  constructor(path: string, forgetsSyncs = false) {
    this.#path = path;
    this.#forgetsSyncs = forgetsSyncs;
    const known = new Map<number, Inode>();
    this.root = unwatched(() => this.#scan(path, known));
    this.#names = new Map([...this.first].map(([folder, names]) => [folder, new Map(names)]));
  }

  /** Of the journal's end. */
  get position(): number {
    return this.times.length;
  }

  readonly watch: Watch = (call, proceed) => {
    if (call.name === 'fsyncSync') return this.#sync(call);
    const before = RECORDED.has(call.name) ? this.#prepare(call) : null;
    const result = proceed();
    before?.(result);
    return result;
  };

  #sync({ args }: FileCall): undefined {
    const at = this.#step();
    if (!this.#forgetsSyncs) this.#open.get(Number(args[0]))?.inode.syncs.push(at);
  }

  /** @returns what to write down once the call has succeeded */
  #prepare({ name, path, to, args }: FileCall): (result: unknown) => void {
    switch (name) {
      case 'openSync':
        return this.#opening(path, args[1] ?? 'r');
      case 'writeSync':
        return (count) => this.#wrote(args, Number(count));
      case 'ftruncateSync':
        return () => this.#change(this.#opened(args[0]).inode, Number(args[1] ?? 0), null);
      case 'closeSync':
        return () => this.#open.delete(Number(args[0]));
      case 'mkdirSync': {
        const missing = this.#missing(path);
        return () => missing.forEach((level) => this.#name([[level, newInode(null)]]));
      }
      case 'renameSync':
        return () => this.#renamed(path, to ?? '');
      case 'linkSync':
        return () => this.#name([[to ?? '', this.#find(path)]]);
      case 'copyFileSync':
        return () =>
          this.#replaced(
            to ?? '',
            unwatched(() => readFileSync(path)),
          );
      default:
        return () => this.#removed(path);
    }
  }

  #opening(path: string, flags: unknown): (result: unknown) => void {
    const known = this.#find(path);
    const empties = flags === 'w' || (typeof flags === 'number' && (flags & constants.O_TRUNC) !== 0);
    return (file) => {
      const inode = known ?? newInode(Buffer.alloc(0));
      if (known === null) this.#name([[path, inode]]);
      else if (empties) this.#change(inode, 0, null);
      this.#open.set(Number(file), { inode, offset: 0 });
    };
  }

  #wrote([file, given, start, , position]: readonly unknown[], count: number): void {
    const opened = this.#opened(file);
    const isText = typeof given === 'string';
    const whole = isText ? Buffer.from(given) : Buffer.from(given as Uint8Array);
    const from = isText ? 0 : Number(start ?? 0);
    const place = isText ? start : position;
    const at = typeof place === 'number' ? place : opened.offset;
    if (typeof place !== 'number') opened.offset += count;
    this.#change(opened.inode, at, Buffer.from(whole.subarray(from, from + count)));
  }

  #renamed(path: string, to: string): void {
    const inode = this.#find(path);
    // POSIX: of two names of the same file, both stay.
    if (inode !== null && inode === this.#find(to)) return;
    this.#name([
      [path, null],
      [to, inode],
    ]);
  }

  #replaced(path: string, bytes: Buffer): void {
    const known = this.#find(path);
    const inode = known ?? newInode(Buffer.alloc(0));
    if (known === null) this.#name([[path, inode]]);
    else this.#change(inode, 0, null);
    this.#change(inode, 0, bytes);
  }

  #removed(path: string): void {
    const inode = this.#find(path);
    if (inode === null) return;
    for (const name of [...(this.#names.get(inode)?.keys() ?? [])]) this.#removed(join(path, name));
    this.#name([[path, null]]);
  }

  #change(inode: Inode, offset: number, bytes: Buffer | null): void {
    inode.changes.push({ at: this.#step(), offset, bytes });
  }

  #name(edits: readonly (readonly [string, Inode | null])[]): void {
    const known = edits.map(([path, to]) => ({ folder: this.#folder(dirname(path)), name: basename(path), to }));
    this.nameChanges.push({ at: this.#step(), edits: known });
    for (const { folder, name, to } of known) edit(this.#names, folder, name, to);
  }

  #step(): number {
    this.times.push(now());
    return this.times.length - 1;
  }

  #opened(file: unknown): { inode: Inode; offset: number } {
    const opened = this.#open.get(Number(file));
    if (opened === undefined) throw new Error('A file was written that nobody was seen to open');
    return opened;
  }

  #folder(path: string): Inode {
    const found = this.#find(path);
    if (found === null) throw new Error(`${path} is used, but nobody was seen to make it`);
    return found;
  }

  #find(path: string): Inode | null {
    let at: Inode | undefined = this.root;
    for (const name of path.slice(this.#path.length + 1).split('/')) {
      if (name !== '') at = at && this.#names.get(at)?.get(name);
    }
    return at ?? null;
  }

  /** Outermost first. */
  #missing(path: string): string[] {
    return this.#find(path) === null ? [...this.#missing(dirname(path)), path] : [];
  }

  #scan(path: string, known: Map<number, Inode>): Inode {
    const { ino } = lstatSync(path);
    const isFolder = lstatSync(path).isDirectory();
    const inode = known.get(ino) ?? newInode(isFolder ? null : readFileSync(path));
    known.set(ino, inode);
    if (isFolder) {
      const names = readdirSync(path).map((name) => [name, this.#scan(join(path, name), known)] as const);
      this.first.set(inode, new Map(names));
    }
    return inode;
  }
}

const RECORDED = new Set([
  ...['openSync', 'writeSync', 'ftruncateSync', 'closeSync', 'mkdirSync', 'renameSync', 'linkSync', 'copyFileSync'],
  ...['unlinkSync', 'rmSync', 'rmdirSync'],
]);

export function edit(names: Names, folder: Inode, name: string, to: Inode | null): void {
  const known = names.get(folder) ?? new Map<string, Inode>();
  names.set(folder, known);
  if (to === null) known.delete(name);
  else known.set(name, to);
}

function newInode(bytes: Buffer | null): Inode {
  return { bytes, changes: [], syncs: [] };
}
