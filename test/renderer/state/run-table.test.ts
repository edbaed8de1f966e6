import { describe, expect, it } from 'vitest';
import { arrangeRuns, nextSorting, type Sorting } from '../../../renderer/state/run-table';
import { run } from '../runs';

const runs = [
  run({ createdAt: 1, status: 'completed', validationLoss: 0.3 }, { name: 'Trial 10', period: 4 }),
  run({ createdAt: 2, status: 'running', validationLoss: null }, { name: 'trial 9', model: 'elman' }),
  run({ createdAt: 3, status: 'diverged', validationLoss: NaN }, { name: 'Other', seed: 77 }),
  run({ createdAt: 4, status: 'queued', validationLoss: 0.1 }, { name: 'Trial 1', optimizer: 'sgd' }),
];
const names = (search: string, sorting: Sorting) =>
  arrangeRuns(runs, search, sorting).map((each) => each.configuration.name);
const newestFirst: Sorting = { key: 'created', descending: true };

describe('sorting', () => {
  it('counts numbers within names', () => {
    expect(names('', { key: 'name', descending: false })).toEqual(['Other', 'Trial 1', 'trial 9', 'Trial 10']);
  });

  it('puts unknown values last in either direction', () => {
    expect(names('', { key: 'validationLoss', descending: false })).toEqual([
      'Trial 1',
      'Trial 10',
      'Other',
      'trial 9',
    ]);
    expect(names('', { key: 'validationLoss', descending: true })).toEqual(['Trial 10', 'Trial 1', 'Other', 'trial 9']);
  });

  it('has no period for Elman', () => {
    expect(names('', { key: 'period', descending: true }).at(-1)).toBe('trial 9');
  });

  it('shows what trains first', () => {
    expect(names('', { key: 'status', descending: false })).toEqual(['trial 9', 'Trial 1', 'Other', 'Trial 10']);
  });

  it('leaves the given runs as they are', () => {
    const before = [...runs];
    arrangeRuns(runs, '', newestFirst);
    expect(runs).toEqual(before);
  });

  it('turns when a heading is pressed again', () => {
    const once = nextSorting(newestFirst, 'loss');
    expect([once, nextSorting(once, 'loss'), nextSorting(once, 'created')]).toEqual([
      { key: 'loss', descending: false },
      { key: 'loss', descending: true },
      { key: 'created', descending: true },
    ]);
  });
});

describe('searching', () => {
  it.each([
    ['trial', ['Trial 1', 'trial 9', 'Trial 10']],
    ['TRIAL sgd', ['Trial 1']],
    ['elman', ['trial 9']],
    ['diverged', ['Other']],
    ['seed 77', ['Other']],
    ['nothing like it', []],
  ])('finds every word of %j', (search, found) => {
    expect(names(search, newestFirst)).toEqual(found);
  });
});
