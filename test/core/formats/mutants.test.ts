import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../core/contract/errors';
import { Rng } from '../../../core/random/rng';
import { bundleRun } from '../../../electron/store/run-bundle';
import { mutants } from '../../fuzz/mutants';
import { bundleTarget } from '../../fuzz/run-bundle';
import type { FuzzTarget } from '../../fuzz/target';
import { WEIGHTS_TARGETS } from '../../fuzz/weights';
import { completedRunFolder } from '../../support/run-folders';

const COUNT = Number(process.env['ALARMWORK_MUTANTS'] ?? 500);

/** Each is read, or refused with a place and a problem; anything else is thrown on. */
function outcomes(target: FuzzTarget): { read: number; refused: number } {
  const counts = { read: 0, refused: 0 };
  for (const bytes of mutants(target, COUNT, Rng.fromSeed(5, 'data'))) {
    try {
      target.read(bytes);
      counts.read++;
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      expect(error.code).toBe('bad-file');
      expect(error.message.length).toBeGreaterThan(10);
      counts.refused++;
    }
  }
  return counts;
}

function bundles(): FuzzTarget {
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-test-'));
  try {
    completedRunFolder(join(folder, 'run'), 1);
    return bundleTarget(bundleRun(join(folder, 'run')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each([...WEIGHTS_TARGETS, bundles()])(`${COUNT} mutants of $name files`, (target) => {
  it('are each read or refused with the place of what is wrong, and the files they are made from are read', () => {
    for (const seed of target.seeds) target.read(seed);
    const { read, refused } = outcomes(target);
    expect(read + refused).toBe(COUNT);
    // Neither so wild that the first check ends all of them, nor so tame that none is damaged.
    expect(refused).toBeGreaterThan(COUNT / 4);
  });
});
