/** The figures of a report, drawn on white whatever the window's theme. */
import type { RunSummary } from '../../core/contract/run';
import { svgCanvas } from '../charts/canvas-png';
import type { ChartPalette } from '../charts/chart-palette';
import { chartScene } from '../charts/curves/chart-scene';
import { sceneSvg } from '../charts/curves/scene-svg';
import { formatQuantity } from '../format';
import { ChartView } from '../state/chart-view.svelte';
import { metricChoice } from '../state/metric-choices';
import type { Studio } from '../state/studio.svelte';
import type { Picture } from './report-blocks';

/** As the tokens of the light theme. */
export const PAPER: ChartPalette = {
  background: '#ffffff',
  text: '#1a1e26',
  muted: '#59626f',
  grid: '#e6e9ee',
  accent: '#2f5bd7',
  validationBand: 'rgb(230 159 0 / 12%)',
  testBand: 'rgb(0 114 178 / 11%)',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
};

interface ReportFigure {
  readonly caption: string;
  readonly picture: Picture;
}

/** The curves of all runs as the page of charts shows them: its metrics, axes, smoothing, groups and bands. */
export async function curveFigures(studio: Studio, runs: readonly RunSummary[]): Promise<ReportFigure[]> {
  const { metrics } = studio.charts.current;
  const title = metrics.map((metric) => metricChoice(metric).label).join(', ');
  const wish = { runs, metrics, view: new ChartView(), title, palette: PAPER, hasAllPoints: false };
  const { scene, notes } = await chartScene(studio, wish);
  const caption = [`Curves of ${formatQuantity(runs.length, 'run')}`, ...notes].join('. ');
  // Within a page an SVG is an element, which has no declaration of its own.
  const svg = sceneSvg(scene, caption)
    .replace(/^<\?xml[^>]*\?>\s*/, '')
    .trim();
  return [{ caption, picture: { svg, png: await svgAsPng(svg, scene.width, scene.height), width: scene.width } }];
}

/** An SVG on white as a PNG data address. */
export async function svgAsPng(svg: string, width: number, height: number): Promise<string> {
  return (await svgCanvas(svg, width, height, PAPER.background)).toDataURL('image/png');
}
