/**
 * A run's checkpoints: `checkpoint.bin`, where it stands, and the one before it, `checkpoint.previous.bin`, which stands in
 * if that is damaged. Others are kept to fork from: `checkpoint.best.bin` and `checkpoint.epoch-000100.bin`.
 */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import { CheckpointName, type CheckpointInfo, type RunConfiguration } from '../../core/contract/run';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint-bytes';
import { sweepTemporaryFiles, writeDurably } from './durable-file';
import { explained, explainReadError, isThere } from './file-errors';
import { sha256 } from './sha256';

const CURRENT = 'checkpoint.bin';
const PREVIOUS = 'checkpoint.previous.bin';
const BEST = 'checkpoint.best.bin';

/** Once this returns, the checkpoint is there after any crash. @throws StudioError `disk-full`: an older one is still there */
export function writeCheckpoint(folder: string, checkpoint: Checkpoint): void {
  const current = join(folder, CURRENT);
  sweepTemporaryFiles(current);
  writeDurably(current, encodeCheckpoint(checkpoint), join(folder, PREVIOUS));
}

/** One to fork from: of the best epoch, which replaces the one there was, or of some epoch in between. @throws StudioError */
export function keepCheckpoint(folder: string, kind: 'best' | 'along', checkpoint: Checkpoint): void {
  const { epoch } = checkpoint.session.training;
  const name = kind === 'best' ? BEST : `checkpoint.epoch-${String(epoch).padStart(6, '0')}.bin`;
  const path = join(folder, name);
  sweepTemporaryFiles(path);
  writeDurably(path, encodeCheckpoint(checkpoint));
}

export interface FoundCheckpoint {
  readonly checkpoint: Checkpoint;
  /** In words, where the newest could not be used. */
  readonly notice: string | null;
}

/** Whether there is something to go on from; reads nothing. */
export function hasCheckpoint(folder: string): boolean {
  return [CURRENT, PREVIOUS].some((name) => explained(folder, () => isThere(join(folder, name))));
}

/** @returns the newest checkpoint that is whole; null where there never was one */
export function readCheckpoint(folder: string): FoundCheckpoint | null {
  const problems: string[] = [];
  for (const name of [CURRENT, PREVIOUS]) {
    const path = join(folder, name);
    // Not to be taken for missing because the disk would not tell: the run would begin again.
    if (!explained(path, () => isThere(path))) continue;
    try {
      const checkpoint = readNamedCheckpoint(folder, name);
      const notice = problems.length === 0 ? null : `${problems.join(' ')} The one before it is used.`;
      return { checkpoint, notice };
    } catch (error) {
      problems.push(reportError(error).message);
    }
  }
  if (problems.length > 0) throw new StudioError('store-damaged', problems.join(' '));
  return null;
}

/** @throws StudioError `store-damaged` where it is not there, or not whole */
export function readNamedCheckpoint(folder: string, name: CheckpointName): Checkpoint {
  const path = join(folder, name);
  try {
    return decodeCheckpoint(readFileSync(path));
  } catch (error) {
    const reason = error instanceof StudioError ? error.message : explainReadError(error, path).message;
    throw new StudioError('store-damaged', `The checkpoint ${path} cannot be used: ${reason}.`);
  }
}

/** What a run has to fork from, newest first. One that is damaged is left out: nothing can be done with it. */
export function listCheckpoints(folder: string): CheckpointInfo[] {
  const found = explained(folder, () => readdirSync(folder)).flatMap((name): CheckpointInfo[] => {
    if (!CheckpointName.safeParse(name).success) return [];
    try {
      const { training, lastRow } = readNamedCheckpoint(folder, name).session;
      const { size, mtimeMs } = statSync(join(folder, name));
      const { epoch, step } = training;
      const loss = lastRow?.validationLoss ?? NaN;
      return [
        { name, epoch, step, validationLoss: Number.isFinite(loss) ? loss : null, bytes: size, writtenAt: mtimeMs },
      ];
    } catch {
      return [];
    }
  });
  return found.sort((a, b) => b.step - a.step || (a.name < b.name ? -1 : 1));
}

/** For a run that has come to its end: there is nothing before it to fall back on any more. */
export function removeOlderCheckpoint(folder: string): void {
  remove(folder, PREVIOUS);
  for (const name of [CURRENT, BEST]) sweepTemporaryFiles(join(folder, name));
}

/** For a run that has come to its end and is not to be trained for longer. */
export function removeLastCheckpoints(folder: string): void {
  for (const name of [CURRENT, PREVIOUS]) remove(folder, name);
}

function remove(folder: string, name: string): void {
  const path = join(folder, name);
  explained(path, () => rmSync(path, { force: true }));
}

/** Over all of a configuration that a run must not change when it goes on; it may train longer, and have another name. */
export function continuationSha256({ name: _n, epochs: _e, patience: _p, ...rest }: RunConfiguration): string {
  return sha256(JSON.stringify(rest));
}
