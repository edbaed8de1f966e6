import { readValidationLosses } from '../store/validation-losses';
import type { Runs } from './runs';
import type { SweepRuns } from './sweep';

/** The runs as a sweep sees them. */
export function sweepRunsOf(runs: Runs, maxConcurrentRuns: () => number): SweepRuns {
  // The window may have deleted a run that the sweep still names.
  const present = (ids: readonly string[]) => ids.filter((id) => runs.find(id) !== null);
  return {
    find: (id) => runs.summaryOf(id) ?? undefined,
    statusOf: (id) => runs.find(id)?.status,
    list: () => runs.list(),
    launch: (configuration, place) => {
      const [id] = runs.launch(configuration, 1, place);
      if (id === undefined) throw new Error('One run was launched, and none came of it');
      return id;
    },
    cancel: (ids) => runs.cancel(present(ids)),
    pause: (ids) => runs.pause(present(ids)),
    resume: (ids) => runs.resume(present(ids)),
    validationLosses: (id) => (runs.find(id) ? readValidationLosses(runs.folderOf(id)) : Promise.resolve(new Map())),
    maxConcurrentRuns,
  };
}
