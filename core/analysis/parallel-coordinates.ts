/**
 * Parallel coordinates (Inselberg 1985): one axis a hyperparameter that varies and one for the value, one line a run. Places are
 * from 0 (bottom) to 1 (top), so that whatever draws them needs no knowledge of scales.
 */
import { coordinateOf, variedFields, type VariedField } from './varied-fields';
import { isUsed, type HyperparameterName, type Hyperparameters } from '../contract/hyperparameters';

export interface ParallelAxis {
  /** Null for the value's own axis, which is the last. */
  readonly field: HyperparameterName | null;
  readonly label: string;
  readonly unit: string;
  readonly scale: VariedField['scale'];
  /** Of the values at places 0 and 1; of categories, their indices. */
  readonly from: number;
  readonly to: number;
  readonly categories: readonly string[];
}

export interface ParallelCoordinates {
  readonly axes: readonly ParallelAxis[];
  /** One a run: a place on each axis, NaN where the run has none (no finite value, or a choice without effect in it). */
  readonly places: readonly Float64Array[];
}

export interface ParallelRun {
  readonly hyperparameters: Hyperparameters;
  readonly value: number;
}

export interface ValueAxis {
  readonly label: string;
  readonly unit: string;
  readonly scale: 'linear' | 'logarithmic';
}

/** What is held under the brush on one axis: places from `from` to `to`, both included. */
export interface Brush {
  readonly axis: number;
  readonly from: number;
  readonly to: number;
}

/** @param order fields in the order wanted (the most important first, say); those it does not name follow */
export function parallelCoordinates(
  runs: readonly ParallelRun[],
  value: ValueAxis,
  order: readonly HyperparameterName[] = [],
): ParallelCoordinates {
  const place = (field: HyperparameterName): number => (order.includes(field) ? order.indexOf(field) : order.length);
  const fields = variedFields(runs.map((run) => run.hyperparameters)).sort((a, b) => place(a.field) - place(b.field));
  // A logarithm needs positive values: those that are not have no place.
  const valueOf = (run: ParallelRun): number => (value.scale === 'logarithmic' ? Math.log(run.value) : run.value);
  const columns = [
    ...fields.map((field) => ({
      ...field,
      coordinates: runs.map(({ hyperparameters }) => {
        return isUsed(field.field, hyperparameters) ? coordinateOf(field, hyperparameters) : NaN;
      }),
    })),
    { ...value, field: null, categories: [], coordinates: runs.map(valueOf) },
  ].map((column) => ({ ...column, ends: endsOf(column.coordinates) }));
  return {
    axes: columns.map(({ field, label, unit, scale, categories, ends: [from, to] }) => {
      const back = scale === 'logarithmic' ? Math.exp : (end: number) => end;
      return { field, label, unit, scale, from: back(from), to: back(to), categories };
    }),
    places: runs.map((_, run) =>
      Float64Array.from(columns, ({ coordinates, ends: [from, to] }) => {
        const coordinate = coordinates[run] ?? NaN;
        if (!Number.isFinite(coordinate)) return NaN;
        return from === to ? 0.5 : (coordinate - from) / (to - from);
      }),
    ),
  };
}

/** Whether a line passes under every brush. Brushes on one axis are alternatives: a line needs to pass under one of them. */
export function isBrushed(places: Float64Array, brushes: readonly Brush[]): boolean {
  return brushes.every(({ axis }) =>
    brushes.some((other) => {
      const place = places[axis] ?? NaN;
      return other.axis === axis && place >= other.from && place <= other.to;
    }),
  );
}

/** @returns NaN twice where there is no finite number */
function endsOf(coordinates: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const coordinate of coordinates) {
    if (!Number.isFinite(coordinate)) continue;
    low = Math.min(low, coordinate);
    high = Math.max(high, coordinate);
  }
  return low <= high ? [low, high] : [NaN, NaN];
}
