import { deviation, mean } from '../../core/analysis/statistics';

/** What is left between targets and predictions: no more than noise where a network has learnt all there was. */

export interface Residuals {
  readonly values: readonly number[];
  /** Of all: away from zero, the network is biased. */
  readonly mean: number;
  readonly deviation: number;
  readonly largest: number;
  /** Correlation of each residual with the next: away from zero, something can still be learnt. NaN for fewer than three. */
  readonly correlation: number;
}

export function residualsOf(target: readonly number[], predicted: readonly number[]): Residuals {
  const values = target.map((value, i) => value - (predicted[i] ?? NaN));
  const known = values.filter(Number.isFinite);
  const middle = mean(known) ?? NaN;
  const squares = known.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const products = known.slice(1).reduce((sum, value, i) => sum + (value - middle) * ((known[i] ?? NaN) - middle), 0);
  return {
    values,
    mean: middle,
    deviation: deviation(known) ?? NaN,
    largest: known.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0),
    correlation: known.length > 2 && squares > 0 ? products / squares : NaN,
  };
}

export interface Histogram {
  /** Where the first bin begins, and where the last one ends: as far below zero as above it. */
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** @param bins odd, so that zero is the middle of one */
export function histogramOf({ values, largest }: Residuals, bins = 31): Histogram {
  const reach = largest === 0 ? 1 : Math.abs(largest);
  const width = (2 * reach) / (bins - 1);
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.floor((value + reach) / width + 0.5);
    if (bin in counts) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low: -reach - width / 2, high: reach + width / 2, counts };
}
