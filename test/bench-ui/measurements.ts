/** What is measured in the real window, one after another in the same app; a measurement is added by adding it to a list. */
import type { StudioApp } from '../support/launch-studio';

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'runs';
  /** The value should be below this. */
  readonly target: number;
}

export interface Measurement {
  /** What is done, in words for whoever waits. */
  readonly title: string;
  readonly measure: (studio: StudioApp) => Promise<readonly Measured[]>;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** The value that a share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
