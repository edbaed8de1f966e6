import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../core/contract/run';
import { RunArrangement, type Question } from '../../../renderer/state/run-arrangement';
import { RunIndex } from '../../../renderer/state/run-index';
import { searchTest } from '../../../renderer/state/run-search';
import { tableColumn } from '../../../renderer/state/table-columns';
import { run } from '../runs';

function sortedBy(id: string, descending: boolean) {
  const column = tableColumn(id);
  if (!column) throw new Error(`There is no column ${id}`);
  return { id, key: column.sortKey, descending };
}

const everything = () => true;

function arranged(runs: readonly RunSummary[], question: Question): readonly RunSummary[] {
  const index = new RunIndex();
  index.put(runs);
  return new RunArrangement().arrange(index, question).shown;
}

const runs = [
  run({ createdAt: 1, status: 'completed', validationLoss: 0.3 }, { name: 'Trial 10', period: 4 }),
  run({ createdAt: 2, status: 'running', validationLoss: null }, { name: 'trial 9', model: 'elman' }),
  run({ createdAt: 3, status: 'diverged', validationLoss: NaN }, { name: 'Other', seed: 77 }),
  run({ createdAt: 4, status: 'queued', validationLoss: 0.1 }, { name: 'Trial 1', optimizer: 'sgd' }),
];
const names = (found: readonly RunSummary[]) => found.map((each) => each.configuration.name);
const order = (id: string, descending: boolean) =>
  names(arranged(runs, { sorting: [sortedBy(id, descending)], matches: everything }));

describe('sorting', () => {
  it('counts numbers within names', () => {
    expect(order('name', false)).toEqual(['Other', 'Trial 1', 'trial 9', 'Trial 10']);
  });

  it('puts unknown values last in either direction', () => {
    expect(order('validationLoss', false)).toEqual(['Trial 1', 'Trial 10', 'Other', 'trial 9']);
    expect(order('validationLoss', true)).toEqual(['Trial 10', 'Trial 1', 'Other', 'trial 9']);
  });

  it('has no period for Elman', () => {
    expect(order('period', true).at(-1)).toBe('trial 9');
  });

  it('shows what trains first', () => {
    expect(order('status', false)).toEqual(['trial 9', 'Trial 1', 'Other', 'Trial 10']);
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
    const matches = searchTest(search) ?? everything;
    expect(names(arranged(runs, { sorting: [sortedBy('created', true)], matches }))).toEqual(found);
  });
});

describe('a changed run', () => {
  const losses = fc.constantFrom(null, NaN, 0.1, 0.2, 0.3);
  const changes = fc.array(
    fc.record({
      at: fc.nat(11),
      loss: losses,
      act: fc.constantFrom('put', 'put', 'put', 'remove', 'sort', 'filter'),
    }),
    { maxLength: 40 },
  );

  it('lies where sorting all runs anew would put it, whatever happened before', () => {
    const many = Array.from({ length: 12 }, (_, i) =>
      run({ createdAt: i % 5, loss: i / 10 }, { name: `Run ${i % 3}` }),
    );
    const sortings = [[sortedBy('loss', false)], [sortedBy('name', true), sortedBy('loss', true)], []];
    const tests = [everything, ({ loss }: RunSummary) => loss !== null && loss < 0.25];
    fc.assert(
      fc.property(changes, (steps) => {
        const index = new RunIndex();
        index.put(many);
        const kept = new RunArrangement();
        let [sorting, test] = [0, 0];
        for (const { at, loss, act } of steps) {
          const each = many[at];
          if (!each) continue;
          if (act === 'put') index.put([{ ...each, loss }]);
          else if (act === 'remove') index.remove([each.id]);
          else if (act === 'sort') sorting = (sorting + 1) % sortings.length;
          else test = (test + 1) % tests.length;
          const question = { sorting: sortings[sorting] ?? [], matches: tests[test] ?? everything };
          const anew = new RunArrangement().arrange(index, question);
          expect(kept.arrange(index, question)).toEqual(anew);
        }
      }),
    );
  });

  it('is asked about alone: the others are neither matched nor sorted again', () => {
    const many = Array.from({ length: 1000 }, (_, i) => run({ loss: i }));
    const index = new RunIndex();
    index.put(many);
    const asked: RunSummary[] = [];
    const matches = (each: RunSummary) => {
      asked.push(each);
      return true;
    };
    const question = { sorting: [sortedBy('loss', false)], matches };
    const kept = new RunArrangement();
    kept.arrange(index, question);
    asked.length = 0;
    const [first] = many;
    if (!first) throw new Error('There are runs');
    const changed = { ...first, loss: 500.5 };
    index.put([changed]);
    expect(kept.arrange(index, question).shown[500]).toBe(changed);
    expect(asked).toEqual([changed]);
  });
});
