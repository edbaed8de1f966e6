import { describe, expect, it } from 'vitest';
import type { Series } from '../../../core/contract/series';
import { oneGroup } from '../../../core/data/row-groups';
import { splitInTime, type Split } from '../../../core/data/splits';
import type { StepSequences } from '../../../core/data/step-sequences';
import { buildStepTable, type Forecast } from '../../../core/data/step-table';
import { trainingInTime } from '../../../core/data/training-rows';
import { windowsOf, windowStarts, type Windowing } from '../../../core/data/windows';

/** Values whose scaled form is easy by hand: training runs from 0 to 8, so scaled = (value − 4) · 0.2. */
const series: Series = {
  columns: [{ name: 'a', unit: 'm', values: Float64Array.of(0, 8, 4, 2, 6, 5, 12, 1, 3, 7) }],
  labels: ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9'],
};
const split = splitInTime(10, { validationFraction: 0.2, testFraction: 0.2 });
const persistence: Forecast = {
  inputs: ['a'],
  targets: ['a'],
  horizon: 1,
  differencing: false,
  baseline: 'persistence',
  scaling: 'range',
};

function tableOf(of: Series, forecast: Forecast, { training }: Split = split) {
  const rows = of.columns[0]?.values.length ?? 0;
  return buildStepTable(of, forecast, oneGroup(rows), trainingInTime(rows, training, forecast.horizon));
}

function starts(forecast: Forecast, windowing: Windowing, of: Series = series) {
  const table = tableOf(of, forecast);
  return {
    training: [...windowStarts(table, split.training, windowing)],
    validation: [...windowStarts(table, split.validation, windowing)],
    test: [...windowStarts(table, split.test, windowing)],
  };
}

/** All of a sequence as the network and a person see it. */
function sequence(windows: StepSequences, index: number, L: number, K: number, D = 1) {
  const x = new Float32Array(L * D);
  const t = new Float32Array(K);
  windows.copyInto(index, x, t, 0, 1, { from: 0, steps: L, outputs: K });
  const steps = Array.from({ length: K }, (_, k) => k);
  return {
    x: [...x].map(rounded),
    t: [...t].map(rounded),
    target: steps.map((k) => windows.targetInUnits(index, k, 0)),
    baseline: steps.map((k) => windows.baselineInUnits(index, k, 0)),
    label: steps.map((k) => windows.label(index, k)),
  };
}

/** float32 keeps 7 digits of values around 1. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6;

describe('the parts in time order', () => {
  it('takes the last rows for test, those before for validation, the rest for training', () => {
    expect(split).toEqual({ training: { from: 0, to: 6 }, validation: { from: 6, to: 8 }, test: { from: 8, to: 10 } });
  });

  it('never cuts an independent sequence', () => {
    expect(splitInTime(35, { validationFraction: 0.2, testFraction: 0.3 }, 5)).toEqual({
      training: { from: 0, to: 20 },
      validation: { from: 20, to: 25 },
      test: { from: 25, to: 35 },
    });
  });
});

describe('which windows belong to which part', () => {
  it('readout last: the one target decides, inputs may reach back', () => {
    // Window s has rows s, s+1, s+2 and its target at s+3.
    expect(starts(persistence, { window: 3, stride: 1, readout: 'last' })).toEqual({
      training: [0, 1, 2],
      validation: [3, 4],
      test: [5, 6],
    });
  });

  it('readout every: a window whose targets straddle a boundary belongs to no part', () => {
    // Window s has its targets at s+1 and s+2.
    expect(starts(persistence, { window: 2, stride: 1, readout: 'every' })).toEqual({
      training: [0, 1, 2, 3],
      validation: [5],
      test: [7],
    });
  });

  it('counts strides from the first possible window of each part', () => {
    expect(starts(persistence, { window: 1, stride: 2, readout: 'last' })).toEqual({
      training: [0, 2, 4],
      validation: [5],
      test: [7],
    });
  });

  it('horizon 0: the target lies on the last row itself', () => {
    expect(starts({ ...persistence, horizon: 0 }, { window: 3, stride: 1, readout: 'last' })).toEqual({
      training: [0, 1, 2, 3],
      validation: [4, 5],
      test: [6, 7],
    });
  });

  it('differencing drops the first row, which has no change', () => {
    expect(starts({ ...persistence, differencing: true }, { window: 3, stride: 1, readout: 'last' })).toEqual({
      training: [1, 2],
      validation: [3, 4],
      test: [5, 6],
    });
  });

  it('leaves out windows that touch a missing value', () => {
    const gap: Series = {
      columns: [{ name: 'a', unit: '', values: Float64Array.of(0, 8, NaN, 2, 6, 5, 12, 1, 3, 7) }],
      labels: null,
    };
    expect(starts(persistence, { window: 2, stride: 1, readout: 'last' }, gap)).toEqual({
      training: [3],
      validation: [4, 5],
      test: [6, 7],
    });
  });
});

describe('sequences, by hand', () => {
  it('readout last', () => {
    const windowing: Windowing = { window: 3, stride: 1, readout: 'last' };
    const windows = windowsOf(tableOf(series, persistence), 'validation', split.validation, windowing);
    // Rows 3, 4, 5 hold 2, 6, 5; row 6 holds 12, beyond what training saw.
    expect({ count: windows.count, ...sequence(windows, 0, 3, 1) }).toEqual({
      count: 2,
      x: [-0.4, 0.4, 0.2],
      t: [1.6],
      target: [12],
      baseline: [5],
      label: ['r6'],
    });
  });

  it('readout every', () => {
    const windowing: Windowing = { window: 2, stride: 1, readout: 'every' };
    const windows = windowsOf(tableOf(series, persistence), 'validation', split.validation, windowing);
    expect(sequence(windows, 0, 2, 2)).toEqual({
      x: [0.2, 1.6],
      t: [1.6, -0.6],
      target: [12, 1],
      baseline: [5, 12],
      label: ['r6', 'r7'],
    });
  });

  it('differencing, two rows ahead', () => {
    const forecast: Forecast = { ...persistence, horizon: 2, differencing: true };
    const table = tableOf(series, forecast);
    const windows = windowsOf(table, 'validation', split.validation, { window: 2, stride: 1, readout: 'last' });
    // Changes of rows 1-5: 8, −4, −2, 4, −1: offset 2, factor 0.8/6. Two-row changes within training: 4, −6, 2, 3:
    // offset −1, factor 0.8/5. The window is rows 3 and 4 (−2, 4); its target is 12 − 6 = 6.
    expect({ offsets: [...table.inputColumns, ...table.targets.outputs], ...sequence(windows, 0, 2, 1) }).toEqual({
      offsets: [
        { name: 'a', unit: 'm', offset: 2, factor: 0.8 / 6 },
        { name: 'a', unit: 'm', offset: -1, factor: 0.8 / 5 },
      ],
      x: [rounded((-4 * 0.8) / 6), rounded((2 * 0.8) / 6)],
      t: [rounded((7 * 0.8) / 5)],
      target: [12],
      baseline: [6],
      label: ['r6'],
    });
  });

  it('several inputs and a target among none of them, time-major in a mini-batch of two', () => {
    const two: Series = {
      columns: [
        { name: 'a', unit: '', values: Float64Array.from({ length: 10 }, (_, r) => r) },
        { name: 'b', unit: '', values: Float64Array.from({ length: 10 }, (_, r) => 10 * r) },
        { name: 'c', unit: '', values: Float64Array.from({ length: 10 }, (_, r) => 100 * r) },
      ],
      labels: null,
    };
    const forecast: Forecast = { ...persistence, inputs: ['b', 'a'], targets: ['c'] };
    // Training rows 0-5: every column's scaled value is (r − 2.5) · 0.32.
    const windowing: Windowing = { window: 2, stride: 1, readout: 'every' };
    const windows = windowsOf(tableOf(two, forecast), 'training', split.training, windowing);
    const x = new Float32Array(2 * 2 * 2).fill(9);
    const t = new Float32Array(2 * 2).fill(9);
    windows.copyInto(3, x, t, 0, 2, { from: 0, steps: 2, outputs: 2 });
    windows.copyInto(0, x, t, 1, 2, { from: 0, steps: 2, outputs: 2 });
    expect({ x: [...x].map(rounded), t: [...t].map(rounded), label: windows.label(0, 0) }).toEqual({
      x: [0.16, 0.16, -0.8, -0.8, 0.48, 0.48, -0.48, -0.48],
      t: [0.48, -0.48, 0.8, -0.16],
      label: null,
    });
  });
});

describe('the way back to units', () => {
  it.each([false, true])('undoes scaling to what float32 keeps (differencing %s)', (differencing) => {
    // Around 1e5 with changes of some 1e2: the change is what is rounded to float32 (2^-24 of it), not the level.
    const values = Float64Array.from({ length: 400 }, (_, r) => 1e5 + 37.3 * r + 100 * Math.sin(r));
    const far: Series = { columns: [{ name: 'a', unit: '', values }], labels: null };
    const parts = splitInTime(400, { validationFraction: 0.2, testFraction: 0.2 });
    const windowing: Windowing = { window: 7, stride: 3, readout: 'every' };
    const windows = windowsOf(tableOf(far, { ...persistence, differencing }, parts), 'test', parts.test, windowing);
    const x = new Float32Array(7);
    const t = new Float32Array(7);
    let worst = 0;
    for (let index = 0; index < windows.count; index++) {
      windows.copyInto(index, x, t, 0, 1, { from: 0, steps: 7, outputs: 7 });
      t.forEach((scaled, k) => {
        const target = windows.targetInUnits(index, k, 0);
        worst = Math.max(worst, Math.abs(windows.toUnits(scaled, index, k, 0) - target) / target);
      });
    }
    expect(windows.count).toBeGreaterThan(10);
    expect(worst).toBeLessThan(1e-6);
  });
});

describe('what cannot be learnt says so', () => {
  const build = (forecast: Partial<Forecast>, of: Series = series) => tableOf(of, { ...persistence, ...forecast });

  it('names the columns that exist', () => {
    expect(() => build({ targets: ['b'] })).toThrow('There is no column "b" in this data. It has: a.');
  });

  it('tells how many rows there are and what to lower', () => {
    const table = build({});
    expect(() => windowsOf(table, 'validation', split.validation, { window: 5, stride: 1, readout: 'every' })).toThrow(
      'The validation part has no sequence: it holds rows 7 to 8 of 10, and a sequence needs 5 targets in a row within the ' +
        'part (window 5, horizon 1). Lower the window length (L) or the horizon, or raise the validation fraction.',
    );
    expect(() => windowsOf(table, 'training', split.training, { window: 6, stride: 1, readout: 'last' })).toThrow(
      'The training part has no sequence: it holds rows 1 to 6 of 10, and a sequence needs 7 rows up to its target (window 6, ' +
        'horizon 1). Lower the window length (L) or the horizon, or the validation and test fractions.',
    );
  });

  it('refuses a target that stays the same, takes an input that does', () => {
    const flat: Series = {
      columns: [...series.columns, { name: 'flat', unit: '', values: new Float64Array(10).fill(3) }],
      labels: null,
    };
    expect(() => build({ targets: ['flat'] }, flat)).toThrow(
      'The target "flat" has the same value in all 6 rows of the training part: there is nothing to learn. Choose another target.',
    );
    expect([...build({ inputs: ['flat'] }, flat).features]).toEqual(new Array(10).fill(0));
  });

  it('refuses a column without a value in the training part, and a horizon past its end', () => {
    const late: Series = {
      columns: [
        ...series.columns,
        { name: 'late', unit: '', values: Float64Array.from({ length: 10 }, (_, r) => (r < 6 ? NaN : r)) },
      ],
      labels: null,
    };
    expect(() => build({ inputs: ['late'] }, late)).toThrow(
      'Column "late" has no usable value in the 6 rows of the training part.',
    );
    expect(() => build({ horizon: 6, differencing: true })).toThrow(
      'Column "a" has no usable value in the 6 rows of the training part.',
    );
  });
});
