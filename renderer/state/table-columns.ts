/** Every column that the table of runs can have: what it is called, what it shows, and what it sorts by. */
import type { FilterValue } from '../../core/analysis/filter/filter-field';
import { RUN_FIELDS } from '../../core/analysis/filter/run-fields';
import { valueText } from '../../core/analysis/configuration-fields';
import { runValueReader } from '../../core/analysis/run-value';
import { HYPERPARAMETERS, HYPERPARAMETER_NAMES } from '../../core/contract/hyperparameters';
import { RunStatus, type RunSummary } from '../../core/contract/run';
import {
  UNKNOWN,
  formatCount,
  formatDuration,
  formatExactly,
  formatMoment,
  formatMomentExactly,
  formatNumber,
  formatPercent,
  formatSetting,
} from '../format';
import { datasetTitle } from './dataset-titles';
import { STATUS_ORDER, STATUS_WORDS } from './run-statuses';
import { sortKeyOf, type SortKey } from './sort-key';

export const COLUMN_GROUPS = ['Run', 'Metrics, last', 'Metrics, best', 'Model and training', 'Data'] as const;
export type ColumnGroup = (typeof COLUMN_GROUPS)[number];

export interface TableColumn {
  readonly id: string;
  /** As short as a heading can be. */
  readonly label: string;
  /** In full, with the unit. */
  readonly title: string;
  readonly group: ColumnGroup;
  readonly isNumber: boolean;
  /** Measured, so that a group of runs has a mean and a spread of it. */
  readonly isMeasured: boolean;
  /** Chosen, so that runs can be grouped by it. */
  readonly isChosen: boolean;
  /** Pixels. Fixed: neither new digits nor scrolled-in rows may move a column. */
  readonly width: number;
  readonly read: (run: RunSummary) => FilterValue;
  readonly sortKey: (run: RunSummary) => SortKey;
  readonly format: (value: FilterValue) => string;
  /** Every digit, for hovering. */
  readonly formatExactly: (value: FilterValue) => string;
}

type Text = (value: FilterValue) => string;

const asNumber = (value: FilterValue) => (typeof value === 'number' ? value : null);
const figure: Text = (value) => formatNumber(asNumber(value));
const count: Text = (value) => formatCount(asNumber(value));
const exactly: Text = (value) => formatExactly(asNumber(value));
const plain: Text = (value) => (value === null || value === undefined || value === '' ? UNKNOWN : String(value));

type Given = Pick<TableColumn, 'id' | 'label' | 'group' | 'width'> & Partial<TableColumn>;

function column(given: Given): TableColumn {
  const read = given.read ?? runValueReader(given.id);
  const format = given.format ?? plain;
  return {
    title: given.label,
    isNumber: false,
    isMeasured: false,
    isChosen: false,
    read,
    sortKey: (run) => sortKeyOf(read(run)),
    format,
    formatExactly: format,
    ...given,
  };
}

/** Names and notes cost more to make sortable than to sort. */
function remembered(key: (run: RunSummary) => SortKey): (run: RunSummary) => SortKey {
  const known = new WeakMap<RunSummary, { readonly key: SortKey }>();
  return (run) => {
    const found = known.get(run) ?? { key: key(run) };
    known.set(run, found);
    return found.key;
  };
}

const statusText: Text = (value) => {
  const status = RunStatus.safeParse(value).data;
  return status ? STATUS_WORDS[status] : UNKNOWN;
};

const percent: Text = (value) => formatPercent(asNumber(value));
const EVALUATED = [
  { figure: 'Loss', label: 'loss', title: 'loss, scaled units', format: figure },
  { figure: 'Rmse', label: 'RMSE', title: 'RMSE, in the data’s own units', format: figure },
  { figure: 'Skill', label: 'skill', title: 'skill: 1 is perfect, 0 no better than the baseline', format: figure },
  { figure: 'Accuracy', label: 'acc.', title: 'accuracy', format: percent },
] as const;
const PARTS = [
  ['validation', 'Val.', 'Validation'],
  ['test', 'Test', 'Test'],
] as const;

function evaluationColumns(isBest: boolean): TableColumn[] {
  const prefix = isBest ? 'best.' : '';
  return PARTS.flatMap(([part, short, long]) =>
    EVALUATED.map(({ figure: name, label, title, format }) =>
      column({
        id: `${prefix}${part}${name}`,
        label: `${isBest ? `Best ${short.toLowerCase()}` : short} ${label}`,
        title: isBest ? `${long} ${title}, of the best weights` : `${long} ${title}`,
        group: isBest ? 'Metrics, best' : 'Metrics, last',
        isNumber: true,
        isMeasured: true,
        width: isBest ? 114 : 80,
        format,
        formatExactly: exactly,
      }),
    ),
  );
}

const measured = (id: string, label: string, title: string, width: number, more: Partial<TableColumn> = {}) =>
  column({ id, label, title, group: 'Metrics, last', isNumber: true, isMeasured: true, width, format: count, ...more });

/** Seeds are names rather than amounts: no thousands separators. */
const SEEDS = new Set(['seed', 'dataset.dataSeed', 'dataset.splitSeed']);
const SHORT_LABELS: Readonly<Record<string, string>> = { hiddenUnits: 'P', period: 'Period', 'dataset.window': 'L' };
const WIDTHS: Readonly<Record<string, number>> = { model: 106, hiddenUnits: 44, period: 62, seed: 84 };

function chosen(id: string, fullLabel: string, group: ColumnGroup, unit: string, isNumber: boolean): TableColumn {
  const label = SHORT_LABELS[id] ?? fullLabel;
  const format: Text = (value) => {
    if (typeof value === 'number') return SEEDS.has(id) ? String(value) : formatSetting(value);
    return typeof value === 'string' || typeof value === 'boolean' ? valueText(id, value) : UNKNOWN;
  };
  return column({
    id,
    label,
    title: unit === '' || fullLabel.toLowerCase().includes(unit) ? fullLabel : `${fullLabel}, ${unit}`,
    group,
    isNumber,
    isChosen: true,
    width: WIDTHS[id] ?? Math.max(isNumber ? 76 : 112, 40 + label.length * 7),
    format,
  });
}

const moment = (id: string, label: string, read: (run: RunSummary) => number | null) =>
  column({
    id,
    label,
    group: 'Run',
    isNumber: true,
    width: 116,
    read,
    format: (value) => formatMoment(asNumber(value)),
    formatExactly: (value) => formatMomentExactly(asNumber(value)),
  });

const dataTitle = ({ configuration }: RunSummary) => datasetTitle(configuration.dataset);
const nameKey = remembered((run) => sortKeyOf(run.configuration.name));

export const RUN_COLUMNS: readonly TableColumn[] = [
  column({ id: 'name', label: 'Name', group: 'Run', width: 180, sortKey: nameKey }),
  column({
    id: 'status',
    label: 'Status',
    group: 'Run',
    width: 108,
    format: statusText,
    sortKey: ({ status }) => STATUS_ORDER[status],
  }),
  measured('seconds', 'Progress', 'Progress, and how long it trained', 86, {
    group: 'Run',
    format: (value) => formatDuration(asNumber(value)),
  }),
  measured('loss', 'Loss', 'Training loss, scaled units', 82, { format: figure, formatExactly: exactly }),
  ...evaluationColumns(false),
  measured('epoch', 'Epoch', 'Epochs trained', 74),
  measured('step', 'Steps', 'Optimizer steps', 82),
  measured('parameters', 'Parameters', 'Parameters of the network', 98),
  ...evaluationColumns(true),
  measured('best.epoch', 'Best epoch', 'Epoch with the lowest validation loss', 94, { group: 'Metrics, best' }),
  ...HYPERPARAMETER_NAMES.map((name) => {
    const described = HYPERPARAMETERS[name];
    const isNumber = described.kind === 'number';
    return chosen(name, described.label, 'Model and training', isNumber ? described.unit : '', isNumber);
  }),
  chosen('seed', 'Seed', 'Model and training', '', true),
  column({ id: 'dataset.name', label: 'Data', group: 'Data', isChosen: true, width: 130, read: dataTitle }),
  ...RUN_FIELDS.filter(({ name }) => name.startsWith('dataset.')).map(({ name, label, kind }) =>
    chosen(name, label, 'Data', '', kind === 'number'),
  ),
  column({ id: 'tag', label: 'Tags', group: 'Run', width: 140 }),
  column({ id: 'note', label: 'Note', group: 'Run', width: 180, sortKey: remembered((run) => sortKeyOf(run.notes)) }),
  moment('created', 'Created', ({ createdAt }) => createdAt),
  moment('finished', 'Finished', ({ finishedAt }) => finishedAt),
  column({
    id: 'parent',
    label: 'Forked from',
    group: 'Run',
    width: 150,
    read: ({ parent }) => parent && `${parent.name}, step ${formatCount(parent.step)}`,
  }),
];

const byId = new Map(RUN_COLUMNS.map((each) => [each.id, each]));

export function tableColumn(id: string): TableColumn | undefined {
  return byId.get(id);
}

/** Always there, first: without it a row says nothing. */
export const NAME_COLUMN = 'name';

export const SHOWN_AT_FIRST: readonly string[] = [
  ...['name', 'status', 'seconds', 'loss', 'validationLoss', 'model', 'hiddenUnits', 'period', 'learningRate', 'seed'],
  ...['tag', 'created'],
];

/** What a comparison over seeds is grouped by: all that was chosen, the seed apart. */
export const ALL_BUT_SEED: readonly string[] = RUN_COLUMNS.filter(({ id, isChosen }) => isChosen && id !== 'seed').map(
  ({ id }) => id,
);
