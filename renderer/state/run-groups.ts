/** Runs that share what was chosen, as rows of the table: how many, and mean ± standard deviation of what was measured. */
import { groupBy } from '../../core/analysis/grouping';
import { deviation, mean } from '../../core/analysis/statistics';
import type { FieldValue } from '../../core/analysis/fields';
import type { FilterValue } from '../../core/analysis/filter/filter-field';
import type { RunSummary } from '../../core/contract/run';
import { UNKNOWN, formatQuantity } from '../format';
import { compareSortKeys } from './sort-key';
import { tableColumn, type TableColumn } from './table-columns';

export interface RunGroup {
  /** The same for the same values, whatever other runs there are. */
  readonly key: string;
  /** What sets the group apart from the others. */
  readonly label: string;
  /** In the order of the table. */
  readonly members: readonly RunSummary[];
}

export interface GroupSorting {
  readonly id: string;
  readonly desc: boolean;
}

/** Kept between questions: a run's values are put together once, and labels are made again only for other groups. */
export class RunGrouping {
  #by: readonly string[] = [];
  #keys = new WeakMap<RunSummary, string>();
  #labels: ReadonlyMap<string, string> = new Map();

  /**
   * @param runs in the order of the table, which the members keep
   * @param by ids of columns
   * @returns by the mean of the column sorted by if it is a measured one, else in the order of each group's first run
   */
  group(runs: readonly RunSummary[], by: readonly string[], sorting: GroupSorting | undefined): RunGroup[] {
    if (by !== this.#by) {
      this.#by = by;
      this.#keys = new WeakMap();
      this.#labels = new Map();
    }
    const columns = by.flatMap((id) => tableColumn(id) ?? []);
    const members = new Map<string, RunSummary[]>();
    for (const run of runs) {
      const key = this.#keyOf(run, columns);
      const known = members.get(key);
      if (known) known.push(run);
      else members.set(key, [run]);
    }
    if (members.size !== this.#labels.size || ![...members.keys()].every((key) => this.#labels.has(key))) {
      this.#labels = labelsOf(members, columns);
    }
    const groups = Array.from(members, ([key, list]) => ({ key, label: this.#labels.get(key) ?? '', members: list }));
    const column = sorting && tableColumn(sorting.id);
    if (!column?.isMeasured) return groups;
    const means = new Map(groups.map((group) => [group, mean(measuredIn(group, column))]));
    const direction = sorting?.desc ? -1 : 1;
    return groups.sort((a, b) => compareSortKeys(means.get(a) ?? null, means.get(b) ?? null, direction));
  }

  #keyOf(run: RunSummary, columns: readonly TableColumn[]): string {
    const known = this.#keys.get(run) ?? JSON.stringify(columns.map(({ read }) => read(run) ?? null));
    this.#keys.set(run, known);
    return known;
  }
}

/** Fields in which no groups differ cost time and say nothing: only the others are handed on. */
function labelsOf(members: ReadonlyMap<string, readonly RunSummary[]>, columns: readonly TableColumn[]) {
  const first = Array.from(members, ([key, [run]]) => (run ? { key, run } : [])).flat();
  const telling = columns.filter(({ read }) => new Set(first.map(({ run }) => read(run) ?? null)).size > 1);
  const items = first.map(({ key, run }) => ({
    id: key,
    fields: Object.fromEntries(telling.map(({ id, read }) => [id, fieldValue(read(run))])),
  }));
  const wording = {
    labelOf: (id: string) => tableColumn(id)?.label ?? id,
    textOf: (id: string, value: FieldValue) => tableColumn(id)?.format(value) ?? String(value),
  };
  const groups = groupBy(
    items,
    telling.map(({ id }) => id),
    wording,
  );
  return new Map(groups.flatMap(({ label, members: same }) => same.map(({ id }): [string, string] => [id, label])));
}

function fieldValue(value: FilterValue): FieldValue {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

function measuredIn({ members }: RunGroup, { read }: TableColumn): Float64Array {
  return Float64Array.from(members, (run) => {
    const value = read(run);
    return typeof value === 'number' ? value : NaN;
  });
}

export interface GroupCell {
  readonly text: string;
  /** In full, with the number of values behind it. */
  readonly title: string;
}

/** Of what was measured, the mean and the spread; of everything else what the runs share, or how many values they have. */
export function groupCell(group: RunGroup, column: TableColumn): GroupCell {
  return column.isMeasured ? measuredCell(group, column) : sharedCell(group, column);
}

function measuredCell(group: RunGroup, column: TableColumn): GroupCell {
  const values = measuredIn(group, column);
  const n = values.filter((value) => !Number.isNaN(value)).length;
  const [centre, spread] = [mean(values), deviation(values)];
  if (n === 0) return { text: UNKNOWN, title: `Measured for none of ${formatQuantity(values.length, 'run')}` };
  const text = spread === null ? column.format(centre) : `${column.format(centre)} ± ${column.format(spread)}`;
  const full = `Mean ${column.formatExactly(centre)}, standard deviation ${column.formatExactly(spread)}, n = ${n}`;
  const isWhole = n === values.length;
  return {
    text: isWhole ? text : `${text} (n ${n})`,
    title: isWhole ? full : `${full} of ${formatQuantity(values.length, 'run')}: the others have no such value`,
  };
}

function sharedCell({ members }: RunGroup, column: TableColumn): GroupCell {
  const texts = new Set(members.map((run) => column.formatExactly(column.read(run))));
  const [first] = members;
  if (!first) return { text: UNKNOWN, title: UNKNOWN };
  if (texts.size > 1) return { text: `${texts.size} values`, title: [...texts].slice(0, 12).join(', ') };
  return { text: column.format(column.read(first)), title: [...texts].join() };
}
