/** Draws the two clocks: input, memory, the layer before the output, and the output, all over the same steps. */
import type { SequenceStates } from '../../../core/contract/inside';
import { formatTick } from '../../format';
import type { ChartPalette } from '../chart-palette';
import { outputColour, runColour, runDash, type Shade } from '../run-colours';
import { heldBlocks, type Band, type ClockLayout, type LayerBand } from './clock-layout';
import type { Pen } from '../saving/svg-pen';
import { divergingScale } from './diverging-scale';
import type { HeatMap } from './heat-map';

export interface ClockStyle {
  readonly palette: ChartPalette;
  readonly shade: Shade;
  /** Of the run, an index of the palette. */
  readonly colour: number;
}

/** What canvas and file draw each in its own way. */
export interface ClockShapes {
  /** Strokes of paths that are written as in an SVG, in the pen's colour, moved and then made smaller. */
  strokePaths(paths: readonly string[], x: number, y: number, scale: number): void;
  heatMap(band: Band & { readonly left: number; readonly width: number }, map: Omit<HeatMap, 'width' | 'height'>): void;
}

/** Narrower cells and blocks would be all edges. */
const LEAST_GAPPED = 5;
/** Many narrow blocks would otherwise look like a grid. */
const BLOCK_OPACITY = 0.6;
const LEAST_BELL = 12;
const LEAST_TICK = 3;
/** The bell of the Lucide icons, 24 units wide (ISC licence). */
const BELL = [
  'M10.268 21a2 2 0 0 0 3.464 0',
  'M3.262 15.326A1 1 0 0 0 4 17h16a1 1 0 0 0 .74-1.673C19.41 13.956 18 12.499 18 8A6 6 0 0 0 6 8c0 4.499-1.411 5.956-2.738 7.326',
];

export function drawClocks(
  context: Pen,
  shapes: ClockShapes,
  states: SequenceStates,
  layout: ClockLayout,
  style: ClockStyle,
): void {
  const { palette } = style;
  context.fillStyle = palette.background;
  context.fillRect(0, 0, layout.width, layout.height);
  context.font = `11px ${palette.fontFamily}`;
  drawInput(context, states, layout, style);
  drawBells(context, shapes, states, layout, style);
  for (const layer of layout.layers) drawLayer(context, shapes, states, layer, layout, style);
  drawOutput(context, states, layout, style);
  drawAxis(context, states, layout, style);
}

function drawInput(context: Pen, states: SequenceStates, layout: ClockLayout, style: ClockStyle) {
  const D = states.inputs.length;
  const T = states.heldSince.length;
  const range = rangeOf(states.x);
  heading(context, layout.input, style, 'Input', `${formatTick(range.low)} to ${formatTick(range.high)}`);
  frame(context, layout, layout.input, style);
  for (let d = 0; d < D; d++) {
    context.strokeStyle = inputColour(d, D, style);
    line(context, layout, layout.input, T, (step) => states.x[step * D + d] ?? NaN, range);
  }
}

/** One input is drawn in the colour of text; several each in a colour of their own. */
export function inputColour(d: number, D: number, { palette, shade }: Pick<ClockStyle, 'palette' | 'shade'>): string {
  return D === 1 ? palette.text : runColour(d, shade);
}

function drawBells(context: Pen, shapes: ClockShapes, states: SequenceStates, layout: ClockLayout, style: ClockStyle) {
  const { bells, left, cell } = layout;
  if (!bells) return;
  heading(context, bells, style, 'Alarm');
  const width = cell * states.period;
  if (width < LEAST_TICK) return;
  context.strokeStyle = style.palette.accent;
  context.fillStyle = style.palette.accent;
  for (const { from, rings } of heldBlocks(states.heldSince, states.first)) {
    if (!rings) continue;
    const centre = left + (from + 0.5) * cell;
    if (width < LEAST_BELL) {
      context.fillRect(centre - 0.5, bells.top + 8, 1, 6);
      continue;
    }
    context.lineWidth = 2.5;
    context.lineCap = 'round';
    shapes.strokePaths(BELL, centre - 6, bells.top + 2, 0.5);
  }
  context.lineCap = 'butt';
}

function drawLayer(
  context: Pen,
  shapes: ClockShapes,
  states: SequenceStates,
  layer: LayerBand,
  layout: ClockLayout,
  style: ClockStyle,
) {
  const { left, cell } = layout;
  const { palette, shade } = style;
  const P = states.hiddenUnits;
  const T = states.heldSince.length;
  const values = states.layers.find(({ name }) => name === layer.name)?.states;
  if (!values) return;
  heading(context, layer, style, layer.name, `${P} ${P === 1 ? 'unit' : 'units'}`);
  const valueAt = (unit: number, step: number) => values[step * P + unit] ?? NaN;
  shapes.heatMap(
    { left, top: layer.top, width: cell * T, height: layer.height },
    { rows: P, columns: T, valueAt, scale: divergingScale(shade) },
  );

  // The memory in blocks, the other layer step by step: the two clocks.
  const edges = layer.isHeld
    ? heldBlocks(states.heldSince, states.first)
    : Array.from({ length: cell < LEAST_GAPPED ? 0 : T }, (_, from) => ({ from, to: from + 1 }));
  context.fillStyle = palette.background;
  for (const { from, to } of edges) {
    if ((to - from) * cell < LEAST_GAPPED) continue;
    context.fillRect(left + to * cell - 0.5, layer.top, 1, layer.height);
    if (!layer.isHeld) continue;
    context.strokeStyle = palette.muted;
    context.lineWidth = 1;
    context.globalAlpha = BLOCK_OPACITY;
    context.strokeRect(left + from * cell + 1, layer.top + 0.5, (to - from) * cell - 2, layer.height - 1);
    context.globalAlpha = 1;
  }
}

function drawOutput(context: Pen, states: SequenceStates, layout: ClockLayout, style: ClockStyle) {
  const { y, t, heldSince } = states;
  const { output, left, cell } = layout;
  const M = y.length / heldSince.length;
  const T = heldSince.length;
  const range = rangeOf(y, t);
  heading(context, output, style, 'Output', `${formatTick(range.low)} to ${formatTick(range.high)}`);
  frame(context, layout, output, style);
  const heightOf = (value: number) => place(value, range, output);
  for (let m = 0; m < M; m++) {
    context.strokeStyle = style.palette.muted;
    context.lineWidth = 1;
    for (let step = 0; step < T && cell >= LEAST_TICK; step++) {
      const target = t[step * M + m] ?? NaN;
      const predicted = y[step * M + m] ?? NaN;
      if (!Number.isFinite(target) || !Number.isFinite(predicted)) continue;
      const x = left + (step + 0.5) * cell;
      context.beginPath();
      context.moveTo(x, heightOf(target));
      context.lineTo(x, heightOf(predicted));
      context.stroke();
    }
    const index = outputColour(m, M, style.colour);
    const colour = runColour(index, style.shade);
    context.strokeStyle = colour;
    context.setLineDash(M > 1 ? runDash(index) : []);
    line(context, layout, output, T, (step) => y[step * M + m] ?? NaN, range, 2);
    context.setLineDash([]);
    // Of several, each target has to be told apart as well.
    context.strokeStyle = M > 1 ? colour : style.palette.text;
    line(context, layout, output, T, (step) => t[step * M + m] ?? NaN, range, 1);
    drawTargets(context, states, layout, style, m, heightOf);
  }
}

/** A ring for each target, as far as there is room for them. */
function drawTargets(
  context: Pen,
  { t, y, heldSince }: SequenceStates,
  { left, cell }: ClockLayout,
  { palette }: ClockStyle,
  m: number,
  heightOf: (value: number) => number,
) {
  const T = heldSince.length;
  const M = y.length / T;
  const radius = Math.min(3.5, cell / 2.5);
  context.lineWidth = 1.5;
  for (let step = 0; step < T; step++) {
    const target = t[step * M + m] ?? NaN;
    const isAlone = !Number.isFinite(t[(step - 1) * M + m] ?? NaN);
    if (!Number.isFinite(target) || (radius < 2 && !isAlone)) continue;
    context.beginPath();
    context.arc(left + (step + 0.5) * cell, heightOf(target), Math.max(2, radius), 0, 2 * Math.PI);
    context.fillStyle = palette.background;
    context.fill();
    context.stroke();
  }
}

/** Pixels between two labels at the least. */
const LABEL_WIDTH = 44;

function drawAxis(context: Pen, states: SequenceStates, layout: ClockLayout, style: ClockStyle) {
  const { axis, left, cell } = layout;
  heading(context, { ...axis, height: 14 }, style, 'Step');
  context.fillStyle = style.palette.muted;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const spacing = niceSpacing(LABEL_WIDTH / cell);
  const T = states.heldSince.length;
  for (let step = Math.ceil(states.first / spacing) * spacing; step < states.first + T; step += spacing) {
    context.fillText(step.toLocaleString('en'), left + (step - states.first + 0.5) * cell, axis.top + 5);
  }
}

/** 1, 2, 4, 5, 10, 20, 40, 50, …: whole steps. */
function niceSpacing(least: number): number {
  for (let power = 1; ; power *= 10) {
    const found = [1, 2, 4, 5].find((digit) => digit * power >= least);
    if (found !== undefined) return found * power;
  }
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function rangeOf(...arrays: readonly Float32Array[]): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const values of arrays) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return { low: -1, high: 1 };
  return low === high ? { low: low - 0.5, high: high + 0.5 } : { low, high };
}

function place(value: number, { low, high }: Range, { top, height }: Band): number {
  return top + 4 + (height - 8) * (1 - (value - low) / (high - low));
}

function line(
  context: Pen,
  { left, cell }: ClockLayout,
  band: Band,
  steps: number,
  valueAt: (step: number) => number,
  range: Range,
  width = 1.5,
) {
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.beginPath();
  let isDrawing = false;
  for (let step = 0; step < steps; step++) {
    const value = valueAt(step);
    const isKnown = Number.isFinite(value);
    const x = left + (step + 0.5) * cell;
    if (isKnown && isDrawing) context.lineTo(x, place(value, range, band));
    else if (isKnown) context.moveTo(x, place(value, range, band));
    isDrawing = isKnown;
  }
  context.stroke();
}

function frame(context: Pen, { left, width }: ClockLayout, band: Band, { palette }: ClockStyle) {
  context.strokeStyle = palette.grid;
  context.lineWidth = 1;
  for (const y of [band.top + 0.5, band.top + band.height - 0.5]) {
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(width - 12, y);
    context.stroke();
  }
}

function heading(context: Pen, { top, height }: Band, { palette }: ClockStyle, title: string, note = '') {
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const middle = top + height / 2 + (height < 20 ? 1 : 0);
  context.fillStyle = palette.text;
  context.fillText(title, 0, note === '' ? middle : middle - 7);
  if (note === '') return;
  context.fillStyle = palette.muted;
  context.fillText(note, 0, middle + 8);
}
