/** From a place in [0, 1) to the value of a hyperparameter, and the values of a grid. */
import type { RangeDimension, SweepDimension, SweepValue } from '../contract/sweep-dimension';

/**
 * Drawn values are rounded: a rate of 0.00316228 can be read and typed again, and the last bits of `Math.exp`, which
 * differ between engines, never make two different trials of one definition.
 */
const SIGNIFICANT_DIGITS = 6;

/** @param place in [0, 1), uniform; choices and whole numbers (of an integer range) then are equally likely */
export function valueAt(dimension: SweepDimension, place: number): SweepValue {
  switch (dimension.kind) {
    case 'choice':
      return dimension.values[Math.floor(place * dimension.values.length)] as SweepValue;
    case 'integer':
      return dimension.from + Math.floor(place * (dimension.to - dimension.from + 1));
    case 'logarithmic-integer':
      // Each whole number k has the share of k − ½ … k + ½, so that both ends get theirs.
      return within(dimension, Math.round(between(dimension.from - 0.5, dimension.to + 0.5, place, true)));
    case 'linear':
    case 'logarithmic':
      return within(dimension, rounded(between(dimension.from, dimension.to, place, dimension.kind === 'logarithmic')));
  }
}

/** The values of one dimension of a grid, in order; whole numbers that fall together are there once. */
export function gridValues(dimension: SweepDimension): SweepValue[] {
  if (dimension.kind === 'choice') return dimension.values;
  const { from, to, count, kind } = dimension;
  if (count === 1) return [from];
  const isWhole = kind === 'integer' || kind === 'logarithmic-integer';
  const isLogarithmic = kind === 'logarithmic' || kind === 'logarithmic-integer';
  const values = Array.from({ length: count }, (_, index) => {
    if (index === 0) return from;
    if (index === count - 1) return to;
    const value = between(from, to, index / (count - 1), isLogarithmic);
    return within(dimension, isWhole ? Math.round(value) : rounded(value));
  });
  return [...new Set(values)];
}

function between(from: number, to: number, place: number, isLogarithmic: boolean): number {
  return isLogarithmic ? from * Math.exp(place * Math.log(to / from)) : from + place * (to - from);
}

function rounded(value: number): number {
  return Number(value.toPrecision(SIGNIFICANT_DIGITS));
}

function within({ from, to }: RangeDimension, value: number): number {
  return Math.min(Math.max(value, from), to);
}
