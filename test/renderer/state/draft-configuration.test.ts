import { expect, it } from 'vitest';
import type { DatasetSummary } from '../../../core/contract/dataset';
import { DEFAULT_HYPERPARAMETERS } from '../../../core/contract/hyperparameters';
import { RunConfiguration } from '../../../core/contract/run';
import { checkDraft, configurationFor, suggestedHyperparameters } from '../../../renderer/state/draft-configuration';
import { configuration } from '../runs';

const co2: DatasetSummary = {
  id: 'co2',
  title: 'CO₂',
  description: '',
  source: '',
  licence: '',
  rows: 741,
  columns: [],
  suggested: configuration().dataset,
  suggestedHyperparameters: { hiddenUnits: 32, epochs: 50 },
};

it('starts from a valid configuration with the suggestions of the data', () => {
  const start = configurationFor(co2);
  expect(RunConfiguration.safeParse(start).success).toBe(true);
  expect(start).toMatchObject({ name: 'AlarmworkNet 32, period 2 · CO₂ at Mauna Loa', hiddenUnits: 32, epochs: 50 });
});

it('starts from data whose name is longer than a name of a run may be', () => {
  const start = configurationFor({ ...co2, title: 'x'.repeat(200) });
  expect(RunConfiguration.safeParse(start).success).toBe(true);
});

it('keeps what a person has set when other data is chosen', () => {
  const current = { ...DEFAULT_HYPERPARAMETERS, hiddenUnits: 7, epochs: 9 };
  expect(suggestedHyperparameters(co2, current, ['hiddenUnits'])).toMatchObject({ hiddenUnits: 7, epochs: 50 });
});

it('ignores suggestions that the schema refuses', () => {
  const odd = { ...co2, suggestedHyperparameters: { hiddenUnits: -1 } };
  expect(suggestedHyperparameters(odd, DEFAULT_HYPERPARAMETERS, [])).toEqual(DEFAULT_HYPERPARAMETERS);
});

it('puts one message at each wrong field', () => {
  const dataset = { ...configuration().dataset, window: NaN, testFraction: 0.9 };
  const { configuration: valid, errors } = checkDraft(configuration({ learningRate: -1, name: '  ', dataset }));
  expect(valid).toBeNull();
  expect(Object.fromEntries(errors)).toEqual({
    name: 'Name must be 1 to 120 characters',
    learningRate: expect.stringMatching(/^Learning rate must be more than 0/),
    'dataset.window': 'Window length (L) must be a whole number from 1 to 10000000',
    'dataset.testFraction': 'Test fraction must be from 0.05 to 0.45',
  });
});
