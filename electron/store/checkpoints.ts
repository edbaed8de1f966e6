/** A run's checkpoints: `checkpoint.bin`, and the one before it, `checkpoint.previous.bin`, which stands in if it is damaged. */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import type { RunConfiguration } from '../../core/contract/run';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint-bytes';
import { sweepTemporaryFiles, writeDurably } from './durable-file';
import { explainReadError, explainWriteError } from './file-errors';
import { sha256 } from './sha256';

const CURRENT = 'checkpoint.bin';
const PREVIOUS = 'checkpoint.previous.bin';

/** Once this returns, the checkpoint is there after any crash. @throws StudioError `disk-full`: an older one is still there */
export function writeCheckpoint(folder: string, checkpoint: Checkpoint): void {
  const current = join(folder, CURRENT);
  sweepTemporaryFiles(current);
  if (existsSync(current)) {
    try {
      renameSync(current, join(folder, PREVIOUS));
    } catch (error) {
      throw explainWriteError(error, current);
    }
  }
  writeDurably(current, encodeCheckpoint(checkpoint));
}

export interface FoundCheckpoint {
  readonly checkpoint: Checkpoint;
  /** In words, where the newest could not be used. */
  readonly notice: string | null;
}

/** @returns the newest checkpoint that is whole; null where there never was one */
export function readCheckpoint(folder: string): FoundCheckpoint | null {
  const problems: string[] = [];
  for (const name of [CURRENT, PREVIOUS]) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    try {
      const checkpoint = decodeCheckpoint(readFileSync(path));
      const notice = problems.length === 0 ? null : `${problems.join(' ')} The one before it is used.`;
      return { checkpoint, notice };
    } catch (error) {
      const reason = error instanceof StudioError ? error.message : reportError(explainReadError(error, path)).message;
      problems.push(`The checkpoint ${path} cannot be used: ${reason}.`);
    }
  }
  if (problems.length > 0) throw new StudioError('store-damaged', problems.join(' '));
  return null;
}

/** For a run that has come to its end: its weights are elsewhere, and checkpoints are several times their size. */
export function removeCheckpoints(folder: string): void {
  for (const name of [CURRENT, PREVIOUS]) rmSync(join(folder, name), { force: true });
  sweepTemporaryFiles(join(folder, CURRENT));
}

/** Over all of a configuration that a run must not change when it goes on; it may train longer, and have another name. */
export function continuationSha256({ name: _n, epochs: _e, patience: _p, ...rest }: RunConfiguration): string {
  return sha256(JSON.stringify(rest));
}
