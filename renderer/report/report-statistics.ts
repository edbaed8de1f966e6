/** The part of a report about groups over seeds. */
import { formatCount, formatNumber, formatQuantity, UNKNOWN } from '../format';
import { comparisonFacts } from '../statistics/comparison-facts';
import {
  comparisonSentence,
  comparisonWarnings,
  groupWarnings,
  verdict,
  type Figure,
} from '../statistics/comparison-words';
import { figureWriter, formatP } from '../statistics/figures-together';
import type { MatrixCell, TwoGroups } from '../statistics/group-comparison';
import type { SeedGroup } from '../statistics/seed-groups';
import type { Picture, ReportBlock } from './report-blocks';

export interface ReportStatistics {
  readonly figure: Figure;
  readonly groups: readonly SeedGroup[];
  /** The two chosen; null where there is one group. */
  readonly two: TwoGroups | null;
  readonly plot: Picture | null;
  readonly cells: readonly MatrixCell[] | null;
}

export function statisticsBlocks({ figure, groups, two, plot, cells }: ReportStatistics): ReportBlock[] {
  return [
    { kind: 'heading', level: 2, text: 'Statistics over seeds' },
    groupsTable(groups, figure),
    // Those of the two chosen stand beside their comparison.
    ...groups
      .filter(({ key }) => key !== two?.a.key && key !== two?.b.key)
      .flatMap(groupWarnings)
      .map((text): ReportBlock => ({ kind: 'warning', text })),
    ...(two ? twoGroups(two, figure, groups.length, plot) : []),
    ...(cells && groups.length > 2 ? [matrix(cells, groups)] : []),
  ];
}

function groupsTable(groups: readonly SeedGroup[], { name, unit }: Figure): ReportBlock {
  return {
    kind: 'table',
    caption: `${name.charAt(0).toUpperCase()}${name.slice(1)}${unit ? `, in ${unit}` : ''}. Intervals of the mean by Student’s t. Runs that did not complete have no value.`,
    columns: [
      { text: 'Group' },
      ...['n', 'Mean', '± sd', 'Median', '95 % interval', 'Diverged', 'Without a value'].map((text) => ({
        text,
        isNumber: true,
      })),
    ],
    rows: groups.map(({ label, summary, members, diverged, underWay, without }) => {
      const write = figureWriter(summary.deviation);
      const { interval } = summary;
      return [
        label,
        summary.n === members.length
          ? formatCount(summary.n)
          : `${formatCount(summary.n)} of ${formatCount(members.length)}`,
        write(summary.mean),
        write(summary.deviation),
        write(summary.median),
        interval ? `${write(interval.low)} to ${write(interval.high)}` : UNKNOWN,
        formatCount(diverged),
        formatCount(underWay + without),
      ];
    }),
  };
}

function twoGroups(two: TwoGroups, figure: Figure, groups: number, plot: Picture | null): ReportBlock[] {
  const { a, b, pairs, unpaired } = two;
  const sentence = comparisonSentence(two, figure);
  const blocks: ReportBlock[] = [
    { kind: 'heading', level: 3, text: 'A against B' },
    { kind: 'list', items: [`A: ${a.label}`, `B: ${b.label}`] },
  ];
  if (sentence === null) {
    blocks.push({ kind: 'paragraph', text: `No run of ${a.summary.n === 0 ? 'A' : 'B'} has a value of this figure.` });
    return blocks;
  }
  blocks.push({ kind: 'finding', text: sentence });
  const follows = verdict(two, figure);
  if (follows !== null) blocks.push({ kind: 'paragraph', text: follows });
  for (const text of comparisonWarnings(two, groups)) blocks.push({ kind: 'warning', text });
  if (plot) {
    const caption = `Left: ${figure.name}${figure.unit ? `, in ${figure.unit}` : ''}, of A and B, a line for each pair. Right: the differences, their mean and its 95 % interval.`;
    blocks.push({ kind: 'figure', caption, picture: plot });
  }
  blocks.push({
    kind: 'table',
    caption: 'A less B.',
    columns: [{ text: 'Figure' }, { text: 'Value', isNumber: true }],
    rows: comparisonFacts(two, figure.unit).map(({ label, value }) => [label, value]),
  });
  if (pairs.length > 0) {
    blocks.push({
      kind: 'table',
      caption: `The pairs${figure.unit ? `, in ${figure.unit}` : ''}.`,
      columns: [
        { text: 'Seed' },
        { text: 'Run of A' },
        { text: 'A', isNumber: true },
        { text: 'Run of B' },
        { text: 'B', isNumber: true },
        { text: 'A − B', isNumber: true },
      ],
      rows: pairs.map(({ first, second, difference }) => [
        String(first.seed),
        first.name,
        formatNumber(first.value, 6),
        second.name,
        formatNumber(second.value, 6),
        formatNumber(difference, 4),
      ]),
    });
  }
  if (unpaired.length > 0) {
    blocks.push({ kind: 'paragraph', text: `${formatQuantity(unpaired.length, 'run')} without a partner:` });
    blocks.push({
      kind: 'list',
      items: unpaired.map(({ run, group, reason }) => `${group === 'first' ? 'A' : 'B'}, ${run.name}: ${reason}.`),
    });
  }
  return blocks;
}

function matrix(cells: readonly MatrixCell[], groups: readonly SeedGroup[]): ReportBlock {
  const labels = new Map(groups.map(({ key, label }) => [key, label]));
  return {
    kind: 'table',
    caption:
      'Every group against every other: mean paired difference, first less second, and its permutation p-value, as it is and adjusted for all comparisons of this table by Holm’s method.',
    columns: [
      { text: 'First' },
      { text: 'Second' },
      ...['Pairs', 'Difference', 'p', 'Adjusted p'].map((text) => ({ text, isNumber: true })),
    ],
    rows: cells.map(({ row, column, pairs, difference, p, adjusted }) => [
      labels.get(row) ?? '',
      labels.get(column) ?? '',
      formatCount(pairs),
      formatNumber(difference),
      formatP(p),
      formatP(adjusted),
    ]),
  };
}
