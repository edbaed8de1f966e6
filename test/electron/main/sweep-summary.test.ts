import { expect, it } from 'vitest';
import type { SweepDocument } from '../../../core/contract/sweep';
import { SweepDetail, SweepSummary } from '../../../core/contract/sweep-requests';
import { detailOfSweep, summarizeSweep } from '../../../electron/main/sweep-summary';
import { smallSweep } from '../../support/sweeps';

const RUN = '00000000-0000-4000-8000-00000000000a';
const WHY = 'Stopped at epoch 5: validation loss 0.5 is not among the best';

const document: SweepDocument = {
  formatVersion: 1,
  definition: smallSweep(),
  createdAt: 1,
  finishedAt: null,
  status: 'running',
  trials: [
    { point: { learningRate: 0.1 }, runs: [RUN, RUN], stopped: null },
    { point: { learningRate: 0.01 }, runs: [RUN, null], stopped: { epoch: 5, why: WHY } },
    { point: { learningRate: 0.001 }, runs: [null, null], stopped: null },
  ],
  skipped: [],
  notes: ['One note.'],
  verdicts: [{ rung: 0, trial: 1, loss: 0.5, goesOn: false }],
};

it('says of a sweep what a list shows: how many trials and runs, and which trials were stopped', () => {
  const summary = summarizeSweep(document);
  expect(summary).toMatchObject({ trials: 3, launched: 3, stopped: [1], fields: ['learningRate'], seeds: 2 });
  expect(SweepSummary.parse(summary)).toEqual(summary);
});

it('tells a page the points and the reasons, and leaves out what the window knows from the runs', () => {
  const detail = detailOfSweep(document);
  expect(detail.trials[1]).toEqual({ point: { learningRate: 0.01 }, stopped: { epoch: 5, why: WHY } });
  expect(SweepDetail.parse(JSON.parse(JSON.stringify(detail)))).toEqual(detail);
});
