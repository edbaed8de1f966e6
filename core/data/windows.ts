/**
 * Sequences as windows into a table of steps. Nothing is copied until a mini-batch is filled, so that a window of 1,000
 * rows at every row costs no more memory than the rows themselves.
 *
 * The window of rows s … s+L−1 has one target, that of its last step (readout `last`), or one a step (readout `every`).
 * It belongs to the part that holds all its targets; its inputs may reach back into the part before.
 */
import { StudioError } from '../contract/errors';
import type { Part } from '../contract/dataset';
import type { SequenceSet, Stretch } from './dataset';
import { unscale } from './scaling';
import type { RowRange } from './splits';
import type { StepTable } from './step-table';

export type Readout = 'last' | 'every';

export interface Windowing {
  /** L */
  readonly window: number;
  readonly stride: number;
  readonly readout: Readout;
}

/**
 * First rows of the windows whose targets lie in `part`: the earliest possible one, then every `stride` rows, without
 * those that touch a missing value.
 */
export function windowStarts(table: StepTable, part: RowRange, { window, stride, readout }: Windowing): Uint32Array {
  const { horizon } = table;
  // The first of the window's targets belongs to its step `firstTarget`, the last always to its last step.
  const firstTarget = readout === 'last' ? window - 1 : 0;
  const earliest = Math.max(0, part.from - horizon - firstTarget);
  const latest = part.to - horizon - window;

  const starts: number[] = [];
  let knownFeatures = 0;
  let knownTargets = 0;
  let next = earliest;
  for (let r = earliest; r < latest + window; r++) {
    knownFeatures = table.hasFeatures[r] === 1 ? knownFeatures + 1 : 0;
    knownTargets = table.hasTarget[r] === 1 ? knownTargets + 1 : 0;
    const start = r - window + 1;
    if (start < next) continue;
    const complete = knownFeatures >= window && knownTargets >= window - firstTarget;
    if (complete) starts.push(start);
    // Until there is a first window, each row is tried; from then on each stride.
    next = start + (starts.length > 0 ? stride : 1);
  }
  return Uint32Array.from(starts);
}

/** @throws StudioError `bad-configuration` where no window fits, telling what there is and what to lower */
export function windowsOf(table: StepTable, name: Part, part: RowRange, windowing: Windowing): WindowedSequences {
  const starts = windowStarts(table, part, windowing);
  if (starts.length > 0) return new WindowedSequences(table, starts, windowing);
  const { window, readout } = windowing;
  const needed =
    readout === 'every'
      ? `${window} targets in a row within the part`
      : `${window + table.horizon} rows up to its target`;
  const gaps = table.hasFeatures.includes(0, 1) ? ' Windows that touch a missing value are left out.' : '';
  throw new StudioError(
    'bad-configuration',
    `The ${name} part has no sequence: it holds rows ${part.from + 1} to ${part.to} of ${table.rows}, and a sequence needs ` +
      `${needed} (window ${window}, horizon ${table.horizon}).${gaps} Lower the window length (L) or the horizon, ` +
      (name === 'training' ? 'or the validation and test fractions.' : `or raise the ${name} fraction.`),
  );
}

export class WindowedSequences implements SequenceSet {
  readonly count: number;
  readonly #table: StepTable;
  readonly #starts: Uint32Array;
  /** Step of the window that target 0 belongs to. */
  readonly #firstTarget: number;

  /** @param starts first row of each window */
  constructor(table: StepTable, starts: Uint32Array, { window, readout }: Windowing) {
    this.count = starts.length;
    this.#table = table;
    this.#starts = starts;
    this.#firstTarget = readout === 'last' ? window - 1 : 0;
  }

  copyInto(index: number, x: Float32Array, t: Float32Array, b: number, batchSize: number, stretch: Stretch): void {
    const { inputs: D, features, targets } = this.#table;
    const { steps, outputs } = stretch;
    const start = (this.#starts[index] ?? NaN) + stretch.from;
    for (let l = 0; l < steps; l++) {
      const from = (start + l) * D;
      const to = (l * batchSize + b) * D;
      for (let d = 0; d < D; d++) x[to + d] = features[from + d] as number;
    }
    const first = start + steps - outputs;
    for (let k = 0; k < outputs; k++) t[k * batchSize + b] = targets[first + k] as number;
  }

  toUnits(scaled: number, index: number, k: number): number {
    const { targetScaling, origin } = this.#table;
    const change = unscale(scaled, targetScaling);
    return origin === null ? change : change + (origin[this.#stepRow(index, k)] as number);
  }

  targetInUnits(index: number, k: number): number {
    return this.#table.values[this.#stepRow(index, k) + this.#table.horizon] as number;
  }

  baselineInUnits(index: number, k: number): number {
    return this.#table.baseline[this.#stepRow(index, k)] as number;
  }

  label(index: number, k: number): string | null {
    return this.#table.labels?.[this.#stepRow(index, k) + this.#table.horizon] ?? null;
  }

  stepLabel(index: number, step: number): string | null {
    return this.#table.labels?.[(this.#starts[index] ?? NaN) + step] ?? null;
  }

  /** Row of the step that target `k` of window `index` belongs to. */
  #stepRow(index: number, k: number): number {
    return (this.#starts[index] ?? NaN) + this.#firstTarget + k;
  }
}
