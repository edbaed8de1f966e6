import { expect, it } from 'vitest';
import { visibleProblem } from '../../../renderer/state/filter-writing';
import { knownValues, readFilter, runTest } from '../../../renderer/state/table-filter';
import { run } from '../runs';

const runs = [
  run({ loss: 0.05, tags: ['good', 'two words'] }, { name: 'a' }),
  run({ loss: 0.05, isArchived: true }, { name: 'b' }),
  run({ loss: 0.5 }, { name: 'c', model: 'elman' }),
];

function found(text: string, search = '', withArchived = false): string[] {
  const filter = readFilter(text, 0);
  if (!filter.ok) throw new Error(filter.error.message);
  return runs.filter(runTest({ filter, search, withArchived })).map(({ configuration }) => configuration.name);
}

it('hides archived runs unless the switch or the filter asks for them', () => {
  expect([found(''), found('', '', true), found('archived = true'), found('loss < 0.1')]).toEqual([
    ['a', 'c'],
    ['a', 'b', 'c'],
    ['b'],
    ['a'],
  ]);
});

it('asks for filter and search together, and knows data by its title', () => {
  expect([found('model = elman', 'c'), found('loss < 0.1', 'elman'), found('dataset = "CO₂ at Mauna Loa"')]).toEqual([
    ['c'],
    [],
    ['a', 'c'],
  ]);
});

it('offers the values that runs have', () => {
  expect(knownValues(runs)).toEqual({
    tag: ['good', 'two words'],
    dataset: ['CO₂ at Mauna Loa', 'co2'],
    'dataset.inputs': ['co2'],
    'dataset.target': ['co2'],
  });
});

it('calls a filter wrong where it lies behind the caret, and unfinished where it reaches it', () => {
  const error = { message: '', from: 0, to: 3 };
  expect([
    visibleProblem(error, 3),
    visibleProblem(error, 8),
    visibleProblem(error, null),
    visibleProblem(null, 3),
  ]).toEqual([null, error, error, null]);
});
