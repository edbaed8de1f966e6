/**
 * Sequences as ranges of rows in a table of steps. Nothing is copied until a mini-batch is filled, so that a window of 1,000
 * rows at every row costs no more memory than the rows themselves.
 */
import type { SequenceSet, Stretch } from './dataset';
import type { StepTable } from './step-table';

export type Readout = 'last' | 'every';

export interface SequenceRows {
  /** First row of each */
  readonly starts: Uint32Array;
  /** Steps of each, or of all of them */
  readonly lengths: Uint32Array | number;
  /** What each is called; null for windows, which have no names */
  readonly nameOf: ((index: number) => string) | null;
}

export class StepSequences implements SequenceSet {
  readonly count: number;
  readonly readout: Readout;
  /** Whether outputs belong to all steps: with readout `every`, or because sequences end at different steps. */
  readonly hasOutputsAtEveryStep: boolean;
  readonly #table: StepTable;
  readonly #rows: SequenceRows;

  /** @param hasOutputsAtEveryStep with readout `last`, all but the target of a sequence's last step are then NaN */
  constructor(table: StepTable, rows: SequenceRows, readout: Readout, hasOutputsAtEveryStep = readout === 'every') {
    this.count = rows.starts.length;
    this.readout = readout;
    this.hasOutputsAtEveryStep = hasOutputsAtEveryStep;
    this.#table = table;
    this.#rows = rows;
  }

  lengthOf(index: number): number {
    const { lengths } = this.#rows;
    return typeof lengths === 'number' ? lengths : (lengths[index] ?? NaN);
  }

  /** Its id, or null. */
  nameOf(index: number): string | null {
    return this.#rows.nameOf?.(index) ?? null;
  }

  /** Row of the first step. */
  startOf(index: number): number {
    return this.#rows.starts[index] ?? NaN;
  }

  copyInto(index: number, x: Float32Array, t: Float32Array, b: number, batchSize: number, stretch: Stretch): void {
    const { inputs: D, features, targets } = this.#table;
    const { from: first, steps, outputs } = stretch;
    const start = this.startOf(index);
    const length = this.lengthOf(index);
    const inside = Math.max(0, Math.min(steps, length - first));
    for (let l = 0; l < inside; l++) {
      const from = (start + first + l) * D;
      const to = (l * batchSize + b) * D;
      for (let d = 0; d < D; d++) x[to + d] = features[from + d] as number;
    }
    for (let l = inside; l < steps; l++) x.fill(0, (l * batchSize + b) * D, (l * batchSize + b + 1) * D);

    const M = targets.outputs.length;
    const firstOutput = first + steps - outputs;
    // Of those, the steps that are asked for.
    const from = this.readout === 'every' ? firstOutput : Math.max(firstOutput, length - 1);
    const to = Math.max(from, Math.min(firstOutput + outputs, length));
    const stride = batchSize * M;
    if (to - from < outputs)
      for (let k = 0; k < outputs; k++) t.fill(NaN, k * stride + b * M, k * stride + (b + 1) * M);
    targets.copyInto(t, (from - firstOutput) * stride + b * M, stride, start + from, to - from);
  }

  toUnits(scaled: number, index: number, k: number, m: number): number {
    return this.#table.targets.toUnits(scaled, this.#stepRow(index, k), m);
  }

  targetInUnits(index: number, k: number, m: number): number {
    return this.#table.targets.inUnits(this.#stepRow(index, k), m);
  }

  baselineInUnits(index: number, k: number, m: number): number {
    return this.#table.targets.baselineInUnits(this.#stepRow(index, k), m);
  }

  label(index: number, k: number): string | null {
    const row = this.#stepRow(index, k);
    const label = this.#table.labels?.[row + this.#table.horizon] ?? null;
    const name = this.nameOf(index);
    if (name === null) return label;
    if (label !== null) return `${name}, ${label}`;
    return this.readout === 'last' ? name : `${name}, step ${row - this.startOf(index) + 1}`;
  }

  stepLabel(index: number, step: number): string | null {
    return this.#table.labels?.[this.startOf(index) + step] ?? null;
  }

  /** Row of the step that target `k` of sequence `index` belongs to. */
  #stepRow(index: number, k: number): number {
    return this.startOf(index) + (this.hasOutputsAtEveryStep ? k : this.lengthOf(index) - 1);
  }
}
