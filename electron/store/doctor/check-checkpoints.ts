/** Every checkpoint of a run's folder, whatever it is called. */
import { copyFileSync, existsSync, fsyncSync, openSync, closeSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { syncFolder } from '../durable-file';
import { type GoodCheckpoint, inspectCheckpoints } from '../inspect-checkpoints';
import { newerRemedy } from './check-document';
import type { Examination } from './examination';

/** The two that a run goes on from; others are kept for people. */
const CURRENT = 'checkpoint.bin';
const PREVIOUS = 'checkpoint.previous.bin';

/**
 * A damaged one is moved aside, bytes intact. Where the run goes on from it, the one before takes its place, or else the
 * furthest of those that are kept.
 *
 * @param mayGoOn the run has not come to its end, or nobody knows
 * @returns those that are whole, furthest first
 */
export function checkCheckpoints(
  examination: Examination,
  folder: string,
  mayGoOn: boolean,
): readonly GoodCheckpoint[] {
  const { good, bad } = inspectCheckpoints(folder);
  const previous = good.find(({ name }) => name === PREVIOUS);
  const isWhole = (name: string) => good.some((each) => each.name === name);
  const substituteFor = (name: string): GoodCheckpoint | undefined => {
    if (name === CURRENT) return previous ?? good[0];
    return name === PREVIOUS && !isWhole(CURRENT) ? good[0] : undefined;
  };
  const wayOnWithout = (name: string, substitute: GoodCheckpoint | undefined): string => {
    if (name !== CURRENT && name !== PREVIOUS) return '';
    if (isWhole(CURRENT)) return 'The newest is whole.';
    return substitute ? `The run goes on from step ${substitute.step}.` : 'The run then goes on from its start.';
  };
  for (const { name, state, why } of bad) {
    const path = join(folder, name);
    if (state === 'newer') examination.found(path, 'A newer version of the app wrote it.', newerRemedy);
    if (state === 'unreadable') examination.found(path, why, 'See who may read it, then check again.');
    if (state !== 'damaged') continue;
    const substitute = mayGoOn ? substituteFor(name) : undefined;
    const wayOn = mayGoOn ? wayOnWithout(name, substitute) : '';
    examination.found(path, `It cannot be used: ${why}.`, `It can be moved aside. ${wayOn}`.trim(), () => {
      const kept = moveAside(path);
      if (substitute && !existsSync(join(folder, CURRENT))) putInPlace(folder, substitute.name);
      syncFolder(folder);
      return `Its bytes are kept as ${basename(kept)}. ${wayOn}`.trim();
    });
  }
  // Some may have other names by now.
  return examination.repairs && bad.length > 0 ? inspectCheckpoints(folder).good : good;
}

function putInPlace(folder: string, name: string): void {
  const current = join(folder, CURRENT);
  if (name === PREVIOUS) {
    renameSync(join(folder, name), current);
    return;
  }
  const temporary = `${current}.tmp-${'0'.repeat(16)}`;
  copyFileSync(join(folder, name), temporary);
  const file = openSync(temporary, 'r+');
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, current);
}

/** Bytes intact. @returns its new path */
export function moveAside(path: string): string {
  let number = 1;
  while (existsSync(`${path}.damaged-${number}`)) number++;
  renameSync(path, `${path}.damaged-${number}`);
  return `${path}.damaged-${number}`;
}
