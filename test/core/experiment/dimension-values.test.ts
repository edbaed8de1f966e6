import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RangeDimension } from '../../../core/contract/sweep-dimension';
import { gridValues, valueAt } from '../../../core/experiment/dimension-values';

const units = (over: Partial<RangeDimension>): RangeDimension => ({
  field: 'hiddenUnits',
  kind: 'integer',
  from: 1,
  to: 64,
  count: 3,
  ...over,
});

describe('values of a grid', () => {
  it('are a decade apart on a logarithmic range of as many decades', () => {
    expect(gridValues({ field: 'learningRate', kind: 'logarithmic', from: 1e-4, to: 0.1, count: 4 })).toEqual([
      0.0001, 0.001, 0.01, 0.1,
    ]);
  });

  it('are evenly spaced on a linear one, with the ends as they were given', () => {
    expect(gridValues({ field: 'momentum', kind: 'linear', from: 0.123456789, to: 0.9, count: 3 })).toEqual([
      0.123456789, 0.511728, 0.9,
    ]);
  });

  it('are powers of two on a logarithmic range of whole numbers', () => {
    expect(gridValues(units({ kind: 'logarithmic-integer', count: 7 }))).toEqual([1, 2, 4, 8, 16, 32, 64]);
  });

  it('are there once where whole numbers fall together', () => {
    expect(gridValues(units({ to: 3, count: 9 }))).toEqual([1, 2, 3]);
    expect(gridValues(units({ count: 1 }))).toEqual([1]);
  });
});

describe('the value at a place', () => {
  const steps = 1000;
  const shares = (dimension: RangeDimension): Map<unknown, number> => {
    const counts = new Map<unknown, number>();
    for (let i = 0; i < steps; i++) {
      const value = valueAt(dimension, (i + 0.5) / steps);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return counts;
  };

  it('is every whole number equally often, both ends included', () => {
    const counts = shares(units({ from: 3, to: 6 }));
    expect([...counts]).toEqual([3, 4, 5, 6].map((value) => [value, 250]));
  });

  it('is a whole number k with the share of log k+½ over k−½ on a logarithmic range', () => {
    const counts = shares(units({ kind: 'logarithmic-integer', from: 1, to: 4 }));
    for (const k of [1, 2, 3, 4]) {
      const share = Math.log((k + 0.5) / (k - 0.5)) / Math.log(4.5 / 0.5);
      // Each end of the share cuts at most one step.
      expect(Math.abs((counts.get(k) ?? 0) - share * steps)).toBeLessThan(2);
    }
  });

  it('has as many below the geometric mean as above on a logarithmic range', () => {
    const rate: RangeDimension = { field: 'learningRate', kind: 'logarithmic', from: 1e-4, to: 1, count: 2 };
    expect(valueAt(rate, 0.5)).toBe(0.01);
    expect(valueAt(rate, 0.25)).toBe(0.001);
    expect(valueAt(rate, 0)).toBe(1e-4);
  });

  it('is one of the choices, each equally often', () => {
    const dimension = { field: 'model' as const, kind: 'choice' as const, values: ['alarmwork', 'elman'] };
    expect([0, 0.49, 0.5, 0.999].map((place) => valueAt(dimension, place))).toEqual([
      'alarmwork',
      'alarmwork',
      'elman',
      'elman',
    ]);
  });

  it('never leaves the range', () => {
    const kind = fc.constantFrom(
      'linear' as const,
      'logarithmic' as const,
      'integer' as const,
      'logarithmic-integer' as const,
    );
    const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        kind,
        place,
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
        (kind, at, from, more) => {
          const value = valueAt(units({ kind, from, to: from + more }), at);
          expect(value).toBeGreaterThanOrEqual(from);
          expect(value).toBeLessThanOrEqual(from + more);
        },
      ),
    );
  });
});
