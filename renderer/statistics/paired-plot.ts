/** Pairs as dots and lines, and beside them their differences with the mean and its interval. */
import type { Interval } from '../../core/analysis/statistics';
import { linearTicks } from '../../core/analysis/ticks';
import { formatNumber, formatTick, withUnit } from '../format';
import type { TwoGroups } from './group-comparison';
import type { Scene, Shape } from './scene';

const HEIGHT = 280;
const TOP = 16;
const BOTTOM = HEIGHT - 34;
/** Where the axis of values ends, A and B stand, the axis of differences ends, and differences and their mean stand. */
const VALUES = { axis: 62, a: 128, b: 268, end: 316 };
const DIFFERENCES = { axis: 396, dots: 448, mean: 508, end: 548 };
const WIDTH = 560;
const MOST_TICKS = 6;

interface Scale {
  readonly ticks: readonly number[];
  readonly place: (value: number) => number;
}

/** @param figure what the vertical axes are in: "test RMSE (final weights)", and its unit */
export function pairedPlot({ pairs, unpaired, comparison }: TwoGroups, figure: { name: string; unit: string }): Scene {
  const alone = unpaired.flatMap(({ run, group }) => (run.value === null ? [] : [{ group, run, value: run.value }]));
  const ofPairs = pairs.flatMap(({ first, second }) => [first.value ?? NaN, second.value ?? NaN]);
  const values = scaleOf([...ofPairs, ...alone.map(({ value }) => value)]);
  const title = (name: string, value: number | null) => `${name}: ${withUnit(formatNumber(value), figure.unit)}`;

  const shapes: Shape[] = axis(values, VALUES.axis, VALUES.end);
  for (const { first, second } of pairs) {
    const from = [VALUES.a, values.place(first.value ?? NaN)] as const;
    const to = [VALUES.b, values.place(second.value ?? NaN)] as const;
    shapes.push({ kind: 'line', role: 'pair', from, to, width: 1.25 });
    shapes.push({ kind: 'dot', role: 'first', at: from, radius: 4, title: title(first.name, first.value) });
    shapes.push({ kind: 'dot', role: 'second', at: to, radius: 4, title: title(second.name, second.value) });
  }
  for (const { group, run, value } of alone) {
    const x = group === 'first' ? VALUES.a - 20 : VALUES.b + 20;
    const at = [x, values.place(value)] as const;
    shapes.push({
      kind: 'dot',
      role: group,
      at,
      radius: 3.5,
      isHollow: true,
      title: title(`${run.name}, unpaired`, value),
    });
  }
  shapes.push(heading(VALUES.a, 'A'), heading(VALUES.b, 'B'));
  shapes.push(...differences(pairs, comparison?.interval ?? null, comparison?.meanDifference ?? null, figure.unit));
  return { width: WIDTH, height: HEIGHT, shapes };
}

function differences(
  pairs: TwoGroups['pairs'],
  interval: Interval | null,
  meanDifference: number | null,
  unit: string,
): Shape[] {
  if (pairs.length === 0) return [];
  const ends = interval === null ? [] : [interval.low, interval.high];
  const scale = scaleOf([0, ...pairs.map(({ difference }) => difference), ...ends]);
  const shapes = axis(scale, DIFFERENCES.axis, DIFFERENCES.end);
  const zero = scale.place(0);
  shapes.push({
    kind: 'line',
    role: 'axis',
    from: [DIFFERENCES.axis, zero],
    to: [DIFFERENCES.end, zero],
    width: 1,
    isDashed: true,
  });
  for (const { first, difference } of pairs) {
    const text = `Seed ${first.seed}: ${withUnit(formatNumber(difference), unit)}`;
    shapes.push({ kind: 'dot', role: 'pair', at: [DIFFERENCES.dots, scale.place(difference)], radius: 4, title: text });
  }
  if (interval) {
    const [low, high] = [scale.place(interval.low), scale.place(interval.high)];
    shapes.push({
      kind: 'line',
      role: 'mean',
      from: [DIFFERENCES.mean, low],
      to: [DIFFERENCES.mean, high],
      width: 2.5,
    });
  }
  if (meanDifference !== null) {
    const text = `Mean difference: ${withUnit(formatNumber(meanDifference), unit)}`;
    shapes.push({
      kind: 'dot',
      role: 'mean',
      at: [DIFFERENCES.mean, scale.place(meanDifference)],
      radius: 5,
      title: text,
    });
  }
  shapes.push(heading(DIFFERENCES.dots, 'A − B'), heading(DIFFERENCES.mean, 'mean'));
  return shapes;
}

function heading(x: number, text: string): Shape {
  return { kind: 'text', role: 'text', at: [x, HEIGHT - 12], anchor: 'middle', text, isBold: true };
}

function axis({ ticks, place }: Scale, left: number, right: number): Shape[] {
  return ticks.flatMap((tick): Shape[] => [
    { kind: 'line', role: 'grid', from: [left, place(tick)], to: [right, place(tick)], width: 1 },
    { kind: 'text', role: 'muted', at: [left - 8, place(tick) + 4], anchor: 'end', text: formatTick(tick) },
  ]);
}

function scaleOf(values: readonly number[]): Scale {
  const known = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (known.length === 0) return { ticks: [], place: () => (TOP + BOTTOM) / 2 };
  // Where all are alike they lie in the middle, beside the one tick that they are.
  if (low === high) return { ticks: [low], place: () => (TOP + BOTTOM) / 2 };
  return {
    ticks: linearTicks({ low, high }, MOST_TICKS),
    place: (value) => BOTTOM - ((value - low) / (high - low)) * (BOTTOM - TOP),
  };
}
