import { expect, it } from 'vitest';
import { startSecondsOf } from '../../../electron/main/start-seconds';
import { results } from '../../renderer/runs';
import { runDocument } from '../../support/documents';

/** Trained for one second, and was under way for so many. */
const run = (number: number, seconds: number) =>
  runDocument(number, {
    status: 'completed',
    startedAt: 10_000,
    finishedAt: 10_000 + 1000 * seconds,
    results: results(1, 0),
  });

it('is what completed runs took beside their training, in the middle', () => {
  expect(startSecondsOf([run(1, 1.5), run(2, 1.25), run(3, 3600)])).toBe(0.5);
});

it('is a second where nothing has completed yet', () => {
  expect(startSecondsOf([runDocument(1), runDocument(2, { status: 'running', startedAt: 1 })])).toBe(1);
});
