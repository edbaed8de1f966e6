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

  it('standard: the mean to 0, the standard deviation to 1, and of a target three to 0.8', () => {
    const values = Float64Array.of(99, 2, 4, 4, 4, NaN, 5, 5, 7, 9, 99);
    const rows = [
      { from: 1, to: 6 },
      { from: 6, to: 10 },
    ];
    // Mean 5, variance (9 + 1 + 1 + 1 + 0 + 0 + 4 + 16) / 8 = 4.
    expect(fitScaling(values, rows, 'standard')).toEqual({ offset: 5, factor: 0.5 });
    const target = fitScaling(values, rows, 'standard', 'target');
    expect(target).toEqual({ offset: 5, factor: expect.closeTo(0.8 / 6, 15) as number });
  });

  it('standard: of a constant column and of the largest and smallest doubles', () => {
    const all = [{ from: 0, to: 2 }];
    expect([
      fitScaling(Float64Array.of(0.1, 0.1), all, 'standard'),
      fitScaling(Float64Array.of(0, 0), all, 'standard'),
      fitScaling(Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE), all, 'standard'),
      fitScaling(Float64Array.of(-1e-200, 1e-200), all, 'standard'),
    ]).toEqual([
      { offset: 0.1, factor: 0 },
      { offset: 0, factor: 0 },
      { offset: 0, factor: 1 / Number.MAX_VALUE },
      { offset: 0, factor: expect.closeTo(1e200, -186) as number },
    ]);
  });

  it('none: as it is', () => {
    const values = Float64Array.of(3, -7);
    expect(fitScaling(values, [{ from: 0, to: 2 }], 'none', 'target')).toEqual({ offset: 0, factor: 1 });
    expect(fitScaling(values, [{ from: 1, to: 1 }], 'none')).toBeNull();
  });
});
