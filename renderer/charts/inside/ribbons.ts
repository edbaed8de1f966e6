/** Distributions over epochs as ribbons: the wider the share of the values, the fainter. */
import { QUANTILES, type DistributionKind, type Distributions } from '../../../core/contract/inside';
import { linearTicks } from '../../../core/analysis/ticks';

type Quantile = (typeof QUANTILES)[number];

export interface Snapshot {
  readonly epoch: number;
  readonly quantiles: Readonly<Record<Quantile, number>>;
  readonly norm: number;
}

export interface ParameterCourse {
  readonly name: string;
  /** Those whose values are finite. */
  readonly snapshots: readonly Snapshot[];
  /** Snapshots left out, because a value is not finite. */
  readonly broken: number;
}

/** Outer first: what is drawn later lies on top. */
export const RIBBONS: readonly { readonly low: Quantile; readonly high: Quantile; readonly share: string }[] = [
  { low: 0, high: 100, share: 'all' },
  { low: 1, high: 99, share: '98 %' },
  { low: 5, high: 95, share: '90 %' },
  { low: 25, high: 75, share: '50 %' },
];

/** @returns a course for each parameter, in the order of the log */
export function courses({ columns, rows }: Distributions, kind: DistributionKind): ParameterCourse[] {
  const names = columns.flatMap((column) => (column.endsWith(`.${kind}.norm`) ? [column.split('.')[0] ?? ''] : []));
  const at = new Map(columns.map((column, place) => [column, place]));
  return names.map((name) => {
    const snapshots: Snapshot[] = [];
    let broken = 0;
    for (let start = 0; start < rows.length; start += columns.length) {
      const figure = (figureName: string) => rows[start + (at.get(`${name}.${kind}.${figureName}`) ?? NaN)] ?? NaN;
      const epoch = rows[start] ?? NaN;
      const norm = figure('norm');
      const quantiles = Object.fromEntries(QUANTILES.map((q) => [q, figure(`q${q}`)])) as Record<Quantile, number>;
      if (Number.isFinite(norm)) snapshots.push({ epoch, quantiles, norm });
      // Before the first step there is no gradient.
      else if (kind === 'weight' || epoch > 0) broken++;
    }
    return { name, snapshots, broken };
  });
}

export interface RibbonFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly bottom: number;
  readonly epochs: { readonly low: number; readonly high: number };
}

export interface RibbonPicture {
  readonly ribbons: readonly { readonly share: string; readonly path: string }[];
  readonly median: string;
  readonly zero: number | null;
  readonly xTicks: readonly { readonly x: number; readonly epoch: number }[];
  readonly yTicks: readonly { readonly y: number; readonly value: number }[];
  readonly xOf: (epoch: number) => number;
}

const TOP = 6;
const RIGHT = 6;

export function ribbonPicture({ snapshots }: ParameterCourse, frame: RibbonFrame): RibbonPicture {
  const { width, height, left, bottom, epochs } = frame;
  let low = Math.min(...snapshots.map(({ quantiles }) => quantiles[0]));
  let high = Math.max(...snapshots.map(({ quantiles }) => quantiles[100]));
  if (!(high > low)) [low, high] = Number.isFinite(low) ? [low - 1, high + 1] : [-1, 1];
  const inner = { width: Math.max(1, width - left - RIGHT), height: height - TOP - bottom };
  const span = Math.max(1, epochs.high - epochs.low);
  const xOf = (epoch: number) => left + ((epoch - epochs.low) / span) * inner.width;
  const yOf = (value: number) => TOP + (1 - (value - low) / (high - low)) * inner.height;
  // A single snapshot still shows: it is drawn some pixels wide.
  const shown = snapshots.length === 1 ? [...snapshots, ...snapshots] : snapshots;
  const point = (index: number, { epoch, quantiles }: Snapshot, quantile: Quantile) =>
    `${(xOf(epoch) + (snapshots.length === 1 ? 8 * index : 0)).toFixed(1)},${yOf(quantiles[quantile]).toFixed(1)}`;
  const along = (quantile: Quantile) => shown.map((snapshot, index) => point(index, snapshot, quantile));
  const pathOf = (points: readonly string[]) => (points.length === 0 ? '' : `M${points.join('L')}`);
  const xRange = { low: epochs.low, high: Math.max(epochs.high, epochs.low + 1) };
  return {
    ribbons: RIBBONS.map(({ low: lower, high: upper, share }) => ({
      share,
      path: shown.length === 0 ? '' : `${pathOf([...along(upper), ...along(lower).toReversed()])}Z`,
    })),
    median: pathOf(along(50)),
    zero: low < 0 && high > 0 ? yOf(0) : null,
    xTicks: linearTicks(xRange, Math.max(2, Math.floor(inner.width / 60)))
      .filter(Number.isInteger)
      .map((epoch) => ({ x: xOf(epoch), epoch })),
    yTicks: linearTicks({ low, high }, 4).map((value) => ({ y: yOf(value), value })),
    xOf,
  };
}
