import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../core/contract/errors';
import { MAX_FILE_BYTES } from '../../../core/formats/limits';
import { bundleRun, unpackRunBundle } from '../../../electron/store/run-bundle';
import { limitPairs } from '../../fuzz/bundle-limits';
import { completedRunFolder } from '../../support/run-folders';
import { temporaryFolder } from '../../support/temporary-folder';

function seed(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-test-'));
  try {
    completedRunFolder(join(folder, 'run'), 1);
    return bundleRun(join(folder, 'run'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns why the bundle is refused, and then nothing is written; null where it is read */
function outcome(path: string): string | null {
  const folder = temporaryFolder();
  try {
    unpackRunBundle(path, folder);
    return null;
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'bad-file') throw error;
    expect(readdirSync(folder)).toEqual([]);
    return error.message;
  }
}

function saved(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'run.zip');
  writeFileSync(path, bytes);
  return path;
}

describe('a bundle just within a limit passes it, and one just beyond is refused by it', () => {
  it.each(limitPairs(seed()))('$limit', ({ within, otherwise, beyond, refusal }) => {
    const message = outcome(saved(within()));
    if (otherwise === null) expect(message).toBeNull();
    else expect(message).toMatch(otherwise);
    expect(outcome(saved(beyond()))).toMatch(refusal);
  });

  it('bytes of the file', () => {
    const path = saved(new Uint8Array(0));
    // Holes in the file: they take no space, and are no bundle.
    truncateSync(path, MAX_FILE_BYTES);
    expect(outcome(path)).toMatch(/does not end as/);
    truncateSync(path, MAX_FILE_BYTES + 1);
    expect(outcome(path)).toMatch(/larger than 1073741824 bytes/);
  });
});
