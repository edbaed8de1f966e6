/** The settings of a choice of data that count, by name. What the choice leaves absent has the value that this means. */
import type { DatasetChoice, SeriesDataset } from '../contract/dataset';

export const SCALING_LABELS = { range: 'by range', standard: 'standardised', none: 'none' } as const;
export const SPLIT_LABELS = { time: 'by time', sequence: 'by sequence', random: 'at random' } as const;
export const TARGET_KIND_LABELS = { value: 'values', class: 'classes' } as const;

/** Settings that are one of a few words, with these as people read them. */
export const DATASET_CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'dataset.targetKind': TARGET_KIND_LABELS,
  'dataset.scaling': SCALING_LABELS,
  'dataset.split': SPLIT_LABELS,
};

export interface DatasetSetting {
  readonly name: string;
  readonly label: string;
  readonly value: string | number | boolean;
  /** In the plural; empty for none. */
  readonly unit: string;
}

/** In the order of the form. A setting without effect is left out. */
export function datasetSettings(dataset: DatasetChoice): DatasetSetting[] {
  return dataset.kind === 'task' ? taskSettings(dataset) : seriesSettings(dataset);
}

export function targetsOf({ target, otherTargets = [] }: SeriesDataset): readonly string[] {
  return [target, ...otherTargets];
}

export function splitOf({ split, sequenceColumn }: SeriesDataset): keyof typeof SPLIT_LABELS {
  return split ?? (sequenceColumn === undefined ? 'time' : 'sequence');
}

/** Where sequences come whole, no windows are cut out of them; blocks that are drawn at random do not overlap. */
export function hasWindows(dataset: DatasetChoice): boolean {
  return dataset.kind === 'task' || dataset.sequenceColumn === undefined;
}

export function hasStride(dataset: DatasetChoice): boolean {
  return dataset.kind === 'task' || (dataset.sequenceColumn === undefined && dataset.split !== 'random');
}

const STEPS = 'time steps';

const setting = (name: string, label: string, value: DatasetSetting['value'], unit = ''): DatasetSetting => ({
  name,
  label,
  value,
  unit,
});

function taskSettings(dataset: Extract<DatasetChoice, { kind: 'task' }>): DatasetSetting[] {
  return [
    setting('name', 'Data', dataset.task),
    setting('size', 'Size', dataset.size),
    ...(dataset.task === 'delayed-echo' ? [setting('delay', 'Delay', dataset.delay, STEPS)] : []),
    setting('dataSeed', 'Data seed', dataset.dataSeed),
    ...commonSettings(dataset),
  ];
}

function seriesSettings(dataset: SeriesDataset): DatasetSetting[] {
  const { source, inputs, targetKind = 'value', horizon, differencing, sequenceColumn, scaling = 'range' } = dataset;
  const split = splitOf(dataset);
  return [
    setting('name', 'Data', source),
    setting('inputs', 'Inputs', inputs.join(', ')),
    setting('target', 'Target', targetsOf(dataset).join(', ')),
    setting('targetKind', 'Target kind', targetKind),
    setting('horizon', 'Horizon', horizon, STEPS),
    setting('differencing', 'Differencing', differencing),
    ...(sequenceColumn === undefined ? [] : [setting('sequenceColumn', 'Sequence column', sequenceColumn)]),
    setting('scaling', 'Scaling', scaling),
    ...commonSettings(dataset),
    setting('split', 'Split', split),
    ...(split === 'random' ? [setting('splitSeed', 'Split seed', dataset.splitSeed ?? 0)] : []),
  ];
}

function commonSettings(dataset: DatasetChoice): DatasetSetting[] {
  return [
    ...(hasWindows(dataset) ? [setting('window', 'Window length (L)', dataset.window, STEPS)] : []),
    ...(hasStride(dataset) ? [setting('stride', 'Stride', dataset.stride, STEPS)] : []),
    setting('validationFraction', 'Validation fraction', dataset.validationFraction),
    setting('testFraction', 'Test fraction', dataset.testFraction),
  ];
}
