import { expect, it } from 'vitest';
import { pairRuns, type MeasuredRun } from '../../../core/analysis/pairing';
import type { Fields } from '../../../core/analysis/fields';

const run = (id: string, seed: number, value: number | null, fields: Fields = {}): MeasuredRun => ({
  id,
  name: `run ${id}`,
  seed,
  fields,
  value,
});

const summary = ({ pairs, unpaired, pairedBy, compared }: ReturnType<typeof pairRuns>) => ({
  pairs: pairs.map(({ first, second, difference }) => [first.id, second.id, difference]),
  unpaired: unpaired.map(({ run: { id }, group, reason }) => [id, group, reason]),
  pairedBy,
  compared,
});

it('pairs by seed, in order of the seed, whatever order the runs come in', () => {
  const found = pairRuns(
    [run('a', 3, 1), run('b', 1, 2), run('c', 2, 3)],
    [run('d', 1, 5), run('e', 3, 5), run('f', 2, 5)],
  );
  expect(summary(found)).toEqual({
    pairs: [
      ['b', 'd', 3],
      ['c', 'f', 2],
      ['a', 'e', 4],
    ],
    unpaired: [],
    pairedBy: [],
    compared: [],
  });
});

it('pairs by what varies within both groups, not by what they are compared in', () => {
  const of = (period: number) => (id: string, learningRate: number) =>
    run(id, 1, period + learningRate, { period, learningRate, model: 'alarmwork' });
  const found = pairRuns([of(2)('a', 0.25), of(2)('b', 0.5)], [of(4)('c', 0.5), of(4)('d', 0.25)]);
  expect(summary(found)).toEqual({
    pairs: [
      ['a', 'd', 2],
      ['b', 'c', 2],
    ],
    unpaired: [],
    pairedBy: ['learningRate'],
    compared: ['period'],
  });
});

it('names every run that it cannot pair, with the reason', () => {
  const found = pairRuns(
    [run('a', 1, 1), run('b', 2, 1), run('c', 2, 1), run('d', 4, NaN), run('e', 5, 1), run('both', 6, 1)],
    [run('f', 2, 1), run('g', 3, 1), run('h', 4, 1), run('i', 5, null), run('both', 6, 1)],
  );
  expect(summary(found)).toMatchObject({
    pairs: [],
    unpaired: [
      ['a', 'first', 'no run of the other group has seed 1'],
      ['b', 'first', '2 runs of its group have seed 2'],
      ['c', 'first', '2 runs of its group have seed 2'],
      ['d', 'first', 'it has no finite value of the metric'],
      ['e', 'first', 'its partner run i has no finite value of the metric'],
      ['both', 'first', 'it is in both groups'],
      ['f', 'second', '2 runs of the other group have seed 2'],
      ['g', 'second', 'no run of the other group has seed 3'],
      ['h', 'second', 'its partner run d has no finite value of the metric'],
      ['i', 'second', 'it has no finite value of the metric'],
      ['both', 'second', 'it is in both groups'],
    ],
  });
});

it('does not pair runs that differ in a field the groups could agree in', () => {
  const found = pairRuns(
    [run('a', 1, 1, { learningRate: 0.1 }), run('b', 2, 1, { learningRate: 0.5 })],
    [run('c', 1, 1, { learningRate: 0.1 }), run('d', 2, 1, { learningRate: 0.1 })],
    () => 'learning rate',
  );
  expect(summary(found)).toEqual({
    pairs: [['a', 'c', 0]],
    unpaired: [
      ['b', 'first', 'no run of the other group has seed 2 and the same learning rate'],
      ['d', 'second', 'no run of the other group has seed 2 and the same learning rate'],
    ],
    pairedBy: ['learningRate'],
    compared: [],
  });
});

it('tells a number from its text, and a missing value from every other', () => {
  const found = pairRuns(
    [run('a', 1, 1, { x: 1 }), run('b', 2, 1, {})],
    [run('c', 1, 1, { x: '1' }), run('d', 2, 1, {})],
  );
  expect(summary(found).pairs).toEqual([['b', 'd', 0]]);
});
