/** What a report of a comparison says: the window's state in, blocks out. */
import type { AppInfo } from '../../core/contract/ipc';
import type { RunSummary } from '../../core/contract/run';
import { formatCount, formatDuration, formatMomentExactly, formatNumber, formatQuantity, withUnit } from '../format';
import { comparison, learnFromSameData, type ComparisonColumn } from '../state/comparison';
import { differences } from '../state/configuration-fields';
import { runLabels } from '../state/run-labels';
import { statusWord } from '../state/run-statuses';
import { appendix } from './report-appendix';
import type { Picture, Report, ReportBlock } from './report-blocks';
import { statisticsBlocks, type ReportStatistics } from './report-statistics';

export interface ReportContent {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly app: Pick<AppInfo, 'name' | 'version' | 'runtime'> | null;
  /** In the order of the page. */
  readonly runs: readonly RunSummary[];
  /** The unit that all runs predict in; empty where they differ. */
  readonly unit: string;
  readonly figures: readonly { readonly caption: string; readonly picture: Picture }[];
  readonly statistics: ReportStatistics | null;
}

export function reportTitle(runs: readonly RunSummary[]): string {
  const [first] = runs;
  if (runs.length === 1 && first) return `Report on “${first.configuration.name}”`;
  return `Comparison of ${formatQuantity(runs.length, 'run')}`;
}

export function reportOf({ now, app, runs, unit, figures, statistics }: ReportContent): Report {
  const made = app ? `${app.name} ${app.version} on ${app.runtime}` : '';
  const groups =
    statistics && statistics.groups.length > 1 ? ` in ${formatQuantity(statistics.groups.length, 'group')}` : '';
  return {
    title: `${reportTitle(runs)}${groups}`,
    lead: [formatMomentExactly(now), made].filter((line) => line !== ''),
    blocks: [
      heading('What was compared'),
      ...overview(runs),
      heading('Curves'),
      ...figures.map((figure): ReportBlock => ({ kind: 'figure', ...figure })),
      heading('Final and best values'),
      ...values(runs, unit),
      ...(statistics ? statisticsBlocks(statistics) : []),
      heading('Configuration differences'),
      ...differing(runs),
      ...appendix(runs),
    ],
  };
}

function heading(text: string): ReportBlock {
  return { kind: 'heading', level: 2, text };
}

function overview(runs: readonly RunSummary[]): ReportBlock[] {
  const labels = runLabels(runs);
  const blocks: ReportBlock[] = [
    {
      kind: 'table',
      caption: '',
      columns: [
        { text: 'Run' },
        { text: 'Status' },
        { text: 'Seed', isNumber: true },
        { text: 'Epochs', isNumber: true },
        { text: 'Time', isNumber: true },
        { text: 'Tags' },
      ],
      rows: runs.map((run) => [
        labels.get(run.id) ?? run.configuration.name,
        statusWord(run),
        String(run.configuration.seed),
        formatCount(run.results?.epochs ?? run.progress?.epoch),
        formatDuration(run.results?.seconds ?? run.progress?.seconds),
        run.tags.join(', '),
      ]),
    },
  ];
  for (const run of runs) {
    if (run.notes.trim() !== '') {
      blocks.push({ kind: 'paragraph', text: `Note on “${labels.get(run.id) ?? ''}”: ${run.notes}` });
    }
  }
  const unfinished = runs.filter(({ status }) => status !== 'completed').length;
  if (unfinished > 0) {
    const text = `${formatQuantity(unfinished, 'run')} of ${formatCount(runs.length)} had not completed when this was written.`;
    blocks.push({ kind: 'warning', text });
  }
  return blocks;
}

function values(runs: readonly RunSummary[], unit: string): ReportBlock[] {
  const columns = comparison(runs);
  const labels = runLabels(runs);
  const isComparable = learnFromSameData(runs);
  return [
    {
      kind: 'table',
      caption: isComparable
        ? 'Final: after the last step. Best: with the lowest validation loss. ★ marks the best of each column. Skill is measured against the baseline forecast: 1 is perfect, 0 no better.'
        : 'These runs learn from different data, so no value is marked as the best.',
      columns: [
        { text: 'Run' },
        ...columns.map(({ group, which, hasUnit }) => ({
          text: `${group}${hasUnit && unit !== '' ? ` (${unit})` : ''}${which === '' ? '' : `, ${which}`}`,
          isNumber: true,
        })),
      ],
      rows: runs.map((run, row) => [
        labels.get(run.id) ?? run.configuration.name,
        ...columns.map((column) => `${column.best.has(row) ? '★ ' : ''}${valueText(column, row, run, unit)}`),
      ]),
    },
  ];
}

function valueText(column: ComparisonColumn, row: number, run: RunSummary, unit: string): string {
  const value = column.values[row] ?? null;
  if (column.kind === 'duration') return formatDuration(value);
  if (column.kind === 'count') return formatCount(value);
  return withUnit(formatNumber(value), column.hasUnit && unit === '' ? (run.results?.unit ?? '') : '');
}

function differing(runs: readonly RunSummary[]): ReportBlock[] {
  const found = differences(runs.map(({ configuration }) => configuration));
  if (found.length === 0) return [{ kind: 'paragraph', text: 'None: all runs have the same configuration and seed.' }];
  const labels = runLabels(runs);
  return [
    {
      kind: 'table',
      caption: 'Only the settings in which the runs differ; all others are the same, and stand under “Configurations”.',
      columns: [{ text: 'Run' }, ...found.map(({ label }) => ({ text: label }))],
      rows: runs.map((run, row) => [
        labels.get(run.id) ?? run.configuration.name,
        ...found.map(({ values: texts }) => texts[row] ?? ''),
      ]),
    },
  ];
}
