/** A chart as a PNG picture that stands on its own: background, title and legend included. */
import { Chart } from 'chart.js';
import type { ChartPalette } from './chart-palette';
import { lineChartData, lineChartOptions, type Curve, type LineChartContent } from './line-chart-configuration';

/** Logical pixels; the picture has twice as many, for print and for fine screens. */
const WIDTH = 1200;
const CHART_HEIGHT = 600;
const SCALE = 2;
const MARGIN = 24;
const TITLE_HEIGHT = 44;
const LEGEND_LINE = 22;
const SWATCH = 24;

export async function chartPicture(
  title: string,
  content: LineChartContent,
  palette: ChartPalette,
): Promise<Uint8Array<ArrayBuffer>> {
  const height = TITLE_HEIGHT + CHART_HEIGHT + content.curves.length * LEGEND_LINE + MARGIN * 2;
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gave no 2d context');
  context.scale(SCALE, SCALE);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, WIDTH, height);
  context.fillStyle = palette.text;
  context.textBaseline = 'middle';
  context.font = `600 18px ${palette.fontFamily}`;
  context.fillText(title, MARGIN, MARGIN + 10);
  context.drawImage(drawChart(content, palette), MARGIN, MARGIN + TITLE_HEIGHT - 12, WIDTH - MARGIN * 2, CHART_HEIGHT);
  content.curves.forEach((curve, line) => {
    drawLegendLine(context, curve, MARGIN + TITLE_HEIGHT + CHART_HEIGHT + line * LEGEND_LINE, palette);
  });
  return pngBytes(canvas);
}

function drawChart(content: LineChartContent, palette: ChartPalette): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH - MARGIN * 2;
  canvas.height = CHART_HEIGHT;
  const options = { ...lineChartOptions(content, palette), responsive: false, devicePixelRatio: SCALE };
  const chart = new Chart(canvas, { type: 'line', data: lineChartData(content.curves), options });
  const drawing = document.createElement('canvas');
  drawing.width = canvas.width;
  drawing.height = canvas.height;
  drawing.getContext('2d')?.drawImage(canvas, 0, 0);
  chart.destroy();
  return drawing;
}

function drawLegendLine(
  context: CanvasRenderingContext2D,
  { label, colour, dash }: Curve,
  y: number,
  palette: ChartPalette,
) {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(MARGIN, y);
  context.lineTo(MARGIN + SWATCH, y);
  context.stroke();
  context.fillStyle = palette.text;
  context.font = `13px ${palette.fontFamily}`;
  context.fillText(label, MARGIN + SWATCH + 8, y, WIDTH - MARGIN * 2 - SWATCH - 8);
}

function pngBytes(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (!blob) reject(new Error('The browser could not encode the picture'));
      else resolve(blob.arrayBuffer().then((buffer) => new Uint8Array(buffer)));
    }, 'image/png');
  });
}
