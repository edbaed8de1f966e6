/** Into which passes the sequences of a run are put, known before it starts. */
import { PARTS } from '../contract/dataset';
import type { RunConfiguration } from '../contract/run';
import type { PreparedDataset, SequenceSet } from '../data/dataset';
import type { PassSizes } from '../nn/engine';
import { segmentsOf, type Segment } from '../nn/segments';
import { specificationOf, updatesBack } from './specification';

/** Sequences computed at once in an evaluation; changes nothing but the speed. */
export const EVALUATION_BATCH = 64;
/** Passes over sequences of different lengths come in so many lengths at most: memory is laid out for each beforehand. */
const MOST_LENGTHS = 8;

type Lengths = Pick<PreparedDataset, 'window' | 'longest'>;

/** Steps of a pass over the sequences `indices`: those of the longest of them, rounded up, and L at most. */
export function passSteps(data: Lengths, set: SequenceSet, indices: ArrayLike<number>): number {
  if (data.longest === null) return data.window;
  let longest = 0;
  for (let b = 0; b < indices.length; b++) longest = Math.max(longest, set.lengthOf(indices[b] as number));
  return paddedLength(data, longest);
}

function paddedLength({ window, longest }: Lengths, steps: number): number {
  if (longest === null) return window;
  const grain = Math.ceil(window / MOST_LENGTHS);
  return Math.min(window, Math.ceil(steps / grain) * grain);
}

/** Ascending */
function paddedLengths(data: PreparedDataset): number[] {
  const lengths = new Set([data.window]);
  if (data.longest === null) return [...lengths];
  for (const part of PARTS) {
    const set = data.parts[part];
    for (let index = 0; index < set.count; index++) lengths.add(paddedLength(data, set.lengthOf(index)));
  }
  return [...lengths].sort((a, b) => a - b);
}

/** Long sequences are cut where truncated BPTT allows it. */
export function trainingSegments(configuration: RunConfiguration, data: PreparedDataset, steps: number): Segment[] {
  return segmentsOf(shapeOf(configuration, data, steps), updatesBack(configuration));
}

/** A forward pass alone can always be cut. */
export function evaluationSegments(configuration: RunConfiguration, data: PreparedDataset, steps: number): Segment[] {
  return segmentsOf(shapeOf(configuration, data, steps), 0);
}

/** Sizes of all passes of a run: whole mini-batches and what is left over, in training and in every evaluation. */
export function passSizes(configuration: RunConfiguration, data: PreparedDataset): PassSizes[] {
  const training = wholeAndRest(data.parts.training.count, configuration.batchSize);
  const evaluation = new Set(PARTS.flatMap((part) => wholeAndRest(data.parts[part].count, EVALUATION_BATCH)));
  const sizes = (batchSizes: Iterable<number>, segments: readonly Segment[]): PassSizes[] =>
    [...batchSizes].flatMap((batchSize) => segments.map((segment) => sizesOf(configuration, segment, batchSize)));
  const all = paddedLengths(data).flatMap((steps) => [
    ...sizes(training, trainingSegments(configuration, data, steps)),
    ...sizes(evaluation, evaluationSegments(configuration, data, steps)),
  ]);
  return [...new Map(all.map((each) => [Object.values(each).join(), each])).values()];
}

export function sizesOf(configuration: RunConfiguration, segment: Segment, batchSize: number): PassSizes {
  const { from, steps, outputs } = segment;
  return { batchSize, steps, outputs, updatesBack: updatesBack(configuration), continues: from > 0 };
}

function shapeOf(configuration: RunConfiguration, data: PreparedDataset, steps: number) {
  const { period } = specificationOf(configuration, data);
  return { steps, outputs: data.targetSteps === 1 ? 1 : steps, period };
}

function wholeAndRest(count: number, batchSize: number): number[] {
  return [Math.min(count, batchSize), count % batchSize].filter((size) => size > 0);
}
