/** Into which passes the sequences of a run are put, known before it starts. */
import { PARTS } from '../contract/dataset';
import type { RunConfiguration } from '../contract/run';
import type { PreparedDataset } from '../data/dataset';
import type { PassSizes } from '../nn/engine';
import { segmentsOf, type Segment } from '../nn/segments';
import { specificationOf, updatesBack } from './specification';

/** Sequences computed at once in an evaluation; changes nothing but the speed. */
export const EVALUATION_BATCH = 64;

/** Long sequences are cut where truncated BPTT allows it. */
export function trainingSegments(configuration: RunConfiguration, data: PreparedDataset): Segment[] {
  return segmentsOf(shapeOf(configuration, data), updatesBack(configuration));
}

/** A forward pass alone can always be cut. */
export function evaluationSegments(configuration: RunConfiguration, data: PreparedDataset): Segment[] {
  return segmentsOf(shapeOf(configuration, data), 0);
}

/** Sizes of all passes of a run: whole mini-batches and what is left over, in training and in every evaluation. */
export function passSizes(configuration: RunConfiguration, data: PreparedDataset): PassSizes[] {
  const training = wholeAndRest(data.parts.training.count, configuration.batchSize);
  const evaluation = new Set(PARTS.flatMap((part) => wholeAndRest(data.parts[part].count, EVALUATION_BATCH)));
  const sizes = (batchSizes: Iterable<number>, segments: readonly Segment[]): PassSizes[] =>
    [...batchSizes].flatMap((batchSize) => segments.map((segment) => sizesOf(configuration, segment, batchSize)));
  const all = [
    ...sizes(training, trainingSegments(configuration, data)),
    ...sizes(evaluation, evaluationSegments(configuration, data)),
  ];
  return [...new Map(all.map((each) => [Object.values(each).join(), each])).values()];
}

export function sizesOf(configuration: RunConfiguration, segment: Segment, batchSize: number): PassSizes {
  const { from, steps, outputs } = segment;
  return { batchSize, steps, outputs, updatesBack: updatesBack(configuration), continues: from > 0 };
}

function shapeOf(configuration: RunConfiguration, data: PreparedDataset) {
  const { period } = specificationOf(configuration, data);
  return { steps: data.window, outputs: data.targetSteps, period };
}

function wholeAndRest(count: number, batchSize: number): number[] {
  return [Math.min(count, batchSize), count % batchSize].filter((size) => size > 0);
}
