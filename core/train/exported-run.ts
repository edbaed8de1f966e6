/** What of a run goes into an exported file. */
import type { RunDocument, WeightsChoice } from '../contract/run';
import type { TrainedWeights, WeightsFile } from '../contract/weights';
import type { PreparedDataset } from '../data/dataset';
import { weightsFile } from '../formats/weights-file';
import { makeSelfTest, randomSequence, validationSequence } from './self-test';

/**
 * @param data of the run, for its self-test; null where it is not at hand
 * @throws StudioError `not-found` where the run has no such weights
 */
export function exportedRun(
  run: RunDocument,
  weights: TrainedWeights,
  choice: WeightsChoice,
  data: PreparedDataset | null,
): WeightsFile {
  const file = weightsFile(run, weights, choice);
  // Data that was put in the place of the run's own may have other columns.
  const isOwn = data?.inputs === file.specification.inputs;
  return { ...file, selfTest: makeSelfTest(file, data && isOwn ? validationSequence(data) : randomSequence(file)) };
}
