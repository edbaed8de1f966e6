/** What stands around curves: grid, numbers, titles, strips. */
import { linearTicks, logarithmicTicks } from '../../../core/analysis/ticks';
import type { AxisRange, Scale, StripKind } from '../../../core/analysis/axis';
import { STRIP_KINDS } from '../../../core/analysis/axis';
import { formatCount, formatTick } from '../../format';
import type { ChartPalette } from '../chart-palette';
import { xPixel, yPixel, type Geometry } from './geometry';
import type { Box, Mark } from './scene';

const TEXT = 11;
const Y_LABEL_HEIGHT = 44;
const X_LABEL_WIDTH = 88;

export interface FrameTexts {
  readonly xTitle: string;
  readonly yTitle: string;
}

export function frameMarks(
  geometry: Geometry,
  { xTitle, yTitle }: FrameTexts,
  counts: Record<StripKind, number>,
  palette: ChartPalette,
): Mark[] {
  const { plot, topStrip, bottomStrip } = geometry;
  const marks: Mark[] = [];
  const text = (x: number, y: number, content: string, align: 'start' | 'middle' | 'end', more: object = {}): Mark => ({
    kind: 'text',
    x,
    y,
    text: content,
    colour: palette.muted,
    size: TEXT,
    align,
    ...more,
  });
  const line = (box: Box, opacity: number): Mark => ({ kind: 'box', box, colour: palette.grid, opacity });

  const yTicks = ticksOf(geometry.y, geometry.scales.y, plot.height / Y_LABEL_HEIGHT);
  for (const value of yTicks.unlabelled) {
    marks.push(line({ x: plot.x, y: crisp(yPixel(geometry, value)), width: plot.width, height: 1 }, 0.45));
  }
  for (const value of yTicks.labelled) {
    const y = yPixel(geometry, value);
    marks.push(line({ x: plot.x, y: crisp(y), width: plot.width, height: 1 }, 1));
    marks.push(text(plot.x - 8, y, formatTick(value), 'end'));
  }
  const below = (bottomStrip ? bottomStrip.y + bottomStrip.height : plot.y + plot.height) + 11;
  const xTicks = ticksOf(geometry.x, geometry.scales.x, plot.width / X_LABEL_WIDTH);
  for (const value of xTicks.unlabelled) {
    marks.push(line({ x: crisp(xPixel(geometry, value)), y: plot.y, width: 1, height: plot.height }, 0.45));
  }
  for (const value of xTicks.labelled) {
    const x = xPixel(geometry, value);
    marks.push(line({ x: crisp(x), y: plot.y, width: 1, height: plot.height }, 1));
    marks.push(text(x, below, placeText(value), 'middle'));
  }
  marks.push(text(plot.x + plot.width / 2, geometry.height - 8, xTitle, 'middle'));
  marks.push(text(11, plot.y + plot.height / 2, fitting(yTitle, plot.height), 'middle', { isUpright: true }));
  for (const strip of [topStrip, bottomStrip]) {
    if (!strip) continue;
    marks.push(line(strip, 0.6));
    marks.push(text(plot.x - 8, strip.y + strip.height / 2, stripLabel(counts, strip === topStrip), 'end'));
  }
  return marks;
}

/** Mean width of a character of the font, in its size. */
const CHARACTER = 0.56;

/** A title without its unit where there is little room, and cut where there is less. */
function fitting(title: string, room: number): string {
  const most = Math.floor(room / (TEXT * CHARACTER));
  if (title.length <= most) return title;
  const bare = title.replace(/ \([^)]*\)$/, '');
  return bare.length <= most ? bare : `${bare.slice(0, Math.max(1, most - 1))}…`;
}

/** Whole pixels: a line across two of them is grey and broad. */
function crisp(pixel: number): number {
  return Math.round(pixel);
}

function ticksOf(range: AxisRange, scale: Scale, most: number) {
  const room = Math.max(2, Math.floor(most));
  return scale === 'linear' ? { labelled: linearTicks(range, room), unlabelled: [] } : logarithmicTicks(range, room);
}

/** A place along the x axis as a number: 12,000 rather than 1.2e4. */
export function placeText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e9 ? value.toLocaleString('en') : formatTick(value);
}

const SIGNS: Record<StripKind, string> = {
  zero: '0',
  negative: '< 0',
  notANumber: 'NaN',
  infinity: '+∞',
  negativeInfinity: '−∞',
};

/** Characters that have room beside the plot. */
const LABEL_LENGTH = 9;

/** "0 ×3", "0, NaN ×43"; of many kinds only how many values there are, the caption has the rest. */
function stripLabel(counts: Record<StripKind, number>, isTop: boolean): string {
  const kinds = STRIP_KINDS.filter((kind) => (kind === 'infinity') === isTop && counts[kind] > 0);
  const total = formatCount(kinds.reduce((sum, kind) => sum + counts[kind], 0));
  const label = `${kinds.map((kind) => SIGNS[kind]).join(', ')} ×${total}`;
  return label.length <= LABEL_LENGTH ? label : `off ×${total}`;
}

const WORDS: Record<StripKind, string> = {
  zero: 'zero',
  negative: 'negative',
  notANumber: 'not a number',
  infinity: '+∞',
  negativeInfinity: '−∞',
};

/** "In the strip: 3 zero, 2 not a number"; empty where there is none. */
export function stripText(counts: Record<StripKind, number>): string {
  const parts = STRIP_KINDS.filter((kind) => counts[kind] > 0).map(
    (kind) => `${formatCount(counts[kind])} ${WORDS[kind]}`,
  );
  return parts.length === 0 ? '' : `In the strip: ${parts.join(', ')}`;
}
