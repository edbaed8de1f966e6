/** What a configuration costs, before it is launched. */
import type { RunCost } from '../contract/ipc';
import type { RunConfiguration } from '../contract/run';
import type { PreparedDataset } from '../data/dataset';
import { parameterCount } from '../nn/parameters';
import { requiredBytes, type LoadKernels } from './engine';
import { specificationOf } from './specification';
import { Training } from './trainer';

/** Long enough for the engine to have compiled the loops, short enough not to be waited for. */
const MEASURED_SECONDS = 0.4;

/** Trains for a moment and throws the result away. @param clock seconds */
export function measureCost(
  configuration: RunConfiguration,
  data: PreparedDataset,
  clock: () => number,
  load: LoadKernels,
): RunCost {
  const bytes = requiredBytes(configuration, data);
  const training = new Training(configuration, data, clock, load);
  const steps = training.run();
  const before = clock();
  steps.next();
  const evaluation = clock() - before;
  let best = Infinity;
  const end = clock() + MEASURED_SECONDS;
  let last = clock();
  for (const { metrics } of steps) {
    const now = clock();
    if (metrics === null) best = Math.min(best, now - last);
    else if (training.stepsPerEpoch === 1) best = Math.min(best, now - last - evaluation);
    last = now;
    if (now > end) break;
  }
  const secondsPerStep = Number.isFinite(best) ? Math.max(best, 0) : MEASURED_SECONDS;
  return {
    parameters: parameterCount(specificationOf(configuration, data)),
    bytes,
    stepsPerEpoch: training.stepsPerEpoch,
    secondsPerEpoch: secondsPerStep * training.stepsPerEpoch + evaluation,
  };
}
