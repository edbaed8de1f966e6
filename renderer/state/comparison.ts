/** Final and best figures of several runs side by side, with the best of each column marked. */
import { datasetSettings } from '../../core/analysis/dataset-settings';
import type { EvaluationFigure, RunSummary } from '../../core/contract/run';

interface Column {
  readonly key: string;
  /** Heading over one or two columns. */
  readonly group: string;
  readonly which: 'final' | 'best' | '';
  /** Which end is best; null where neither is (a model is not better for having fewer parameters). */
  readonly better: 'lower' | 'higher' | null;
  readonly kind: 'number' | 'duration' | 'count';
  /** True where the value is in the data's own units. */
  readonly hasUnit: boolean;
  readonly valueOf: (run: RunSummary) => number | null | undefined;
}

function evaluationColumns(group: string, part: 'validation' | 'test', figure: EvaluationFigure): Column[] {
  const common = {
    group,
    better: figure === 'rmse' || figure === 'loss' ? 'lower' : 'higher',
    kind: 'number',
    hasUnit: figure === 'rmse',
  } as const;
  return [
    { ...common, key: `${part}.${figure}.final`, which: 'final', valueOf: (run) => run.results?.[part]?.[figure] },
    { ...common, key: `${part}.${figure}.best`, which: 'best', valueOf: (run) => run.results?.best?.[part]?.[figure] },
  ];
}

const COLUMNS: readonly Column[] = [
  {
    key: 'loss',
    group: 'Training loss',
    which: 'final',
    better: 'lower',
    kind: 'number',
    hasUnit: false,
    valueOf: (run) => run.results?.loss ?? run.loss,
  },
  ...evaluationColumns('Validation RMSE', 'validation', 'rmse'),
  ...evaluationColumns('Test RMSE', 'test', 'rmse'),
  ...evaluationColumns('Test skill', 'test', 'skill'),
  ...evaluationColumns('Test accuracy', 'test', 'accuracy'),
  {
    key: 'parameters',
    group: 'Parameters',
    which: '',
    better: null,
    kind: 'count',
    hasUnit: false,
    valueOf: (run) => run.results?.parameters,
  },
  {
    key: 'seconds',
    group: 'Time',
    which: '',
    better: null,
    kind: 'duration',
    hasUnit: false,
    valueOf: (run) => run.results?.seconds ?? run.progress?.seconds,
  },
];

export interface ComparisonColumn {
  readonly key: string;
  readonly group: string;
  readonly which: Column['which'];
  readonly kind: Column['kind'];
  readonly hasUnit: boolean;
  /** One value a run, in the order given. */
  readonly values: readonly (number | null)[];
  /** Positions of the best value; empty where nothing can be compared. */
  readonly best: ReadonlySet<number>;
}

/** Columns without any value are left out. Figures of runs on different data are shown, but none is called best. */
export function comparison(runs: readonly RunSummary[]): ComparisonColumn[] {
  const comparable = learnFromSameData(runs);
  return COLUMNS.map(({ valueOf, better, ...column }) => {
    const values = runs.map((run) => finiteOrNull(valueOf(run)));
    return { ...column, values, best: comparable ? bestOf(values, better) : new Set<number>() };
  }).filter(({ values }) => values.some((value) => value !== null));
}

export interface ColumnGroup {
  readonly heading: string;
  /** How many columns stand under it. */
  readonly span: number;
  /** False where a column has no heading of its own under the group's. */
  readonly isDivided: boolean;
}

/** @param commonUnit the unit that all runs share, or none */
export function columnGroups(columns: readonly ComparisonColumn[], commonUnit: string): ColumnGroup[] {
  const groups = new Map<string, ColumnGroup>();
  for (const { group, hasUnit, which } of columns) {
    const heading = hasUnit && commonUnit !== '' ? `${group} (${commonUnit})` : group;
    groups.set(heading, { heading, span: (groups.get(heading)?.span ?? 0) + 1, isDivided: which !== '' });
  }
  return Array.from(groups.values());
}

const ASKED: ReadonlySet<string> = new Set([
  ...['name', 'target', 'targetKind', 'horizon', 'sequenceColumn'],
  ...['validationFraction', 'testFraction', 'split', 'splitSeed'],
]);

/** Whether figures in the data's units mean the same thing: same source, same targets, equally far ahead, same parts. */
export function learnFromSameData(runs: readonly RunSummary[]): boolean {
  const questions = runs.map(({ configuration: { dataset } }) =>
    dataset.kind === 'series'
      ? datasetSettings(dataset)
          .flatMap(({ name, value }) => (ASKED.has(name) ? [`${name} ${value}`] : []))
          .join('\n')
      : [dataset.task, dataset.size, dataset.delay, dataset.dataSeed].join('\n'),
  );
  return new Set(questions).size <= 1;
}

function finiteOrNull(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function bestOf(values: readonly (number | null)[], better: Column['better']): Set<number> {
  const known = values.filter((value) => value !== null);
  // With one value, or all alike, "best" says nothing.
  if (better === null || known.length < 2 || new Set(known).size < 2) return new Set();
  const best = better === 'lower' ? Math.min(...known) : Math.max(...known);
  return new Set(values.flatMap((value, position) => (value === best ? [position] : [])));
}
