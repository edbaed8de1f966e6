import { expect, it } from 'vitest';
import type { Progress } from '../../../core/contract/run';
import type { MetricsBatch } from '../../../core/contract/trainer-protocol';
import { MetricsBatcher } from '../../../electron/trainer/metrics-batch';

const progress = {} as Progress;

it('sends at most ten batches a second however many rows come, and loses none of them', () => {
  let now = 0;
  const batches: { at: number; batch: MetricsBatch }[] = [];
  const batcher = new MetricsBatcher(
    () => now,
    (batch) => batches.push({ at: now, batch }),
  );
  const total = 5000;
  for (let row = 0; row < total; row++) {
    now = row / 1000;
    batcher.add(Float64Array.of(row, -row), progress, row === total - 1);
  }
  // Five seconds: ten a second, the first at once, and the last rows without waiting for their turn.
  expect(batches.length).toBeLessThanOrEqual(5 * 10 + 2);
  expect(batches.flatMap(({ batch }) => [...batch.rows])).toEqual(
    Array.from({ length: total }, (_, row) => [row, -row]).flat(),
  );
});
