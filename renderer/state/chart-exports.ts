/** Saves charts where the person says: what is on screen as a picture, or every point behind it. */
import { pngBytes, SCALE } from '../charts/canvas-png';
import { readChartPalette } from '../charts/chart-palette';
import { chartScene } from '../charts/curves/chart-scene';
import { contextOf } from '../charts/curves/chart-painter';
import { drawScene } from '../charts/curves/scene-canvas';
import { sceneSvg } from '../charts/curves/scene-svg';
import { withFonts } from '../charts/saving/embedded-fonts';
import type { RunSummary } from '../../core/contract/run';
import { formatQuantity } from '../format';
import type { ChartView } from './chart-view.svelte';
import { attempt, showDone } from './messages';
import { metricChoice, type ChartedMetric } from './metric-choices';
import type { Studio } from './studio.svelte';

export interface SavedCharts {
  readonly runs: readonly RunSummary[];
  readonly metrics: readonly ChartedMetric[];
  readonly view: ChartView;
}

function titleOf({ runs, metrics }: SavedCharts): string {
  const [first] = metrics;
  const what = metrics.length === 1 && first ? metricChoice(first).label : formatQuantity(metrics.length, 'metric');
  const [run] = runs;
  return runs.length === 1 && run
    ? `${what} of ${run.configuration.name}`
    : `${what} of ${formatQuantity(runs.length, 'run')}`;
}

export async function saveChartPicture(studio: Studio, charts: SavedCharts): Promise<void> {
  await attempt(async () => {
    const title = titleOf(charts);
    const { scene } = await chartScene(studio, { ...charts, title, palette: readChartPalette(), hasAllPoints: false });
    const canvas = document.createElement('canvas');
    canvas.width = scene.width * SCALE;
    canvas.height = scene.height * SCALE;
    drawScene(contextOf(canvas, SCALE), scene);
    const file = await studio.api.ask('pictures:save', { name: title.slice(0, 120), png: await pngBytes(canvas) });
    if (file !== null) showDone(`Saved ${file}`);
  });
}

export async function saveChartVectors(studio: Studio, charts: SavedCharts): Promise<void> {
  await attempt(async () => {
    const title = titleOf(charts);
    const { scene, notes } = await chartScene(studio, {
      ...charts,
      title,
      palette: readChartPalette(),
      hasAllPoints: true,
    });
    const svg = await withFonts(sceneSvg(scene, [title, ...notes].join('. ')));
    const file = await studio.api.ask('pictures:save-svg', { name: title.slice(0, 120), svg });
    if (file !== null) showDone(`Saved ${file}`);
  });
}

/** Main reads the logs: of a long run, the window holds an overview only. */
export async function saveMetricRows(studio: Studio, charts: SavedCharts): Promise<void> {
  await attempt(async () => {
    const saved = await studio.api.ask('runs:export-metrics', {
      ids: charts.runs.map(({ id }) => id),
      metrics: [...charts.metrics],
      name: titleOf(charts).slice(0, 120),
    });
    if (!saved) return;
    const damaged =
      saved.damagedRecords > 0
        ? `${formatQuantity(saved.damagedRecords, 'damaged record')} could not be read`
        : undefined;
    showDone(`Saved ${formatQuantity(saved.rows, 'row')} as ${saved.file}`, damaged);
  });
}
