import { isDrawable, shareOfAxis } from './axis';
import { KeptIndices, type View } from './decimation';

/**
 * Largest triangle, three buckets: of each of `points` buckets of equally many points, the one that spans the largest triangle
 * with the point chosen before and the mean of the next bucket. It keeps the look of a curve with few points; unlike
 * {@link extremeIndices} it may leave out an extreme value. Source: Steinarsson 2013, Downsampling Time Series for Visual
 * Representation, 4.2.
 *
 * Every stretch between gaps is a curve of its own, with its share of the points, at least its two ends; a gap is marked by
 * its first index. Of what lies outside the range only the nearest point on either side is kept. Expects ascending x.
 * Triangles are measured as the axis shows them.
 */
export function largestTriangleIndices(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  points: number,
  { range, scale }: View,
): Uint32Array {
  const shares = Float64Array.from(x, (value) => shareOfAxis(value, range, scale));
  const shown = indicesInView(shares);
  const known = shown.reduce((count, index) => count + Number(Number.isFinite(y[index])), 0);
  const kept = new KeptIndices(y);
  for (let start = 0; start < shown.length;) {
    let end = start;
    while (end < shown.length && isDrawable(y[shown[end] as number] ?? NaN, 'linear')) end++;
    if (end === start) {
      kept.keep([shown[start] as number]);
      start++;
      continue;
    }
    const stretch = shown.slice(start, end);
    kept.keep(chosen(stretch, shares, y, Math.max(2, Math.round((points * stretch.length) / known))));
    start = end;
  }
  return kept.indices();
}

/** Those within the range, and the nearest on either side. */
function indicesInView(shares: Float64Array): number[] {
  const shown: number[] = [];
  let before = -1;
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i] as number;
    if (Number.isNaN(share)) continue;
    if (share < 0) {
      before = i;
      continue;
    }
    if (before >= 0) shown.push(before);
    before = -1;
    shown.push(i);
    if (share > 1) return shown;
  }
  if (before >= 0) shown.push(before);
  return shown;
}

function chosen(stretch: readonly number[], xs: Float64Array, ys: ArrayLike<number>, points: number): number[] {
  const n = stretch.length;
  if (points >= n) return [...stretch];
  const xAt = (position: number) => xs[stretch[position] as number] as number;
  const yAt = (position: number) => ys[stretch[position] as number] as number;
  const every = (n - 2) / (points - 2);
  const kept = [0];
  let previous = 0;
  for (let bucket = 0; bucket < points - 2; bucket++) {
    const from = Math.floor(bucket * every) + 1;
    const to = Math.floor((bucket + 1) * every) + 1;
    const end = Math.min(Math.floor((bucket + 2) * every) + 1, n);
    let meanX = 0;
    let meanY = 0;
    for (let i = to; i < end; i++) {
      meanX += xAt(i) / (end - to);
      meanY += yAt(i) / (end - to);
    }
    let largest = -1;
    let best = from;
    for (let i = from; i < to; i++) {
      const area = Math.abs(
        (xAt(previous) - meanX) * (yAt(i) - yAt(previous)) - (xAt(previous) - xAt(i)) * (meanY - yAt(previous)),
      );
      if (area > largest) [largest, best] = [area, i];
    }
    kept.push(best);
    previous = best;
  }
  kept.push(n - 1);
  return kept.map((position) => stretch[position] as number);
}
