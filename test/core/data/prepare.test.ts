import { describe, expect, it } from 'vitest';
import {
  PARTS,
  type DatasetChoice,
  type Part,
  type SeriesDataset,
  type TaskDataset,
} from '../../../core/contract/dataset';
import type { Series } from '../../../core/contract/series';
import type { PreparedDataset } from '../../../core/data/dataset';
import { prepareDataset } from '../../../core/data/prepare';
import { previewDataset } from '../../../core/data/preview';
import { sampleSeries } from '../../../core/data/sample-series';

const common = { window: 5, stride: 1, validationFraction: 0.2, testFraction: 0.2 };
const co2: SeriesDataset = {
  ...common,
  kind: 'series',
  source: 'co2',
  inputs: ['CO2'],
  target: 'CO2',
  horizon: 1,
  differencing: true,
};
const imported: SeriesDataset = { ...co2, source: 'file:x.csv', inputs: ['a', 'b'], target: 'b' };
const task: TaskDataset = { ...common, kind: 'task', task: 'adding', size: 50, delay: 3, dataSeed: 1, window: 12 };

/** 100 rows; from row `changedFrom` on, different ones. */
function seriesChangedFrom(changedFrom: number): Series {
  const column = (name: string, value: (r: number) => number) => ({
    name,
    unit: 'm',
    values: Float64Array.from({ length: 100 }, (_, r) => value(r) + (r < changedFrom ? 0 : 1000 + r)),
  });
  return { columns: [column('a', (r) => (r * 37) % 11), column('b', (r) => (r * r) % 13)], labels: null };
}

function contents(data: PreparedDataset, part: Part) {
  const set = data.parts[part];
  const x = new Float32Array(data.window * data.inputs);
  const t = new Float32Array(data.targetSteps * data.outputs);
  return Array.from({ length: set.count }, (_, index) => {
    set.copyInto(index, x, t, 0, 1, { from: 0, steps: data.window, outputs: data.targetSteps });
    return { x: [...x], t: [...t], target: set.targetInUnits(index, 0, 0), baseline: set.baselineInUnits(index, 0, 0) };
  });
}

describe.each(['last', 'every'] as const)('nothing leaks from later parts (readout %s)', (readout) => {
  it.each([false, true])('differencing %s', (differencing) => {
    const choice = { ...imported, differencing };
    const original = prepareDataset(choice, readout, seriesChangedFrom(100));
    const otherTest = prepareDataset(choice, readout, seriesChangedFrom(80));
    const otherValidation = prepareDataset(choice, readout, seriesChangedFrom(60));
    expect([otherTest.preparation, contents(otherTest, 'training'), contents(otherTest, 'validation')]).toEqual([
      original.preparation,
      contents(original, 'training'),
      contents(original, 'validation'),
    ]);
    expect([otherValidation.preparation, contents(otherValidation, 'training')]).toEqual([
      original.preparation,
      contents(original, 'training'),
    ]);
    expect(contents(otherTest, 'test')).not.toEqual(contents(original, 'test'));
    expect(contents(otherValidation, 'validation')).not.toEqual(contents(original, 'validation'));
  });
});

describe('prepareDataset', () => {
  it('tells sizes, units and how to undo the preparation', () => {
    const { parts, preparation, series, ...rest } = prepareDataset(co2, 'every', null);
    expect(series).toBe(sampleSeries('co2'));
    expect(rest).toEqual({
      inputs: 1,
      outputs: 1,
      window: 5,
      targetSteps: 5,
      baseline: 'persistence',
      classification: false,
      classes: null,
      longest: null,
      targetName: 'CO2',
      unit: 'ppm',
    });
    // The largest fall and rise from month to month in the training part: −2.51 and 1.97 ppm.
    const change = {
      name: 'CO2',
      unit: 'ppm',
      offset: expect.closeTo(-0.27, 9) as number,
      factor: expect.closeTo(0.8 / 2.24, 9) as number,
    };
    expect(preparation).toEqual({ inputs: [change], outputs: [change], window: 5, horizon: 1, differencing: true });
    // Missing are rows 3, 7 and 71-73, so changes are known in rows 9-70 and 75-447: 57 + 368 windows of 5 with their targets.
    expect(PARTS.map((part) => parts[part].count)).toEqual([57 + 368, 149 - 4, 149 - 4]);
  });

  it('steps around the five months that were never measured', () => {
    const data = prepareDataset(co2, 'last', null);
    const all = PARTS.flatMap((part) => contents(data, part));
    expect(all.every(({ x, t, target }) => [...x, ...t, target].every(Number.isFinite))).toBe(true);
    // The first window: November 1958 has no change (October is missing), December is the first row, May 1959 the target.
    expect([data.parts.training.label(0, 0), data.parts.training.targetInUnits(0, 0, 0)]).toEqual(['1959-05', 318.29]);
  });

  it('gives whole sequences of the adding problem, each once', () => {
    const data = prepareDataset(task, 'last', null);
    expect(PARTS.map((part) => data.parts[part].count)).toEqual([30, 10, 10]);
  });

  it('measures tasks that forecast nothing against the mean of the training targets', () => {
    const data = prepareDataset({ ...task, task: 'delayed-echo', size: 40, delay: 11, window: 12 }, 'last', null);
    // Window and delay are such that the training windows' targets are all the targets the training part has.
    const targets = contents(data, 'training').map(({ target }) => target);
    const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
    const baselines = PARTS.flatMap((part) => contents(data, part)).map(({ baseline }) => baseline);
    expect([data.baseline, targets.length, [...new Set(baselines)]]).toEqual([
      'training mean',
      13,
      [expect.closeTo(mean, 12)],
    ]);
  });

  it('asks for an imported series that is not there', () => {
    expect(() => prepareDataset(imported, 'last', null)).toThrow(
      'The data "file:x.csv" is not in the library. Import its CSV file again.',
    );
  });

  it('refuses the adding problem with a target at every step', () => {
    expect(() => prepareDataset(task, 'every', null)).toThrow('The adding problem has one target a sequence');
  });
});

describe('previewDataset', () => {
  const choices: DatasetChoice[] = [
    co2,
    { ...co2, source: 'sp500', inputs: ['close', 'volume'], target: 'volume', horizon: 5, stride: 3 },
    task,
    { ...task, task: 'mackey-glass', size: 500 },
    { ...task, task: 'delayed-echo', size: 200 },
  ];

  it.each(choices.flatMap((choice) => (['last', 'every'] as const).map((readout) => [choice, readout] as const)))(
    'agrees with what training is given (%#)',
    (choice, readout) => {
      if (choice.kind === 'task' && choice.task === 'adding' && readout === 'every') return;
      const data = prepareDataset(choice, readout, null);
      const { validation } = data.parts;
      let squares = 0;
      for (let index = 0; index < validation.count; index++) {
        for (let k = 0; k < data.targetSteps; k++) {
          const error = validation.targetInUnits(index, k, 0) - validation.baselineInUnits(index, k, 0);
          squares += error * error;
        }
      }
      const preview = previewDataset(choice, readout, null);
      const rmse = Math.sqrt(squares / (validation.count * data.targetSteps));
      expect(preview).toMatchObject({
        sequences: { training: data.parts.training.count, validation: validation.count, test: data.parts.test.count },
        baseline: { name: data.baseline },
      });
      expect(preview.baseline.validationRmse / rmse).toBeCloseTo(1, 9);
      expect(preview.plot.values.every(Number.isFinite)).toBe(true);
      expect(preview.plot.values.length).toBeLessThanOrEqual(2000);
      expect(preview.plot.values.length).toBeGreaterThan(20);
    },
  );

  it('shows each point with its row and label', () => {
    const { plot, boundaries } = previewDataset(co2, 'last', null);
    expect([plot.rows.slice(2, 5), plot.values.slice(2, 5), plot.labels?.slice(2, 5), boundaries]).toEqual([
      [2, 4, 5],
      [317.51, 315.86, 314.93],
      ['1958-05', '1958-07', '1958-08'],
      { validation: 448, test: 597 },
    ]);
  });
});
