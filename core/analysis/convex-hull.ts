/** The smallest convex polygon around points. */

export type Point = readonly [x: number, y: number];

/** Monotone chain (Andrew 1979). @returns corners, counter-clockwise; one or two where all points are on a line */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const lower = chain(sorted);
  const upper = chain(sorted.toReversed());
  // Each chain ends where the other one starts.
  const hull = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  return hull.length > 0 ? hull : sorted.slice(0, 1);
}

/** Whether the point is in the hull or on its edge, up to `tolerance` of the product of two sides. */
export function isInHull(hull: readonly Point[], point: Point, tolerance = 1e-12): boolean {
  if (hull.length < 3) return false;
  return hull.every((corner, index) => turn(corner, hull[(index + 1) % hull.length] ?? corner, point) >= -tolerance);
}

function chain(points: readonly Point[]): Point[] {
  const corners: Point[] = [];
  for (const point of points) {
    for (;;) {
      const [before, last] = [corners.at(-2), corners.at(-1)];
      if (!before || !last || turn(before, last, point) > 0) break;
      corners.pop();
    }
    corners.push(point);
  }
  return corners;
}

/** Positive where a → b → c turns left. */
function turn([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
