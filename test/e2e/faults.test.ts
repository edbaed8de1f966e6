import { expect, it } from 'vitest';
import { appKills } from '../faults/processes/app-kills';
import { causesOfDeath } from '../faults/processes/causes-of-death';
import { manyRuns } from '../faults/processes/many-runs';
import { secondInstances } from '../faults/processes/second-instances';
import { soak } from '../faults/processes/soak';
import { trainerKills } from '../faults/processes/trainer-kills';
import type { FaultRow } from '../faults/row';

/** What costs little time and differs most; `npm run test:faults` does all. */
const SOME_CAUSES = ['SIGTERM', 'process.exit(0)', 'an uncaught exception', 'divergence', 'a full disk'];
const SOAK_SECONDS = 5;

/** A fast sample of each row of `npm run test:faults` that needs the app: row, and share of the whole. */
const SAMPLES: readonly (readonly [FaultRow, number])[] = [
  [trainerKills, 0.01],
  [appKills, 0.01],
  [causesOfDeath(SOME_CAUSES), 0.05],
  [manyRuns, 0.125],
  [secondInstances, 0.05],
  [soak(SOAK_SECONDS / 3600), 1],
];

it.each(SAMPLES.map(([row, share]) => [row.name, row, share] as const))(
  'loses nothing: %s',
  async (_name, row, share) => {
    const { count, lost } = await row.run({ seed: 1, share, say: () => undefined });
    expect(count).toBeGreaterThan(0);
    // What takes long on a busy machine must not fail a test; the whole says so.
    expect(lost.filter((what) => !what.startsWith('the window was slow'))).toEqual([]);
  },
);
