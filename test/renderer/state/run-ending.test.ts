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

it('says where a run was paused, in words that a person reads', () => {
  const progress = {
    epoch: 1390,
    epochs: 1_000_000,
    step: 5560,
    steps: 4_000_000,
    seconds: 1,
    secondsLeft: null,
    stepsPerSecond: null,
  };
  expect(
    runEnding(run({ status: 'paused', cause: 'Paused at step 5560 of 4000000', progress }, { epochs: 1_000_000 })),
  ).toBe('Paused at epoch 1,390 of 1,000,000. Resume goes on from there, to the same bits as without the pause.');
});

it('leaves all other causes as main words them', () => {
  expect(runEnding(run({ status: 'cancelled', cause: 'Cancelled before it started' }))).toBe(
    'Cancelled before it started',
  );
  expect(runEnding(run({ status: 'diverged', cause: 'Diverged at step 1' }))).toBe('Diverged at step 1');
  expect(runEnding(run())).toBeNull();
});
