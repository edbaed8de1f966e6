/** Charts as a picture that stands on its own: background, title, legend and notes included. */
import type { Bands } from '../../../core/analysis/bands';
import type { RunSummary } from '../../../core/contract/run';
import { formatCount, formatQuantity } from '../../format';
import type { ChartView } from '../../state/chart-view.svelte';
import { metricChoice, type ChartedMetric } from '../../state/metric-choices';
import type { Studio } from '../../state/studio.svelte';
import type { ChartPalette } from '../chart-palette';
import { runColour, runDash, type Shade } from '../run-colours';
import { ChartBuilder, type BuiltChart } from './build-chart';
import { chartQuestion } from './chart-question';
import { chartSeries, NO_GROUPS, type ChartSeries } from './chart-series';
import { derivedTexts } from './derived-texts';
import { stripText } from './frame-marks';
import { computeBands } from './group-bands';
import { metricTitle } from './metric-texts';
import { breathing } from './redraws';
import { movedBox, movedMark, type Mark, type Scene } from './scene';

const WIDTH = 1200;
const CHART_HEIGHT = 520;
const MARGIN = 24;
const TITLE_HEIGHT = 36;
const NOTE_HEIGHT = 20;
const LEGEND_LINE = 20;
const LEGEND_COLUMN = 384;
const SWATCH = 24;
/** Characters that a column of the legend has room for. */
const LEGEND_LENGTH = 52;

export interface SceneWish {
  readonly runs: readonly RunSummary[];
  readonly metrics: readonly ChartedMetric[];
  readonly view: ChartView;
  readonly title: string;
  readonly palette: ChartPalette;
  /** Every point that the window holds, rather than what the pixels can show. */
  readonly hasAllPoints: boolean;
}

export async function chartScene(studio: Studio, wish: SceneWish): Promise<{ scene: Scene; notes: readonly string[] }> {
  const { runs, metrics, view, title, palette, hasAllPoints } = wish;
  const { showsRuns } = studio.charts.current;
  const groupBy = runs.length === 1 ? NO_GROUPS : studio.charts.current.groupBy;
  const { hidden } = studio.charts;
  const unit = studio.datasets.commonUnit(runs);
  const layers: Scene['layers'][number][] = [];
  const notes: string[] = [];
  const text = (x: number, y: number, content: string, more: object = {}): Mark => ({
    kind: 'text',
    x,
    y,
    text: content,
    colour: palette.muted,
    size: 12,
    align: 'start',
    ...more,
  });
  let top = MARGIN;
  layers.push({ clip: null, marks: [text(MARGIN, top + 10, title, { colour: palette.text, size: 18, isBold: true })] });
  top += TITLE_HEIGHT;
  let legend: ChartSeries | null = null;
  for (const metric of metrics) {
    const series = chartSeries({ runs, metric, groupBy, showsRuns, hidden });
    legend ??= series;
    const yTitle = metricTitle(metric, unit);
    const ready = new Map<string, Bands>();
    const asked = chartQuestion(studio, {
      width: WIDTH - 2 * MARGIN,
      height: CHART_HEIGHT,
      series,
      yTitle,
      canBeLogarithmic: metricChoice(metric).canBeLogarithmic,
      range: view.range,
      yRange: view.yRanges[yTitle] ?? null,
      palette,
      bands: { of: (key) => ready.get(key) ?? null },
    });
    for (const group of series.groups) {
      const curves = group.members.map(asked.dataOf).map(({ x, shown }) => ({ x, y: shown }));
      ready.set(group.key, await computeBands(curves, { ...studio.charts.bands, interpolate: true }));
    }
    const question = hasAllPoints ? { ...asked, decimation: null } : asked;
    const chart = await new ChartBuilder().build(question, breathing());
    layers.push(...layersOf(chart, MARGIN, top));
    top += CHART_HEIGHT;
    const overviews = runs.filter(({ id }) => studio.curves.curve(id).isOverview).length;
    const note = [
      noteOf(chart),
      ...(overviews > 0 ? [`${formatQuantity(overviews, 'run')} as an overview, every peak in it`] : []),
      ...derivedTexts(studio.charts.current, series.groups.length > 0),
    ].join(' · ');
    notes.push(`${yTitle}: ${note}`);
    layers.push({ clip: null, marks: [text(MARGIN + 66, top + 8, note, { size: 11 })] });
    top += NOTE_HEIGHT;
  }
  const entries = legendEntries(legend);
  const columns = Math.min(3, Math.max(1, Math.ceil(entries.length / 8)));
  const lines = Math.ceil(entries.length / columns);
  top += LEGEND_LINE / 2;
  const marks = entries.flatMap(({ label, colour }, i) => {
    const x = MARGIN + LEGEND_COLUMN * Math.floor(i / lines);
    const y = top + LEGEND_LINE * (i % lines) + LEGEND_LINE / 2;
    return [
      swatch(colour, x, y, studio.settings.shade),
      text(x + SWATCH + 8, y, shortened(label, columns), { colour: palette.text }),
    ];
  });
  layers.push({ clip: null, marks });
  const height = top + lines * LEGEND_LINE + MARGIN;
  return {
    scene: { width: WIDTH, height, background: palette.background, fontFamily: palette.fontFamily, layers },
    notes,
  };
}

function layersOf(chart: BuiltChart, dx: number, dy: number): Scene['layers'][number][] {
  const moved = (marks: readonly Mark[]) => marks.map((mark) => movedMark(mark, dx, dy));
  const curves = [...chart.runs, ...chart.groups].flatMap(({ marks }) => marks);
  return [
    { clip: null, marks: moved(chart.frame) },
    { clip: movedBox(chart.geometry.plot, dx, dy), marks: moved(curves) },
    { clip: null, marks: moved(chart.runs.flatMap(({ strip }) => strip)) },
  ];
}

function noteOf({ drawn, points, counts, groups }: BuiltChart): string {
  const first =
    groups.length > 0
      ? `${formatQuantity(points, 'point')}`
      : `${formatCount(drawn)} of ${formatQuantity(points, 'point')} drawn`;
  const strip = stripText(counts);
  return strip === '' ? first : `${first} · ${strip}`;
}

function legendEntries(series: ChartSeries | null): { readonly label: string; readonly colour: number }[] {
  if (!series) return [];
  return series.groups.length > 0
    ? series.groups.map(({ label, colour, members }) => ({ label: `${label} (n ${members.length})`, colour }))
    : series.runs.map(({ label, colour }) => ({ label, colour }));
}

function swatch(colour: number, x: number, y: number, shade: Shade): Mark {
  return {
    kind: 'line',
    points: Float32Array.of(x, y, x + SWATCH, y),
    colour: runColour(colour, shade),
    width: 2,
    dash: runDash(colour),
    opacity: 1,
  };
}

function shortened(label: string, columns: number): string {
  const most = columns === 1 ? 150 : LEGEND_LENGTH;
  return label.length <= most ? label : `${label.slice(0, most - 1)}…`;
}
