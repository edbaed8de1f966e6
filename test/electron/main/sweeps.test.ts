import { expect, it } from 'vitest';
import type { ErrorReport } from '../../../core/contract/errors';
import type { RunId } from '../../../core/contract/run';
import type { SweepDefinition, SweepDocument } from '../../../core/contract/sweep';
import { StudioError } from '../../../core/contract/errors';
import { Sweeps } from '../../../electron/main/sweeps';
import { SweepStore } from '../../../electron/store/sweep-store';
import { ActedRuns } from '../../support/acted-runs';
import { smallConfiguration } from '../../support/configurations';
import { openConf } from '../../support/documents';
import { messageOf } from '../../support/expect-studio-error';
import { smallSweep } from '../../support/sweeps';
import { temporaryFolder } from '../../support/temporary-folder';

function open(root: string, runs: ActedRuns) {
  const troubles: ErrorReport[] = [];
  const sweeps = new Sweeps({
    store: new SweepStore(root, openConf),
    runs,
    onChanged: () => undefined,
    onRemoved: () => undefined,
    onTrouble: (error) => troubles.push(error),
  });
  runs.onChanged = (changed) => sweeps.runsChanged(changed);
  return { sweeps, troubles };
}

/** Four learning rates, two seeds each, so many runs at once. */
async function launched(over: Partial<SweepDefinition> = {}, most = 2) {
  const root = temporaryFolder();
  const runs = new ActedRuns(most);
  const { sweeps, troubles } = open(root, runs);
  const { id } = sweeps.launch(smallSweep(over)).definition;
  await sweeps.settled();
  const document = (): SweepDocument => {
    const [only] = sweeps.list();
    if (!only) throw new Error('There is no sweep');
    return only;
  };
  return { root, runs, sweeps, troubles, id, document };
}

/** Ends whatever trains until nothing does. */
async function completeAll(runs: ActedRuns, sweeps: Sweeps): Promise<void> {
  for (let running = runs.that('running'); running.length > 0; running = runs.that('running')) {
    for (const id of running) runs.end(id, 'complete');
    await sweeps.settled();
  }
}

it('launches no more than train at once, and all in the end', async () => {
  const { runs, sweeps, document } = await launched();
  expect(runs.list()).toHaveLength(2);
  runs.end(runs.that('running')[0] ?? '', 'complete');
  await sweeps.settled();
  // The seeds of a trial are launched together.
  expect(runs.list()).toHaveLength(4);
  await completeAll(runs, sweeps);
  expect(document().status).toBe('completed');
  expect(document().finishedAt).not.toBeNull();
  const configurations = runs.list().map(({ configuration }) => [configuration.learningRate, configuration.seed]);
  expect(configurations).toEqual([0.0001, 0.001, 0.01, 0.1].flatMap((rate) => [1, 2].map((seed) => [rate, seed])));
  expect(document().trials.flatMap((trial) => trial.runs)).toEqual(runs.list().map(({ id }) => id));
});

const STOPPING = { metric: 'validationLoss', minEpochs: 5, reduction: 2, rungs: 2 } as const;
const withStopping = { seeds: 1, base: smallConfiguration({ epochs: 100 }), stopping: STOPPING };

it('stops trials that are not among the best at a rung, cancels their runs, and says why', async () => {
  const { runs, sweeps, document } = await launched(withStopping, 4);
  const [first, second, third, fourth] = runs.that('running') as [RunId, RunId, RunId, RunId];
  for (const [id, loss] of [
    [first, 0.2],
    [second, 0.5],
    [third, 0.1],
  ] as const) {
    runs.reach(id, 5, loss);
    await sweeps.settled();
  }
  expect(runs.that('cancelled')).toEqual([second]);
  expect(document().trials[1]?.stopped).toEqual({
    epoch: 5,
    why: 'Stopped at epoch 5: validation loss 0.5 is not among the best 1/2 of 2 trials at that epoch (limit 0.2)',
  });
  // Diverged before the rung: worst, and over by itself.
  runs.end(fourth, 'diverge');
  await sweeps.settled();
  expect(document().verdicts.map(({ trial, loss, goesOn }) => [trial, loss, goesOn])).toEqual([
    [0, 0.2, true],
    [1, 0.5, false],
    [2, 0.1, true],
    [3, null, false],
  ]);
  expect(document().trials[3]?.stopped).toBeNull();
  await completeAll(runs, sweeps);
  expect(document().status).toBe('completed');
});

it('judges by the loss at the rung, however late it hears of it', async () => {
  const { runs, sweeps, document } = await launched(withStopping, 4);
  const [first] = runs.that('running') as [RunId];
  const heard = runs.onChanged;
  runs.onChanged = () => undefined;
  runs.reach(first, 5, 0.3);
  runs.onChanged = heard;
  runs.reach(first, 7, 0.1);
  await sweeps.settled();
  expect(document().verdicts).toEqual([{ rung: 0, trial: 0, loss: 0.3, goesOn: true }]);
});

it('pauses as a whole, what waits in the queue included, and resumes as a whole', async () => {
  const { runs, sweeps, id, document } = await launched({ seeds: 3 });
  expect([runs.that('running').length, runs.that('queued').length]).toEqual([2, 1]);
  sweeps.pause(id);
  await sweeps.settled();
  expect(runs.that('paused')).toHaveLength(3);
  expect(document().status).toBe('paused');
  sweeps.resume(id);
  await sweeps.settled();
  expect([runs.that('running').length, runs.that('queued').length]).toEqual([2, 1]);
  await completeAll(runs, sweeps);
  expect(document().status).toBe('completed');
  expect(runs.that('completed')).toHaveLength(12);
});

it('is cancelled as a whole, and launches nothing after that', async () => {
  const { runs, sweeps, id, document } = await launched();
  runs.end(runs.that('running')[0] ?? '', 'complete');
  await sweeps.settled();
  sweeps.cancel(id);
  await sweeps.settled();
  expect(document().status).toBe('cancelled');
  expect([runs.that('completed').length, runs.that('cancelled').length, runs.list().length]).toEqual([1, 3, 4]);
});

it('trains failed runs again, and only those', async () => {
  const { runs, sweeps, id, document } = await launched();
  const [failed, other] = runs.that('running') as [RunId, RunId];
  runs.end(failed, 'fail');
  runs.end(other, 'diverge');
  await sweeps.settled();
  await completeAll(runs, sweeps);
  expect(document().status).toBe('completed');
  sweeps.rerunFailed(id);
  await sweeps.settled();
  expect(runs.that('running')).toEqual([failed]);
  expect(document()).toMatchObject({ status: 'running', finishedAt: null });
  await completeAll(runs, sweeps);
  expect(document().status).toBe('completed');
  expect(runs.list()).toHaveLength(8);
});

it('goes on after a restart: interrupted runs are resumed, verdicts kept, and the rest launched', async () => {
  const { root, runs, sweeps } = await launched(withStopping, 2);
  const [first, second] = runs.that('running') as [RunId, RunId];
  runs.reach(first, 5, 0.2);
  await sweeps.settled();
  sweeps.leave();
  for (const id of [first, second]) runs.end(id, 'interrupt');
  await sweeps.settled();
  expect(sweeps.list()[0]?.status).toBe('running');

  const again = open(root, runs);
  expect(again.sweeps.load()).toEqual([]);
  await again.sweeps.settled();
  expect(runs.that('running')).toEqual([first, second]);
  expect(again.sweeps.list()[0]?.verdicts).toEqual([{ rung: 0, trial: 0, loss: 0.2, goesOn: true }]);
  runs.reach(second, 5, 0.9);
  await again.sweeps.settled();
  expect(runs.that('cancelled')).toEqual([second]);
  await completeAll(runs, again.sweeps);
  expect(runs.list()).toHaveLength(4);
  expect(again.sweeps.list()[0]?.status).toBe('completed');
});

it('knows a run again that was launched just before the app was killed, even renamed', async () => {
  const { root, runs, sweeps, document } = await launched();
  sweeps.leave();
  // As the document was before the launch.
  const before: SweepDocument = {
    ...document(),
    trials: document().trials.map((each) => ({ ...each, runs: [null, null] })),
  };
  new SweepStore(root, openConf).write(before);
  const again = open(root, runs);
  again.sweeps.load();
  await again.sweeps.settled();
  expect(runs.list()).toHaveLength(2);
  expect(again.sweeps.list()[0]?.trials[0]?.runs).toEqual(runs.list().map(({ id }) => id));
});

it('does not wait for a run that was deleted', async () => {
  const { runs, sweeps, document } = await launched({ ...withStopping, seeds: 2 }, 8);
  const [first, second] = runs.that('running') as [RunId, RunId];
  runs.reach(first, 5, 0.4);
  await sweeps.settled();
  expect(document().verdicts).toEqual([]);
  runs.delete(second);
  sweeps.runsRemoved([second]);
  await sweeps.settled();
  expect(document().verdicts).toEqual([{ rung: 0, trial: 0, loss: 0.4, goesOn: true }]);
  await completeAll(runs, sweeps);
  expect(document().status).toBe('completed');
});

it('pauses and says so when a run cannot be made', async () => {
  const { runs, sweeps, troubles, id, document } = await launched();
  runs.refusal = new StudioError('disk-full', 'The disk is full.');
  await completeAll(runs, sweeps);
  expect(document().status).toBe('paused');
  expect(troubles).toEqual([{ code: 'disk-full', message: 'The sweep “Rates” is paused: The disk is full.' }]);
  runs.refusal = null;
  sweeps.resume(id);
  await sweeps.settled();
  await completeAll(runs, sweeps);
  expect(document().status).toBe('completed');
  expect(runs.that('completed')).toHaveLength(8);
});

it('refuses a sweep of which nothing can be trained, and leaves nothing of it', () => {
  const sweeps = open(temporaryFolder(), new ActedRuns(1)).sweeps;
  const adding = { kind: 'task', task: 'adding', size: 200, delay: 1, dataSeed: 1, window: 12, stride: 12 } as const;
  const base = smallConfiguration({ dataset: { ...adding, validationFraction: 0.15, testFraction: 0.15 } });
  const definition = smallSweep({ base, dimensions: [{ field: 'readout', kind: 'choice', values: ['every'] }] });
  expect(messageOf('bad-configuration', () => sweeps.launch(definition))).toContain('one target a sequence');
  expect(sweeps.list()).toEqual([]);
});

it('deletes a sweep, cancelling what trains, and keeps its runs', async () => {
  const { root, runs, sweeps, id } = await launched();
  sweeps.delete(id);
  await sweeps.settled();
  expect(sweeps.list()).toEqual([]);
  expect(runs.that('cancelled')).toHaveLength(2);
  expect(new SweepStore(root, openConf).list().documents).toEqual([]);
  messageOf('not-found', () => sweeps.pause(id));
});

it('brings a deleted sweep back, cancelled, with its runs', async () => {
  const { runs, sweeps, id, document } = await launched();
  const launchedRuns = runs.list().map((run) => run.id);
  sweeps.delete(id);
  await sweeps.settled();
  sweeps.restore(id);
  await sweeps.settled();
  expect(document().status).toBe('cancelled');
  expect(document().trials[0]?.runs).toEqual(launchedRuns);
  // Twice is once.
  sweeps.restore(id);
  expect(sweeps.list()).toHaveLength(1);
});

it('is not brought back by what it still had to take in when it was deleted', async () => {
  const { root, runs, sweeps, id } = await launched(withStopping, 4);
  const [first, second] = runs.that('running') as [RunId, RunId];
  runs.reach(first, 5, 0.1);
  runs.reach(second, 5, 0.9);
  // Neither has been judged yet.
  sweeps.delete(id);
  await sweeps.settled();
  expect(new SweepStore(root, openConf).list().documents).toEqual([]);
});

it('names the sweep and the trial in every run, and tells sweeps of one configuration apart by that', async () => {
  const { root, runs, sweeps } = await launched();
  expect(runs.list().map(({ sweep }) => sweep)).toEqual([0, 0].map((trial) => ({ id: smallSweep().id, trial })));
  sweeps.leave();
  // The same search once more, whose document does not know of any run yet.
  const other = '00000000-0000-4000-8000-000000000002';
  const [before] = sweeps.list();
  if (!before) throw new Error('There is no sweep');
  const trials = before.trials.map((each) => ({ ...each, runs: [null, null] }));
  const definition = { ...before.definition, id: other };
  new SweepStore(root, openConf).create({ ...before, status: 'paused', definition, trials });
  const again = open(root, runs);
  again.sweeps.load();
  await again.sweeps.settled();
  expect(again.sweeps.get(other).trials[0]?.runs).toEqual([null, null]);
});
