import { expect, it } from 'vitest';
import { configurationFields, differences, settingsTable } from '../../../renderer/state/configuration-fields';
import { configuration } from '../runs';

const labelled = (fields: ReturnType<typeof configurationFields>) =>
  Object.fromEntries(fields.map(({ label, value }) => [label, value]));

it('shows units, and only the hyperparameters that count', () => {
  const fields = labelled(configurationFields(configuration({ model: 'elman', optimizer: 'sgd', seed: 1_000_000 })));
  expect(fields).toMatchObject({
    Data: 'CO₂ at Mauna Loa',
    Model: 'Elman',
    Horizon: '1 time step',
    'Window length (L)': '24 time steps',
    Seed: '1000000',
  });
  expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(['Alarm period']));
  expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(['Adam ε']));
});

it('lists only what differs, with a dash where a field has no meaning', () => {
  const found = differences([
    configuration({ name: 'one', period: 2 }),
    configuration({ name: 'two', period: 4 }),
    configuration({ name: 'three', model: 'elman' }),
  ]);
  expect(found).toEqual([
    { key: 'model', label: 'Model', values: ['AlarmworkNet', 'AlarmworkNet', 'Elman'] },
    { key: 'period', label: 'Alarm period', values: ['2 time steps', '4 time steps', '–'] },
  ]);
});

it('finds no difference in names, nor between equals', () => {
  expect(differences([configuration({ name: 'one' }), configuration({ name: 'two' })])).toEqual([]);
  expect(differences([])).toEqual([]);
});

it('has all settings in one table, and says which differ', () => {
  const table = settingsTable([configuration({ period: 2 }), configuration({ model: 'elman' })]);
  expect(table.filter(({ isDifferent }) => isDifferent).map(({ key }) => key)).toEqual(['model', 'period']);
  expect(table.find(({ key }) => key === 'period')?.values).toEqual(['2 time steps', '–']);
  expect(table.map(({ key }) => key)).toEqual(configurationFields(configuration()).map(({ key }) => key));
});

it('compares a series with a task', () => {
  const task = configuration({
    dataset: {
      kind: 'task',
      task: 'delayed-echo',
      size: 4000,
      delay: 5,
      dataSeed: 1,
      window: 24,
      stride: 1,
      validationFraction: 0.15,
      testFraction: 0.15,
    },
  });
  const labels = differences([configuration(), task]).map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(['Data', 'Horizon', 'Delay', 'Data seed']));
  expect(labels).not.toContain('Window length (L)');
});
