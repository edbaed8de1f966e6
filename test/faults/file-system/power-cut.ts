/** What may be found on a {@link SimulatedDisk} after its power was cut. */
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rng } from '../../../core/random/rng';
import { edit, type Inode, type Names, type SimulatedDisk } from './simulated-disk';

/** What becomes of changes that nobody made to last. */
const FATES = ['all', 'none', 'a beginning', 'any'] as const;

/** @param at entries of the journal that were done @param folder is made, and filled with what is left */
export function cutPower(disk: SimulatedDisk, at: number, rng: Rng, folder: string): void {
  const names: Names = new Map([...disk.first].map(([inode, known]) => [inode, new Map(known)]));
  const done = disk.nameChanges.filter((change) => change.at < at);
  const isLasting = done.map(({ at: when, edits }) => edits.every((each) => wasSynced(each.folder, when, at)));
  const isKept = choose(isLasting, rng);
  for (const [index, { edits }] of done.entries()) {
    if (isKept[index]) for (const { folder: where, name, to } of edits) edit(names, where, name, to);
  }
  writeOut(disk.root, folder, { names, at, rng, written: new Map() });
}

function wasSynced({ syncs }: Inode, from: number, until: number): boolean {
  return syncs.some((sync) => sync > from && sync < until);
}

/** What lasts is kept; of the rest as chance will have it. */
function choose(isLasting: readonly boolean[], rng: Rng): boolean[] {
  const fate = FATES[rng.below(FATES.length)];
  const beginning = rng.below(isLasting.length + 1);
  return isLasting.map((lasts, index) => {
    if (lasts || fate === 'all') return true;
    if (fate === 'none') return false;
    return fate === 'any' ? rng.below(2) === 0 : index < beginning;
  });
}

interface Remains {
  readonly names: Names;
  readonly at: number;
  readonly rng: Rng;
  readonly written: Map<Inode, string>;
}

function writeOut(inode: Inode, path: string, remains: Remains): void {
  if (inode.bytes === null) {
    mkdirSync(path);
    for (const [name, child] of remains.names.get(inode) ?? []) writeOut(child, join(path, name), remains);
    return;
  }
  const other = remains.written.get(inode);
  if (other !== undefined) linkSync(other, path);
  else writeFileSync(path, contentsOf(inode, inode.bytes, remains));
  remains.written.set(inode, other ?? path);
}

function contentsOf(inode: Inode, first: Buffer, { at, rng }: Remains): Buffer {
  const done = inode.changes.filter((change) => change.at < at);
  const isLasting = done.map((change) => wasSynced(inode, change.at, at));
  const isKept = choose(isLasting, rng);
  let contents = first;
  for (const [index, { offset, bytes }] of done.entries()) {
    const isTorn = !isLasting[index] && rng.below(4) === 0;
    if (bytes === null) {
      if (isKept[index]) contents = resized(contents, offset);
    } else if (isKept[index]) {
      contents = overwritten(contents, offset, isTorn ? torn(bytes, rng) : bytes);
    } else if (isTorn) {
      // The file has become longer, but what belongs there was not written yet.
      contents = resized(contents, Math.max(contents.length, offset + bytes.length));
    }
  }
  return contents;
}

/** Only a beginning of it, or a hole in it. */
function torn(bytes: Buffer, rng: Rng): Buffer {
  const place = rng.below(bytes.length + 1);
  if (rng.below(2) === 0) return bytes.subarray(0, place);
  return Buffer.from(bytes).fill(0, place, Math.min(bytes.length, place + 512));
}

function resized(bytes: Buffer, length: number): Buffer {
  return length <= bytes.length
    ? bytes.subarray(0, length)
    : Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);
}

function overwritten(contents: Buffer, offset: number, bytes: Buffer): Buffer {
  const result = Buffer.from(resized(contents, Math.max(contents.length, offset + bytes.length)));
  result.set(bytes, offset);
  return result;
}
