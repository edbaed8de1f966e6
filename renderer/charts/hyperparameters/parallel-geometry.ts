/** Places on a parallel axis and what they stand for; what a chart of parallel coordinates draws, apart from drawing it. */
import { logarithmicTicks, linearTicks } from '../../../core/analysis/ticks';
import { valueText } from '../../../core/analysis/configuration-fields';
import type { Brush, ParallelAxis } from '../../../core/analysis/parallel-coordinates';
import { formatNumber, formatTick } from '../../format';

/** Brushes by axis: the name of a hyperparameter, or `value`. They stay with it when axes change places. */
export type Brushes = ReadonlyMap<string, AxisBrush>;

/** Places, both included. */
export interface AxisBrush {
  readonly from: number;
  readonly to: number;
}

export const NO_BRUSHES: Brushes = new Map();

/** @param brush null takes it away */
export function withBrush(brushes: Brushes, axis: string, brush: AxisBrush | null): Brushes {
  const next = new Map(brushes);
  if (brush) next.set(axis, brush);
  else next.delete(axis);
  return next;
}

export const axisKey = ({ field }: ParallelAxis): string => field ?? 'value';

export function brushesOn(axes: readonly ParallelAxis[], brushes: Brushes): Brush[] {
  return axes.flatMap((axis, index) => {
    const brush = brushes.get(axisKey(axis));
    return brush ? [{ axis: index, ...brush }] : [];
  });
}

/** A value in its own unit. @param place from 0 to 1 */
export function valueAt(axis: ParallelAxis, place: number): number {
  const { from, to, scale } = axis;
  if (scale !== 'logarithmic') return from + (to - from) * place;
  return Math.exp(Math.log(from) + (Math.log(to) - Math.log(from)) * place);
}

export function placeText(axis: ParallelAxis, place: number): string {
  const value = valueAt(axis, place);
  if (axis.scale !== 'category') return formatNumber(value);
  return valueText(axis.field ?? '', axis.categories[Math.round(value)] ?? '–');
}

export interface PlacedTick {
  readonly place: number;
  readonly text: string;
}

/** Values of a grid are named one by one up to this. */
const MOST_VALUES = 8;

/** @param places all that occur on the axis */
export function ticksOf(axis: ParallelAxis, places: readonly number[]): PlacedTick[] {
  const { from, to, scale, categories } = axis;
  if (!Number.isFinite(from)) return [];
  if (scale === 'category') {
    const room = to - from;
    return categories.map((category, index) => ({
      place: room === 0 ? 0.5 : (index - from) / room,
      text: valueText(axis.field ?? '', category),
    }));
  }
  if (from === to) return [{ place: 0.5, text: formatNumber(from) }];
  const occurring = [...new Set(places.filter((place) => Number.isFinite(place)))].sort((a, b) => a - b);
  const areApart = occurring.every((place, index) => index === 0 || place - (occurring[index - 1] ?? 0) > 0.05);
  if (axis.field !== null && occurring.length <= MOST_VALUES && areApart)
    return occurring.map((place) => ({ place, text: formatTick(valueAt(axis, place)) }));
  const range = { low: from, high: to };
  const ticks = scale === 'logarithmic' ? logarithmicTicks(range, 6).labelled : linearTicks(range, 6);
  if (ticks.length < 2) return [0, 1].map((place) => ({ place, text: formatNumber(valueAt(axis, place)) }));
  const position = (value: number) =>
    scale === 'logarithmic' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return ticks.map((tick) => ({ place: position(tick), text: formatTick(tick) }));
}

/** The order of fields after one of them was moved by so many places; unchanged at the ends. */
export function moved<Field extends string>(order: readonly Field[], field: Field, by: number): Field[] {
  const from = order.indexOf(field);
  const to = Math.min(order.length - 1, Math.max(0, from + by));
  if (from < 0 || to === from) return [...order];
  const rest = order.filter((each) => each !== field);
  return [...rest.slice(0, to), field, ...rest.slice(to)];
}
