import { expect, it } from 'vitest';
import { runEnding } from '../../../renderer/state/run-ending';
import { results, run } from '../runs';

it('says where a run was cancelled, and that nothing is lost', () => {
  const cancelled = (epochs: number) =>
    run({ status: 'cancelled', cause: 'Cancelled', results: { ...results(1, 0), epochs } }, { epochs: 1000 });
  expect([12, 0].map((epochs) => runEnding(cancelled(epochs)))).toEqual([
    'Cancelled at epoch 12 of 1,000; what it had learned is kept.',
    'Cancelled in the first epoch; what it had learned is kept.',
  ]);
});

it('leaves all other causes as main words them', () => {
  expect(runEnding(run({ status: 'cancelled', cause: 'Cancelled before it started' }))).toBe(
    'Cancelled before it started',
  );
  expect(runEnding(run({ status: 'diverged', cause: 'Diverged at step 1' }))).toBe('Diverged at step 1');
  expect(runEnding(run())).toBeNull();
});
