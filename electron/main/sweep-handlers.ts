/** What main does for the window's requests about sweeps. */
import type { Handlers } from '../../core/contract/ipc';
import type { RunConfiguration } from '../../core/contract/run';
import type { sweepRequests } from '../../core/contract/sweep-requests';
import type { StoredSeries } from '../../core/contract/trainer-protocol';
import type { Runs } from './runs';
import { startSecondsOf } from './start-seconds';
import { detailOfSweep, summarizeSweep } from './sweep-summary';
import type { Sweeps } from './sweeps';
import type { WorkerClient } from './worker-client';

export interface SweepHandlerParts {
  readonly sweeps: Sweeps;
  readonly runs: Pick<Runs, 'find' | 'list'>;
  readonly worker: Pick<WorkerClient, 'run'>;
  readonly seriesFor: (configuration: Pick<RunConfiguration, 'dataset'>) => StoredSeries | null;
  readonly maxConcurrentRuns: () => number;
}

export function sweepHandlers(parts: SweepHandlerParts): Pick<Handlers, keyof typeof sweepRequests> {
  const { sweeps, runs, worker, seriesFor, maxConcurrentRuns } = parts;
  return {
    'sweeps:list': () => sweeps.list().map(summarizeSweep),
    'sweeps:get': ({ id }) => JSON.stringify(detailOfSweep(sweeps.get(id))),
    'sweeps:preview': ({ definition, secondsPerEpoch }) =>
      worker.run('preview-sweep', {
        definition,
        secondsPerEpoch,
        series: seriesFor(definition.base),
        parallelRuns: maxConcurrentRuns(),
        startSeconds: startSecondsOf(runs.list()),
      }),
    'sweeps:launch': ({ definition }) => summarizeSweep(sweeps.launch(definition)),
    'sweeps:pause': ({ id }) => sweeps.pause(id),
    'sweeps:resume': ({ id }) => sweeps.resume(id),
    'sweeps:cancel': ({ id }) => sweeps.cancel(id),
    'sweeps:rerun-failed': ({ id }) => sweeps.rerunFailed(id),
    'sweeps:delete': ({ id }) => sweeps.delete(id),
    'sweeps:restore': ({ id }) => sweeps.restore(id),
    'runs:importance': ({ ids, values }) =>
      worker.run('importance', {
        // One that was deleted since is left out, with its value.
        runs: ids.flatMap((id, index) => {
          const run = runs.find(id);
          return run ? [{ hyperparameters: run.configuration, value: values[index] ?? NaN }] : [];
        }),
      }),
  };
}
