/** A curve made ready for drawing: gaps where there is no value, and on a screen no more points than it can show. */

export interface Point {
  x: number;
  /** NaN is a gap. */
  y: number;
}

export interface CurvePoints {
  readonly points: Point[];
  /** Values a logarithmic axis cannot show (zero and below). */
  readonly leftOut: number;
}

/** Points per curve and chart: twice the pixels of a wide chart, since each bucket gives its lowest and highest value. */
const BUCKETS = 800;

/**
 * @param logarithmic leaves out values that have no logarithm, and counts them
 */
export function curvePoints(xs: ArrayLike<number>, ys: ArrayLike<number>, logarithmic: boolean): CurvePoints {
  let leftOut = 0;
  const points: Point[] = [];
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i] ?? NaN;
    let y = ys[i] ?? NaN;
    if (!Number.isFinite(x)) continue;
    if (!Number.isFinite(y)) y = NaN;
    if (logarithmic && y <= 0) {
      leftOut++;
      y = NaN;
    }
    points.push({ x, y });
  }
  return { points, leftOut };
}

/** What of a curve a screen can show; a file of vectors has all of it. */
export function shownPoints(points: Point[]): Point[] {
  return decimate(points, BUCKETS);
}

/**
 * Keeps the lowest and the highest point of each bucket, in order, so that no spike is lost, and a gap wherever there are
 * some between points that are kept: what stood alone still does. A bucket without any value keeps one gap. The first and
 * the last point always stay.
 */
export function decimate(points: Point[], buckets: number): Point[] {
  if (points.length <= buckets * 2) return points;
  const kept: Point[] = [];
  const inner = points.length - 2;
  keep(kept, points[0]);
  for (let b = 0; b < buckets; b++) {
    const start = 1 + Math.floor((b * inner) / buckets);
    const end = 1 + Math.floor(((b + 1) * inner) / buckets);
    const [low, high] = extremes(points, start, end);
    if (low < 0) {
      keep(kept, points[start]);
      continue;
    }
    for (let i = start; i < end; i++) {
      if (i === low || i === high || (isGap(points[i]) && !isGap(kept.at(-1)))) keep(kept, points[i]);
    }
  }
  keep(kept, points.at(-1));
  return kept;
}

function keep(kept: Point[], point: Point | undefined) {
  if (point) kept.push(point);
}

/** Where the lowest and the highest point of a stretch are; −1 where all are gaps. */
function extremes(points: Point[], start: number, end: number): [number, number] {
  let low = -1;
  let high = -1;
  for (let i = start; i < end; i++) {
    const y = points[i]?.y ?? NaN;
    if (Number.isNaN(y)) continue;
    if (low < 0 || y < (points[low]?.y ?? NaN)) low = i;
    if (high < 0 || y > (points[high]?.y ?? NaN)) high = i;
  }
  return [low, high];
}

/** For each point whether no line leads to it: between gaps, or at an end beside one. */
export function standAlone(points: readonly Point[]): boolean[] {
  return points.map((point, i) => !isGap(point) && isGap(points[i - 1]) && isGap(points[i + 1]));
}

/** Before the first point and after the last there is none. */
function isGap(point: Point | undefined): boolean {
  return point === undefined || Number.isNaN(point.y);
}
