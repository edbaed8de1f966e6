import { expect, it } from 'vitest';
import { configurationDifferences } from '../../../core/analysis/configuration-difference';
import { compileFilter } from '../../../core/analysis/filter/filter';
import { RUN_FIELDS } from '../../../core/analysis/filter/run-fields';
import { runValues } from '../../../core/analysis/run-values';
import { HYPERPARAMETER_NAMES } from '../../../core/contract/hyperparameters';
import { configuration, results, run } from '../../renderer/runs';

it('has last and best values of a run that ended, and the live ones of one under way', () => {
  expect(runValues(run({ results: results(2, 0.5), loss: 9, validationLoss: 9 }))).toMatchObject({
    loss: 2,
    validationLoss: 2,
    validationRmse: 2,
    'best.validationRmse': 1.8,
    'best.testRmse': 1.8,
    'best.epoch': 5,
    parameters: 50,
    testAccuracy: null,
  });
  expect(runValues(run({ status: 'running', loss: 3, validationLoss: 4 }))).toMatchObject({
    loss: 3,
    validationLoss: 4,
    testRmse: null,
    epoch: null,
  });
});

it('gives no value to a hyperparameter without effect', () => {
  const values = runValues(run({}, { model: 'elman', period: 2 }));
  expect([values['period'], values['model'], values['hiddenUnits']]).toEqual([undefined, 'elman', 16]);
});

it('has no name that a filter does not know, and every hyperparameter can be filtered by', () => {
  const known = new Set(RUN_FIELDS.map(({ name }) => name));
  const values = runValues(run({ results: results(1, 1) }), { tags: ['a'], datasetTitle: 'CO₂' });
  expect(Object.keys(values).filter((name) => !known.has(name))).toEqual(['dataset.name']);
  expect(HYPERPARAMETER_NAMES.filter((name) => !known.has(name))).toEqual([]);
  expect(RUN_FIELDS.length).toBe(known.size);
});

it('is what a filter reads', () => {
  const filter = compileFilter(
    'best.validationRmse < 1.9 and dataset = "co₂ at mauna loa" and dataset = co2 and tag = a and not archived and dataset.window = 24',
    RUN_FIELDS,
    0,
  );
  const values = runValues(run({ results: results(2, 0.5) }), { tags: ['a'], datasetTitle: 'CO₂ at Mauna Loa' });
  expect(filter.ok && filter.matches(values)).toBe(true);
});

it('lists the fields in which configurations differ, with null where one has no meaning', () => {
  const found = configurationDifferences([
    configuration({ name: 'one', period: 2, seed: 1 }),
    configuration({ name: 'two', model: 'elman', seed: 2 }),
  ]);
  expect(found.map(({ key, fields }) => [key, ...fields.map((field) => field?.value ?? null)])).toEqual([
    ['model', 'alarmwork', 'elman'],
    ['period', 2, null],
    ['seed', 1, 2],
  ]);
});
