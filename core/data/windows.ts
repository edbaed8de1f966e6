/**
 * Windows cut out of a series.
 *
 * The window of rows s … s+L−1 has one target, that of its last step (readout `last`), or one a step (readout `every`).
 * It belongs to the part that holds all its targets; its inputs may reach back into the part before.
 */
import { StudioError } from '../contract/errors';
import type { Part } from '../contract/dataset';
import type { RowRange } from './splits';
import { StepSequences, type Readout } from './step-sequences';
import type { StepTable } from './step-table';

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
  const { horizon, hasFeatures, targets } = table;
  // The first of the window's targets belongs to its step `firstTarget`, the last always to its last step.
  const firstTarget = readout === 'last' ? window - 1 : 0;
  const earliest = Math.max(0, part.from - horizon - firstTarget);
  const latest = part.to - horizon - window;

  const starts: number[] = [];
  let knownFeatures = 0;
  let knownTargets = 0;
  let next = earliest;
  for (let r = earliest; r < latest + window; r++) {
    knownFeatures = hasFeatures[r] === 1 ? knownFeatures + 1 : 0;
    knownTargets = targets.known[r] === 1 ? knownTargets + 1 : 0;
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
export function windowsOf(table: StepTable, name: Part, part: RowRange, windowing: Windowing): StepSequences {
  const starts = windowStarts(table, part, windowing);
  const { window, readout } = windowing;
  if (starts.length > 0) return new StepSequences(table, { starts, lengths: window, nameOf: null }, readout);
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
