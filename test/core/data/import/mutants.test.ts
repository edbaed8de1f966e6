import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runTarget } from '../../../fuzz/run-target';
import { fuzzTargets, parquetSamples } from '../../../fuzz/targets';
import { temporaryFolder } from '../../../support/temporary-folder';

const SEED = Number(process.env['ALARMWORK_TEST_SEED'] ?? 20_261_124);
const targets = fuzzTargets(parquetSamples(join(import.meta.dirname, '../../../fixtures/import')));

it.each(targets)('bears 500 damaged files of $format, and names the place in each it refuses', async (target) => {
  const counts = await runTarget(target, { mutants: 500, seed: SEED, folder: temporaryFolder() });
  expect({ failures: counts.failures, failed: counts.failed, hung: counts.hung }).toEqual({
    failures: [],
    failed: 0,
    hung: 0,
  });
  // Most damage is noticed: a reader that accepts everything would pass otherwise.
  expect(counts.refused).toBeGreaterThan(100);
});
