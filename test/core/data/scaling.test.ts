import { describe, expect, it } from 'vitest';
import { fitScaling, scale, unscale } from '../../../core/data/scaling';

describe('scaling', () => {
  it('maps the smallest and largest value among the given rows to −0.8 and 0.8', () => {
    const scaling = fitScaling(Float64Array.of(99, 10, 30, 15, -99), [{ from: 1, to: 4 }]);
    expect(scaling).toEqual({ offset: 20, factor: 0.08 });
    expect([10, 20, 30, 45].map((value) => scale(value, scaling ?? { offset: NaN, factor: NaN }))).toEqual([
      -0.8, 0, 0.8, 2,
    ]);
  });

  it('leaves out what is missing, and has nothing to say where all is', () => {
    expect([
      fitScaling(Float64Array.of(NaN, 1, NaN, 3), [{ from: 0, to: 4 }]),
      fitScaling(Float64Array.of(NaN, NaN), [{ from: 0, to: 2 }]),
      fitScaling(Float64Array.of(1, 2), [{ from: 1, to: 1 }]),
    ]).toEqual([{ offset: 2, factor: 0.8 }, null, null]);
  });

  it('maps a constant column to 0 and back to its value', () => {
    const scaling = { offset: 7, factor: 0 };
    expect([fitScaling(Float64Array.of(7, 7), [{ from: 0, to: 2 }]), scale(7, scaling), unscale(0.3, scaling)]).toEqual(
      [scaling, 0, 7],
    );
  });

  it('stays finite for the largest and the closest doubles', () => {
    expect([
      fitScaling(Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE), [{ from: 0, to: 2 }]),
      fitScaling(Float64Array.of(0, Number.MIN_VALUE), [{ from: 0, to: 2 }])?.factor,
    ]).toEqual([{ offset: 0, factor: 0.8 / Number.MAX_VALUE }, 0]);
  });
});
