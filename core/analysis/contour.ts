/**
 * A value over two hyperparameters, from runs that lie anywhere: inverse-distance weighting (Shepard 1968, "A two-dimensional
 * interpolation function for irregularly-spaced data"), which passes through every run and never goes beyond the lowest and the
 * highest of them. Each axis is scaled to its range first, by logarithms where it spans decades.
 *
 * Outside the convex hull of the runs there is nothing to interpolate: cells there carry a value and are marked, so that
 * whatever draws them can leave them out or pale.
 */
import type { HyperparameterName, Hyperparameters } from '../contract/hyperparameters';
import { convexHull, isInHull, type Point } from './convex-hull';
import { variedFields, type VariedField } from './varied-fields';

export interface ContourRun {
  readonly hyperparameters: Hyperparameters;
  readonly value: number;
}

export interface ContourAxis {
  readonly field: HyperparameterName;
  readonly label: string;
  readonly unit: string;
  readonly scale: 'linear' | 'logarithmic';
  /** Of the grid, lowest first, in the hyperparameter's own unit; evenly spaced on the scale. */
  readonly values: readonly number[];
}

export interface ContourPoint {
  readonly x: number;
  readonly y: number;
  /** Mean over the runs at this place: those that differ in their seed or in other hyperparameters. */
  readonly value: number;
  readonly runs: number;
}

export interface Contour {
  readonly x: ContourAxis;
  readonly y: ContourAxis;
  /** (rows, columns), row-major: value at y.values[row], x.values[column] */
  readonly values: Float64Array;
  /** The same shape: 1 within the convex hull of the points, 0 where the value is extrapolated */
  readonly isInside: Uint8Array;
  readonly points: readonly ContourPoint[];
  /** What to know before reading it, in sentences. */
  readonly notes: readonly string[];
}

const POWER = 2;
const CELLS = 48;

/** @returns null where one of the two is no number or does not vary between runs with a finite value */
export function contourOf(
  runs: readonly ContourRun[],
  xField: HyperparameterName,
  yField: HyperparameterName,
  cells = CELLS,
): Contour | null {
  const finite = runs.filter(({ value }) => Number.isFinite(value));
  const varied = variedFields(finite.map((run) => run.hyperparameters));
  const [x, y] = [xField, yField].map((name) => axisOf(varied, finite, name, cells));
  if (!x || !y) return null;
  const points = pointsOf(finite, xField, yField);
  const placed = points.map(({ x: px, y: py, value }) => ({ at: [x.placeOf(px), y.placeOf(py)] as const, value }));
  const hull = convexHull(placed.map(({ at }) => at));
  const values = new Float64Array(cells * cells);
  const isInside = new Uint8Array(cells * cells);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const at: Point = [column / (cells - 1), row / (cells - 1)];
      values[row * cells + column] = interpolated(placed, at);
      isInside[row * cells + column] = isInHull(hull, at) ? 1 : 0;
    }
  }
  return {
    x: x.axis,
    y: y.axis,
    values,
    isInside,
    points,
    notes: notes(runs.length - finite.length, varied, hull, x, y),
  };
}

interface PlacedAxis {
  readonly axis: ContourAxis;
  /** From 0 to 1 over the range of the runs. */
  readonly placeOf: (value: number) => number;
}

function axisOf(
  varied: readonly VariedField[],
  runs: readonly ContourRun[],
  name: HyperparameterName,
  cells: number,
): PlacedAxis | null {
  const field = varied.find((each) => each.field === name);
  if (!field || field.scale === 'category') return null;
  const { label, unit, scale } = field;
  const [to, back] = scale === 'logarithmic' ? [Math.log, Math.exp] : [Number, Number];
  const coordinates = runs.map((run) => to(Number(run.hyperparameters[name])));
  const low = Math.min(...coordinates);
  const width = Math.max(...coordinates) - low;
  const values = Array.from({ length: cells }, (_, cell) => back(low + (width * cell) / (cells - 1)));
  return { axis: { field: name, label, unit, scale, values }, placeOf: (value) => (to(value) - low) / width };
}

function pointsOf(runs: readonly ContourRun[], xField: HyperparameterName, yField: HyperparameterName): ContourPoint[] {
  const points = new Map<string, ContourPoint>();
  for (const { hyperparameters, value } of runs) {
    const [x, y] = [Number(hyperparameters[xField]), Number(hyperparameters[yField])];
    const before = points.get(`${x} ${y}`) ?? { x, y, value: 0, runs: 0 };
    const count = before.runs + 1;
    points.set(`${x} ${y}`, { x, y, value: before.value + (value - before.value) / count, runs: count });
  }
  return [...points.values()];
}

function interpolated(points: readonly { readonly at: Point; readonly value: number }[], [x, y]: Point): number {
  let [weighted, weights] = [0, 0];
  for (const {
    at: [px, py],
    value,
  } of points) {
    const distance = Math.hypot(px - x, py - y);
    // On the point itself, or so near that its weight would be infinite.
    if (distance < 1e-9) return value;
    const weight = distance ** -POWER;
    weighted += weight * value;
    weights += weight;
  }
  return weighted / weights;
}

function notes(
  left: number,
  varied: readonly VariedField[],
  hull: readonly Point[],
  x: PlacedAxis,
  y: PlacedAxis,
): string[] {
  const said: string[] = [];
  if (left > 0) said.push(`${left} run${left === 1 ? '' : 's'} without a finite value left out.`);
  if (hull.length < 3) said.push('All runs lie on one line: what is beside it is not known.');
  const others = varied.filter(({ field }) => field !== x.axis.field && field !== y.axis.field);
  if (others.length > 0) said.push(`Averaged over what else varies: ${others.map(({ label }) => label).join(', ')}.`);
  return said;
}
