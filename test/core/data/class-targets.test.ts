import { describe, expect, it } from 'vitest';
import type { SeriesDataset } from '../../../core/contract/dataset';
import type { Series, SeriesColumn } from '../../../core/contract/series';
import { prepareDataset } from '../../../core/data/prepare';
import { previewDataset } from '../../../core/data/preview';

const x: SeriesColumn = { name: 'x', unit: '', values: Float64Array.from({ length: 10 }, (_, r) => r) };
const texts: SeriesColumn = {
  name: 'kind',
  unit: '',
  values: Float64Array.of(0, 0, 1, 0, 1, 2, 0, 2, 1, 0),
  categories: ['wet', 'dry', 'Dry'],
};
const choice: SeriesDataset = {
  kind: 'series',
  source: 'file:x.csv',
  inputs: ['x'],
  target: 'kind',
  targetKind: 'class',
  horizon: 0,
  differencing: false,
  window: 2,
  stride: 1,
  validationFraction: 0.2,
  testFraction: 0.2,
};
const of = (kind: SeriesColumn): Series => ({ columns: [x, kind], labels: null });
const numbers = (...values: number[]): SeriesColumn => ({ name: 'kind', unit: '', values: Float64Array.from(values) });
/** float32 of 0.8 */
const ONE = Math.fround(0.8);

describe('targets that are classes', () => {
  it('have an output each, in the order of their names, 0.8 for the one and −0.8 for the others', () => {
    const data = prepareDataset(choice, 'every', of(texts));
    expect([data.outputs, data.classes, data.classification, data.baseline, data.unit]).toEqual([
      3,
      ['Dry', 'dry', 'wet'],
      true,
      'most frequent class',
      '',
    ]);
    const [t, inputs] = [new Float32Array(6), new Float32Array(2)];
    data.parts.training.copyInto(1, inputs, t, 0, 1, { from: 0, steps: 2, outputs: 2 });
    // Rows 1 and 2: wet, dry.
    expect([...t]).toEqual([-ONE, -ONE, ONE, -ONE, ONE, -ONE]);
    expect([-0.8, 0, 0.8].map((scaled) => data.parts.training.toUnits(scaled, 0, 0, 0))).toEqual([0, 0.5, 1]);
    // Of rows 0 to 5 three are wet.
    expect([0, 1, 2].map((m) => data.parts.test.baselineInUnits(0, 0, m))).toEqual([0, 0, 1]);
    expect(data.preparation).toMatchObject({
      classes: ['Dry', 'dry', 'wet'],
      outputs: [{ name: 'Dry', unit: '', offset: 0.5, factor: 1.6 }, { name: 'dry' }, { name: 'wet' }],
    });
  });

  it('are those of later rows with a horizon', () => {
    const data = prepareDataset({ ...choice, horizon: 2, inputs: ['x'] }, 'last', of(texts));
    // The first window is rows 0 and 1; its class is that of row 3: wet.
    expect([0, 1, 2].map((m) => data.parts.training.targetInUnits(0, 0, m))).toEqual([0, 0, 1]);
  });

  it('count for the baseline where they are targets of the training part', () => {
    // In rows 2 to 5 there are three of 1 and one of 0; in rows 0 and 1 two more of 0, which are no targets.
    const data = prepareDataset({ ...choice, horizon: 2 }, 'every', of(numbers(0, 0, 1, 0, 1, 1, 0, 0, 0, 0)));
    expect([0, 1].map((m) => data.parts.test.baselineInUnits(0, 0, m))).toEqual([0, 1]);
    const earlier = prepareDataset({ ...choice, horizon: 2 }, 'every', of(numbers(1, 0, 1, 0, 1, 0, 1, 1, 1, 1)));
    expect([0, 1].map((m) => earlier.parts.test.baselineInUnits(0, 0, m))).toEqual([1, 0]);
  });

  it('may be whole numbers, in their order', () => {
    const data = prepareDataset(choice, 'last', of(numbers(10, 9, -1, 10, 9, 9, 10, 9, -1, 9)));
    expect([data.classes, [0, 1, 2].map((m) => data.parts.test.baselineInUnits(0, 0, m))]).toEqual([
      ['-1', '9', '10'],
      [0, 1, 0],
    ]);
  });

  it('are counted in a preview', () => {
    const preview = previewDataset(choice, 'every', of(texts));
    expect([preview.classes, preview.plot.classes, preview.plot.values.slice(0, 6), preview.outputs]).toEqual([
      [
        // Windows overlap: the five of rows 0 to 5 have ten targets.
        { name: 'Dry', training: 1, validation: 1, test: 0 },
        { name: 'dry', training: 4, validation: 0, test: 1 },
        { name: 'wet', training: 5, validation: 1, test: 1 },
      ],
      ['Dry', 'dry', 'wet'],
      [2, 2, 1, 2, 1, 0],
      3,
    ]);
    // Of the two validation targets, wet and Dry, one is not wet; two of its three outputs are then wrong.
    expect(preview.baseline).toEqual({
      name: 'most frequent class',
      validationErrorRate: 0.5,
      validationRmse: Math.sqrt(2 / 6),
    });
  });

  it.each<[string, SeriesColumn, string]>([
    [
      'a fraction',
      numbers(1, 2, 3, 1.5, 2, 1, 2, 1, 2, 1),
      'The target column "kind" has 1.5 in row 4, and classes are texts or whole numbers.',
    ],
    ['a single class', numbers(...new Array<number>(10).fill(4)), 'The target column "kind" has one class in all rows'],
    [
      'more than 64 of them',
      { name: 'kind', unit: '', values: Float64Array.from({ length: 70 }, (_, r) => r) },
      'The target column "kind" has more than 64 classes by row 65.',
    ],
    [
      'none in the training part',
      numbers(NaN, NaN, NaN, NaN, NaN, NaN, 1, 2, 1, 2),
      'Column "kind" has no class among the targets of the training part.',
    ],
  ])('are refused with %s', (_what, kind, message) => {
    const long: SeriesColumn = { ...x, values: Float64Array.from(kind.values, (_, r) => r) };
    expect(() => prepareDataset(choice, 'every', { columns: [long, kind], labels: null })).toThrow(message);
  });

  it('are asked for where a target is a text', () => {
    expect(() => prepareDataset({ ...choice, targetKind: 'value' }, 'every', of(texts))).toThrow(
      'The target column "kind" holds texts, not numbers. Choose another target, or predict classes (targetKind class).',
    );
  });
});

describe('several targets', () => {
  const series: Series = {
    columns: [
      x,
      { name: 'a', unit: 'm', values: Float64Array.of(0, 8, 4, 2, 6, 5, 12, 1, 3, 7) },
      { name: 'b', unit: 's', values: Float64Array.of(100, 300, 200, 150, 100, 250, 400, 0, 100, 200) },
    ],
    labels: null,
  };
  const values: SeriesDataset = { ...choice, targetKind: 'value', target: 'b', otherTargets: ['a'], horizon: 1 };

  it('are in the order of the choice, each with its own scaling, units and baseline', () => {
    const data = prepareDataset(values, 'every', series);
    expect([data.outputs, data.targetName, data.unit]).toEqual([2, 'b', 's']);
    const [t, inputs] = [new Float32Array(4), new Float32Array(2)];
    data.parts.validation.copyInto(0, inputs, t, 0, 1, { from: 0, steps: 2, outputs: 2 });
    // b: training 100 … 300, so (v − 200) · 0.008; a: 0 … 8, so (v − 4) · 0.2. Targets are rows 6 and 7.
    expect(Array.from(t, (value) => Math.round(value * 1e6) / 1e6)).toEqual([1.6, 1.6, -1.6, -0.6]);
    const { validation } = data.parts;
    expect([validation.targetInUnits(0, 0, 0), validation.targetInUnits(0, 0, 1)]).toEqual([400, 12]);
    expect([validation.baselineInUnits(0, 0, 0), validation.baselineInUnits(0, 0, 1)]).toEqual([250, 5]);
    expect([validation.toUnits(0.8, 0, 0, 0), validation.toUnits(0.8, 0, 0, 1)]).toEqual([300, 8]);
    expect(data.preparation.outputs.map(({ name, unit }) => name + unit)).toEqual(['bs', 'am']);
  });

  it('have changes of their own', () => {
    const data = prepareDataset({ ...values, differencing: true }, 'last', series);
    const { validation } = data.parts;
    const t = new Float32Array(2);
    validation.copyInto(0, new Float32Array(2), t, 0, 1, { from: 0, steps: 2, outputs: 1 });
    // From row 5 to row 6.
    expect([0, 1].map((m) => validation.toUnits(t[m] ?? NaN, 0, 0, m))).toEqual([
      expect.closeTo(400, 4),
      expect.closeTo(12, 5),
    ]);
  });
});
