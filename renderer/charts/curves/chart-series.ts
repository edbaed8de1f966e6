/** Which curves a chart draws, and how they look: runs, or groups of them. */
import { configurationFields, fieldValues } from '../../../core/analysis/configuration-fields';
import { allButSeed, groupBy } from '../../../core/analysis/grouping';
import { HYPERPARAMETERS, type HyperparameterName } from '../../../core/contract/hyperparameters';
import { METRICS, type MetricName, type RunSummary } from '../../../core/contract/run';
import type { ProgressAxis } from '../../state/progress-axes';
import { runLabels } from '../../state/run-labels';
import { faintness } from './curve-marks';

export interface RunSeries {
  readonly key: string;
  readonly id: string;
  readonly metric: MetricName;
  readonly label: string;
  /** Index into the colours of runs. */
  readonly colour: number;
  /** Null for that of its colour. */
  readonly dash: readonly number[] | null;
  readonly sequences: number | null;
  /** How pale it is behind its group; null where it stands for itself. */
  readonly faint: number | null;
  /** Still growing: drawn by itself, so that the others stay as they are. */
  readonly isLive: boolean;
}

export interface GroupSeries {
  readonly key: string;
  readonly label: string;
  readonly colour: number;
  readonly members: readonly RunSeries[];
}

export interface LegendGroup {
  readonly key: string;
  readonly label: string;
  readonly colour: number;
  readonly runs: readonly RunSummary[];
}

export const NO_GROUPS = 'none';
export const BY_SEED = 'seed';

export function runKey(id: string): string {
  return `run ${id}`;
}

/** Runs in groups, or null where each stands for itself. Keys and colours are the same whatever is hidden. */
export function legendGroups(runs: readonly RunSummary[], by: string): LegendGroup[] | null {
  if (by === NO_GROUPS) return null;
  const items = runs.map((run) => ({ id: run.id, run, fields: fieldValues(run.configuration) }));
  const groups = groupBy(items, by === BY_SEED ? allButSeed(items) : [by], { labelOf: shortName });
  const names = groups.map(({ members }) => new Set(members.map(({ run }) => run.configuration.name)));
  // What a person has called them says more than what sets them apart.
  const areNamed =
    names.every(({ size }) => size === 1) && new Set(names.flatMap((name) => [...name])).size === groups.length;
  return groups.map(({ key, label, members }) => {
    const grouped = members.map(({ run }) => run);
    const oldest = grouped.reduce((first, run) => (run.createdAt < first.createdAt ? run : first));
    const described = label.replaceAll(/(^| · ) +/g, '$1');
    return {
      key: `group ${key}`,
      label: areNamed ? oldest.configuration.name : described === '' ? 'All runs' : described,
      colour: oldest.colour,
      runs: grouped,
    };
  });
}

/** A field in a legend: by its symbol where it has one, and a choice by its value alone. */
function shortName(field: string): string {
  if (!isHyperparameter(field)) return field.replace('dataset.', '');
  const { kind, label } = HYPERPARAMETERS[field];
  if (kind === 'choice') return '';
  return /\(([^)]+)\)$/.exec(label)?.[1] ?? label;
}

function isHyperparameter(field: string): field is HyperparameterName {
  return Object.hasOwn(HYPERPARAMETERS, field);
}

/** Fields that tell the runs apart, the seed aside: what grouping by has a meaning. */
export function groupableFields(runs: readonly RunSummary[]): { readonly value: string; readonly label: string }[] {
  const found = new Map<string, { label: string; values: Set<unknown>; count: number }>();
  for (const { configuration } of runs) {
    for (const { key, label, value } of configurationFields(configuration)) {
      const field = found.get(key) ?? { label, values: new Set(), count: 0 };
      field.values.add(value);
      field.count++;
      found.set(key, field);
    }
  }
  found.delete('seed');
  return Array.from(found)
    .filter(([, { values, count }]) => values.size > 1 || count < runs.length)
    .map(([value, { label }]) => ({ value, label }));
}

export interface SeriesQuestion {
  readonly runs: readonly RunSummary[];
  readonly metric: MetricName;
  readonly groupBy: string;
  readonly showsRuns: boolean;
  readonly hidden: ReadonlySet<string>;
}

export interface ChartSeries {
  readonly runs: readonly RunSeries[];
  readonly groups: readonly GroupSeries[];
}

export function chartSeries({ runs, metric, groupBy: by, showsRuns, hidden }: SeriesQuestion): ChartSeries {
  const labels = runLabels(runs);
  const series = (run: RunSummary, faint: number | null, colour = run.colour): RunSeries => ({
    key: runKey(run.id),
    id: run.id,
    metric,
    label: labels.get(run.id) ?? run.id,
    colour,
    dash: null,
    sequences: run.sequences,
    faint,
    isLive: run.status === 'running',
  });
  const isShown = (run: RunSummary) => !hidden.has(runKey(run.id));
  const groups = legendGroups(runs, by);
  if (!groups) return { runs: runs.filter(isShown).map((run) => series(run, null)), groups: [] };
  const shown = groups.filter(({ key }) => !hidden.has(key));
  const made = shown.map(({ key, label, colour, runs: members }) => ({
    key,
    label,
    colour,
    members: members.filter(isShown).map((run) => series(run, faintness(members.length), colour)),
  }));
  return { runs: showsRuns ? made.flatMap(({ members }) => members) : [], groups: made };
}

/** What has to be known of every row to draw these along an axis; sequences seen are counted by epochs. */
export function metricsDrawn({ runs, groups }: ChartSeries, along: ProgressAxis): MetricName[] {
  const drawn = new Set<MetricName>(['epoch', along === 'samples' ? 'epoch' : along]);
  for (const { metric } of [...runs, ...groups.flatMap(({ members }) => members)]) drawn.add(metric);
  return METRICS.filter((name) => drawn.has(name));
}
