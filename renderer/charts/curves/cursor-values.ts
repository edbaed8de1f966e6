/** What the curves of a chart say at a place along the x axis. */
import type { BuiltChart } from './build-chart';
import { nearestIndex } from './curve-data';
import { xPixel } from './geometry';

export interface CursorValue {
  readonly key: string;
  readonly label: string;
  /** Index into the colours of runs. */
  readonly colour: number;
  /** Where this value was measured. */
  readonly x: number;
  readonly value: number;
  /** As measured, where the value is a smoothed one; null where it is the same. */
  readonly measured: number | null;
  /** Of a group: how many runs have a value there, and its band. */
  readonly group: { readonly n: number; readonly low: number; readonly high: number } | null;
}

export interface CursorValues {
  /** The nearest place to the pointer at which anything was measured. */
  readonly x: number;
  /** Highest first; what is not a number last. */
  readonly values: readonly CursorValue[];
}

export function cursorValues({ runs, groups, geometry }: BuiltChart, at: number): CursorValues | null {
  const found: CursorValue[] = [];
  const pointer = xPixel(geometry, at);
  const isNear = (x: Float64Array, i: number) =>
    (at >= (x[0] ?? NaN) && at <= (x.at(-1) ?? NaN)) || Math.abs(xPixel(geometry, x[i] ?? NaN) - pointer) <= BESIDE;
  for (const { group, bands } of groups) {
    const i = nearestMeasured(bands.x, bands.centre, at);
    if (i < 0 || !isNear(bands.x, i)) continue;
    found.push({
      key: group.key,
      label: group.label,
      colour: group.colour,
      x: bands.x[i] ?? NaN,
      value: bands.centre[i] ?? NaN,
      measured: null,
      group: { n: bands.n[i] ?? 0, low: bands.low[i] ?? NaN, high: bands.high[i] ?? NaN },
    });
  }
  // Behind groups, runs are context: their values would bury those of the groups.
  for (const { series, data } of groups.length > 0 ? [] : runs) {
    const i = nearestMeasured(data.x, data.y, at);
    if (i < 0 || !isNear(data.x, i)) continue;
    const value = data.shown[i] ?? NaN;
    const measured = data.y[i] ?? NaN;
    found.push({
      key: `${series.key} ${series.metric}`,
      label: series.label,
      colour: series.colour,
      x: data.x[i] ?? NaN,
      value: Number.isNaN(value) ? measured : value,
      measured: data.shown === data.y ? null : measured,
      group: null,
    });
  }
  const inView = found.filter(({ x }) => x >= geometry.x.low && x <= geometry.x.high);
  const [first] = inView;
  if (!first) return null;
  const nearest = inView.reduce((best, { x }) => (Math.abs(x - at) < Math.abs(best - at) ? x : best), first.x);
  return { x: nearest, values: inView.toSorted(byValue) };
}

/** Pixels beside a curve's end that still mean its end. */
const BESIDE = 8;

/** A place without a value, as a part that was measured in every tenth epoch has, says nothing; a value beside it does. */
const REACH = 64;

function nearestMeasured(x: Float64Array, y: Float64Array, at: number): number {
  const nearest = nearestIndex(x, at);
  if (nearest < 0) return -1;
  for (let away = 0; away < REACH; away++) {
    if (isMeasured(y, nearest - away)) return nearest - away;
    if (isMeasured(y, nearest + away)) return nearest + away;
  }
  return -1;
}

function isMeasured(y: Float64Array, i: number): boolean {
  return i >= 0 && i < y.length && !Number.isNaN(y[i]);
}

function byValue(a: CursorValue, b: CursorValue): number {
  return b.value - a.value || a.label.localeCompare(b.label, 'en', { numeric: true });
}

/** The part of a long list around a value, so that what lies under the pointer is among what is shown. */
export function aroundValue(values: readonly CursorValue[], near: number, most: number): readonly CursorValue[] {
  if (values.length <= most) return values;
  const place = values.findIndex(({ value }) => value <= near);
  const start = Math.min(Math.max(0, (place < 0 ? values.length : place) - (most >> 1)), values.length - most);
  return values.slice(start, start + most);
}
