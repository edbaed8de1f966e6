/** The comparison on screen as a report, saved where the person says. */
import { METRICS, type RunSummary } from '../../core/contract/run';
import { reportHtml } from '../report/report-html';
import { reportMarkdown } from '../report/report-markdown';
import { reportOf, reportTitle } from '../report/report-model';
import { curveFigures, PAPER, svgAsPng } from '../report/report-pictures';
import type { ReportStatistics } from '../report/report-statistics';
import { comparedRuns } from '../statistics/compared-runs';
import { compareAllGroups, compareGroups, MOST_MATRIX_GROUPS, type TwoGroups } from '../statistics/group-comparison';
import { measureInWords, measureOf } from '../statistics/measures';
import { pairedPlot } from '../statistics/paired-plot';
import { scenePalette } from '../statistics/scene-palette';
import { sceneSvg } from '../statistics/scene-svg';
import { seedGroups, type SeedGroup } from '../statistics/seed-groups';
import type { Picture } from '../report/report-blocks';
import { inFrames } from './in-frames';
import { attempt, showDone } from './messages';
import { chosenGroups, MOST_STATISTICS_RUNS } from './statistics.svelte';
import { wordingOf } from '../statistics/field-wording';
import type { Studio } from './studio.svelte';

export type ReportKind = 'html' | 'markdown';

export async function saveReport(studio: Studio, kind: ReportKind): Promise<void> {
  const ticked = studio.runs.ticked.slice(0, MOST_STATISTICS_RUNS);
  await attempt(async () => {
    const statistics = await reportStatistics(studio, ticked);
    const runs = inOrderOfGroups(ticked, statistics.groups);
    const stop = studio.curves.follow(
      runs.map(({ id }) => id),
      METRICS,
    );
    const figures = await (async () => {
      try {
        await curvesRead(studio, runs);
        return await curveFigures(studio, runs);
      } finally {
        stop();
      }
    })();
    const unit = studio.datasets.commonUnit(runs);
    const report = reportOf({ now: Date.now(), app: studio.info, runs, unit, figures, statistics });
    const text = kind === 'html' ? reportHtml(report) : reportMarkdown(report);
    const name = reportTitle(runs).slice(0, 100);
    const file = await studio.api.ask('reports:save', { name, kind, text });
    if (file !== null) showDone(`Saved ${file}`, 'One file, with its figures, configurations and seeds in it.');
  });
}

/** As they are read: group by group, seed by seed. */
function inOrderOfGroups(runs: readonly RunSummary[], groups: readonly SeedGroup[]): RunSummary[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const ids = groups.flatMap(({ members }) => members.toSorted((a, b) => a.seed - b.seed).map(({ id }) => id));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function reportStatistics(studio: Studio, runs: readonly RunSummary[]): Promise<ReportStatistics> {
  const choice = studio.statistics;
  const measure = measureOf(choice.measureKey);
  const weights = measure.hasWeights ? choice.weights : 'final';
  const wording = wordingOf(runs.map(({ configuration }) => configuration));
  const groups = seedGroups(comparedRuns(runs, measure, weights), choice.by, wording);
  const figure = {
    name: measureInWords(measure, weights),
    better: measure.better,
    unit: measure.unit ?? studio.datasets.commonUnit(runs),
  };
  const { a, b } = chosenGroups(groups, choice);
  const two = a && b ? ((await inFrames(compareGroups(a, b, wording.labelOf))) ?? null) : null;
  const isMatrix = groups.length > 2 && groups.length <= MOST_MATRIX_GROUPS;
  const cells = isMatrix ? ((await inFrames(compareAllGroups(groups))) ?? null) : null;
  return { figure, groups, two, cells, plot: two?.comparison ? await plotPicture(two, figure) : null };
}

async function plotPicture(two: TwoGroups, figure: { name: string; unit: string }): Promise<Picture> {
  const scene = pairedPlot(two, figure);
  const svg = sceneSvg(scene, scenePalette(PAPER, 'light'), 'Values of A and B, pair by pair, and their differences');
  return { svg, png: await svgAsPng(svg, scene.width, scene.height), width: scene.width };
}

/** Curves that no chart has shown yet are read from disk. */
async function curvesRead({ curves }: Studio, runs: readonly RunSummary[]): Promise<void> {
  while (!runs.every(({ id }) => curves.curve(id).has(METRICS)))
    await new Promise((resolve) => setTimeout(resolve, 20));
}
