/**
 * Sequences that are groups of rows, each learnt as a whole. With horizon h the last h rows of a group are targets only, and
 * with differencing its first row is only what the second one has changed from; what lies between are the steps.
 */
import { PARTS, type Part } from '../contract/dataset';
import type { Series } from '../contract/series';
import { refused } from './refused';
import type { RowGroups } from './row-groups';
import type { GroupSplit, RowRange } from './splits';
import { StepSequences, type Readout } from './step-sequences';
import type { StepTable } from './step-table';
import type { TrainingRows } from './training-rows';

export interface Reach {
  readonly horizon: number;
  readonly differencing: boolean;
  readonly readout: Readout;
}

/** Rows of a group that are not steps. */
export function rowsBesideSteps({ horizon, differencing }: Reach): number {
  return horizon + (differencing ? 1 : 0);
}

/** Which groups have all their values in the columns of that name. */
export function completeGroups({ bounds }: RowGroups, { columns }: Series, names: readonly string[]): Uint32Array {
  const chosen = columns.filter(({ name }) => names.includes(name));
  const isComplete = (group: number) =>
    chosen.every(({ values }) => !values.subarray(bounds[group], bounds[group + 1]).some(Number.isNaN));
  return Uint32Array.from({ length: bounds.length - 1 }, (_, group) => group).filter(isComplete);
}

export function trainingOfGroups(
  rows: number,
  { bounds }: RowGroups,
  { training }: GroupSplit,
  { horizon, differencing, readout }: Reach,
): TrainingRows {
  const ranges: RowRange[] = [];
  const isTarget = new Uint8Array(rows);
  for (const group of training) {
    const [from = 0, to = 0] = bounds.subarray(group, group + 2);
    const last = ranges.at(-1);
    if (last?.to === from) ranges[ranges.length - 1] = { from: last.from, to };
    else ranges.push({ from, to });
    const firstTarget = readout === 'last' ? to - 1 : from + horizon + (differencing ? 1 : 0);
    isTarget.fill(1, Math.max(from, firstTarget), to);
  }
  return { rows: ranges, isTarget };
}

/**
 * The sequences of each part. Where all are equally long and read at their end, only their last outputs are computed.
 *
 * @throws StudioError `bad-configuration` for a sequence that is too short, or lacks an input or its targets, naming it
 */
export function groupedSequences(
  table: StepTable,
  groups: RowGroups,
  split: GroupSplit,
  reach: Reach,
): Readonly<Record<Part, StepSequences>> {
  const rowsOf = (part: Part) => {
    const steps = [...split[part]].map((group) => stepsOf(table, groups, group, reach));
    return {
      starts: Uint32Array.from(steps, ({ from }) => from),
      lengths: Uint32Array.from(steps, ({ from, to }) => to - from),
      nameOf: groups.nameOf && ((index: number) => groups.nameOf?.(split[part][index] ?? 0) ?? ''),
    };
  };
  const rows = { training: rowsOf('training'), validation: rowsOf('validation'), test: rowsOf('test') };
  const lengths = new Set(PARTS.flatMap((part) => [...rows[part].lengths]));
  const isEvery = reach.readout === 'every' || lengths.size > 1;
  const sequences = (part: Part) => new StepSequences(table, rows[part], reach.readout, isEvery);
  return { training: sequences('training'), validation: sequences('validation'), test: sequences('test') };
}

function stepsOf(table: StepTable, { bounds, nameOf }: RowGroups, group: number, reach: Reach): RowRange {
  const [first = 0, end = 0] = bounds.subarray(group, group + 2);
  const from = first + (reach.differencing ? 1 : 0);
  const to = end - reach.horizon;
  const name = nameOf === null ? `The block of rows ${first + 1} to ${end}` : `Sequence "${nameOf(group)}"`;
  if (to <= from) {
    throw refused(
      `${name} has ${end - first} ${end - first === 1 ? 'row' : 'rows'}, and with horizon ${reach.horizon}` +
        `${reach.differencing ? ' and differencing' : ''} it needs ${rowsBesideSteps(reach) + 1}. Leave it out, or lower the horizon.`,
    );
  }
  const missing = table.hasFeatures.subarray(from, to).indexOf(0);
  if (missing >= 0) {
    throw refused(
      `${name} lacks an input in row ${from + missing + 1}${reach.differencing ? ' or the one before' : ''}. ` +
        'Fill it in, leave the row out, or carry the value before it forward.',
    );
  }
  const { known } = table.targets;
  if (reach.readout === 'last' && known[to - 1] !== 1) {
    throw refused(
      `${name} has no target: its last row, ${end}, has no value${reach.horizon > 0 ? `, or row ${to} has none to forecast from` : ''}. ` +
        'Fill it in, or leave the sequence out.',
    );
  }
  if (reach.readout === 'every' && !known.subarray(from, to).includes(1)) {
    throw refused(`${name} has no target in any of its rows. Fill them in, or leave the sequence out.`);
  }
  return { from, to };
}
