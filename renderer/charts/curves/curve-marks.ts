/** Curves and bands as marks: decimated to the pixels there are, and put in their places. */
import { isDrawable, STRIP_KINDS, type StripKind } from '../../../core/analysis/axis';
import type { Bands } from '../../../core/analysis/bands';
import { countPoints, extremeIndices } from '../../../core/analysis/decimation';
import { largestTriangleIndices } from '../../../core/analysis/largest-triangle';
import { indexRange, type CurveData, type CurvePlaces } from './curve-data';
import { xPixel, yPixel, type Geometry } from './geometry';
import type { Mark } from './scene';

export const DECIMATIONS = [
  { value: 'extremes', label: 'Min/max' },
  { value: 'triangles', label: 'LTTB' },
] as const;
export type Decimation = (typeof DECIMATIONS)[number]['value'];

export interface CurveLook {
  readonly colour: string;
  readonly dash: readonly number[];
  /** Drawn thin and as pale as this: a run behind its group. Null for a curve that stands for itself. */
  readonly faint: number | null;
}

export interface CurveMarks {
  readonly marks: readonly Mark[];
  /** Points of the curve that were drawn. */
  readonly drawn: number;
}

const WIDTH = 1.75;
const FAINT_WIDTH = 1;
const FAINT_OPACITY = 0.28;
/** A line this much longer than the plot is wide goes up and down so much that dashes on it are speckles, and slow to draw. */
const MOST_DASHED = 6;

/** @param decimation null to draw every point */
export function curveMarks(
  data: CurveData,
  look: CurveLook,
  geometry: Geometry,
  decimation: Decimation | null,
): CurveMarks {
  const shown = chosenPoints(data.x, data.shown, geometry, decimation);
  const line = (points: Float32Array, opacity: number | null): Mark => ({
    kind: 'line',
    points,
    colour: look.colour,
    width: opacity === null ? WIDTH : FAINT_WIDTH,
    dash: lengthOf(points) > MOST_DASHED * geometry.plot.width ? [] : look.dash,
    opacity: opacity ?? 1,
  });
  if (data.shown === data.y) return { marks: [line(shown.points, look.faint)], drawn: shown.count };
  // A smoothed curve has values exactly where the curve has: the points of the original are what is counted.
  if (look.faint !== null) return { marks: [line(shown.points, look.faint)], drawn: shown.count };
  const original = chosenPoints(data.x, data.y, geometry, decimation);
  return { marks: [line(original.points, FAINT_OPACITY), line(shown.points, null)], drawn: original.count };
}

/** In pixels, gaps left out. */
function lengthOf(points: Float32Array): number {
  let length = 0;
  for (let i = 2; i < points.length; i += 2) {
    const step = Math.hypot(
      (points[i] ?? NaN) - (points[i - 2] ?? NaN),
      (points[i + 1] ?? NaN) - (points[i - 1] ?? NaN),
    );
    if (!Number.isNaN(step)) length += step;
  }
  return length;
}

/** The more runs lie behind a group, the paler each of them is. */
export function faintness(members: number): number {
  return Math.min(FAINT_OPACITY, Math.max(0.05, 0.9 / members));
}

/** Columns for a curve by triangles: fewer points than pixels keep its look. */
const TRIANGLE_SHARE = 0.5;

function chosenPoints(x: Float64Array, y: Float64Array, geometry: Geometry, decimation: Decimation | null) {
  const { from, to } = indexRange(x, geometry.x);
  const xs = x.subarray(from, to);
  const { scales, plot } = geometry;
  // Triangles are as large as the axis shows them, so heights are compared by their logarithms there.
  const ys = y
    .subarray(from, to)
    .map((value) => (isDrawable(value, scales.y) ? (scales.y === 'linear' ? value : Math.log(value)) : NaN));
  const view = { range: geometry.x, scale: scales.x };
  const columns = Math.max(2, Math.round(plot.width));
  const indices =
    decimation === null
      ? Uint32Array.from(xs, (_, i) => i)
      : decimation === 'extremes'
        ? extremeIndices(xs, ys, columns, view)
        : largestTriangleIndices(xs, ys, Math.max(4, Math.round(columns * TRIANGLE_SHARE)), view);
  const points = new Float32Array(indices.length * 2);
  indices.forEach((index, i) => {
    points[2 * i] = xPixel(geometry, xs[index] ?? NaN);
    points[2 * i + 1] = Number.isNaN(ys[index]) ? NaN : yPixel(geometry, y[from + index] ?? NaN);
  });
  return { points: withoutPlaceless(points), count: countPoints(ys, withinView(indices, xs, geometry)) };
}

/** Points without a place along the axis, as step 0 on a logarithmic one. */
function withoutPlaceless(points: Float32Array): Float32Array {
  let first = 0;
  while (first < points.length && Number.isNaN(points[first])) first += 2;
  return first === 0 ? points : points.slice(first);
}

function withinView(indices: Uint32Array, xs: Float64Array, { x }: Geometry): Uint32Array {
  return indices.filter((index) => (xs[index] ?? NaN) >= x.low && (xs[index] ?? NaN) <= x.high);
}

const TOP_KINDS: readonly StripKind[] = ['infinity'];

/** Marks in the strips, one a column of pixels. */
export function stripMarks({ strip }: CurvePlaces, colour: string, geometry: Geometry): Mark[] {
  const marks: Mark[] = [];
  for (const box of [geometry.topStrip, geometry.bottomStrip]) {
    if (!box) continue;
    const isTop = box === geometry.topStrip;
    const columns = new Set<number>();
    for (const kind of STRIP_KINDS) {
      if (TOP_KINDS.includes(kind) !== isTop) continue;
      for (const x of strip[kind]) columns.add(Math.round(xPixel(geometry, x)));
    }
    columns.delete(NaN);
    if (columns.size === 0) continue;
    marks.push({ kind: 'strokes', xs: Float32Array.from(columns), y: box.y + 1, height: box.height - 2, colour });
  }
  return marks;
}

/** How many values of all curves are in the strips, by kind. */
export function stripCounts(places: readonly CurvePlaces[]): Record<StripKind, number> {
  const counts = { zero: 0, negative: 0, notANumber: 0, infinity: 0, negativeInfinity: 0 };
  for (const { strip } of places) for (const kind of STRIP_KINDS) counts[kind] += strip[kind].length;
  return counts;
}

export function hasTopStrip(counts: Record<StripKind, number>): boolean {
  return counts.infinity > 0;
}

export function hasBottomStrip(counts: Record<StripKind, number>): boolean {
  return STRIP_KINDS.some((kind) => !TOP_KINDS.includes(kind) && counts[kind] > 0);
}

const BAND_OPACITY = 0.18;

export function bandMarks(bands: Bands, look: CurveLook, geometry: Geometry): CurveMarks {
  const { x, centre, low, high } = bands;
  const view = { range: geometry.x, scale: geometry.scales.x };
  const columns = Math.max(2, Math.round(geometry.plot.width));
  // Each line's own extremes, so that neither edge of the band loses a spike.
  const kept = new Set<number>();
  for (const line of [centre, low, high]) for (const index of extremeIndices(x, line, columns, view)) kept.add(index);
  const indices = Uint32Array.from(kept).sort();
  const bottom = geometry.plot.y + geometry.plot.height;
  const points = (line: Float64Array) => {
    const made = new Float32Array(indices.length * 2);
    indices.forEach((index, i) => {
      made[2 * i] = xPixel(geometry, x[index] ?? NaN);
      made[2 * i + 1] = yPixel(geometry, line[index] ?? NaN);
    });
    return withoutPlaceless(made);
  };
  // The edge of a band at or below zero lies below a logarithmic axis.
  const lower = points(low).map((value, i) =>
    i % 2 === 1 && Number.isNaN(value) && Number.isFinite(low[indices[(i - 1) / 2] ?? -1]) ? bottom : value,
  );
  const upper = points(high);
  const areas = stretches(upper, lower).map(({ from, to }): Mark => ({
    kind: 'area',
    upper: upper.subarray(from, to),
    lower: lower.subarray(from, to),
    colour: look.colour,
    opacity: BAND_OPACITY,
  }));
  const line: Mark = {
    kind: 'line',
    points: points(centre),
    colour: look.colour,
    width: 2,
    dash: look.dash,
    opacity: 1,
  };
  return { marks: [...areas, line], drawn: indices.length };
}

/** Where both edges are known. */
function stretches(upper: Float32Array, lower: Float32Array): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = -1;
  for (let i = 0; i <= upper.length; i += 2) {
    const isKnown = i < upper.length && !Number.isNaN(upper[i + 1]) && !Number.isNaN(lower[i + 1]);
    if (isKnown && from < 0) from = i;
    if (isKnown || from < 0) continue;
    if (i - from >= 4) found.push({ from, to: i });
    from = -1;
  }
  return found;
}
