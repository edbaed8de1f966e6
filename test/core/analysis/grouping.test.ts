import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bands } from '../../../core/analysis/bands';
import { fieldValues } from '../../../core/analysis/configuration-fields';
import { allButSeed, groupBy } from '../../../core/analysis/grouping';
import { configuration } from '../../renderer/runs';

const item = (id: string, changes: Parameters<typeof configuration>[0]) => ({
  id,
  fields: fieldValues(configuration(changes)),
});

const outline = (groups: ReturnType<typeof groupBy>) =>
  groups.map(({ label, members }) => [label, members.map(({ id }) => id)]);

it('groups by fields, in the order of their values, and labels what differs only', () => {
  const items = [
    item('a', { period: 10, learningRate: 0.01, seed: 1 }),
    item('b', { period: 2, learningRate: 0.01, seed: 1 }),
    item('c', { period: 10, learningRate: 0.01, seed: 2 }),
    item('d', { model: 'elman', learningRate: 0.01, seed: 1 }),
  ];
  const labelOf = (field: string) => field.toUpperCase();
  expect(outline(groupBy(items, ['learningRate', 'model', 'period'], { labelOf }))).toEqual([
    ['MODEL AlarmworkNet · PERIOD 2', ['b']],
    ['MODEL AlarmworkNet · PERIOD 10', ['a', 'c']],
    ['MODEL Elman · PERIOD –', ['d']],
  ]);
});

it('groups by all but the seed', () => {
  const items = [1, 2, 3].flatMap((seed) => [item(`a${seed}`, { seed }), item(`b${seed}`, { seed, period: 4 })]);
  expect(outline(groupBy(items, allButSeed(items)))).toEqual([
    ['period 2', ['a1', 'a2', 'a3']],
    ['period 4', ['b1', 'b2', 'b3']],
  ]);
});

it('has one group without a label where nothing differs, and none for no runs', () => {
  expect([outline(groupBy([item('a', {}), item('b', {})], ['period'])), groupBy([], ['period'])]).toEqual([
    [['', ['a', 'b']]],
    [],
  ]);
});

it('keeps a key whatever the order of runs and fields', () => {
  const values = fc.record({
    x: fc.constantFrom(null, 1, '1', true, 10),
    y: fc.constantFrom<string>('a', 'B', 'b', '10', '9'),
  });
  fc.assert(
    fc.property(fc.array(values, { maxLength: 12 }), (rows) => {
      const items = rows.map((fields, index) => ({ id: String(index), fields }));
      const groups = groupBy(items, ['x', 'y']);
      const again = groupBy(items.toReversed(), ['y', 'x']);
      expect(again.map(({ key }) => key).toSorted()).toEqual(groups.map(({ key }) => key).toSorted());
      expect(groupBy(items.toReversed(), ['x', 'y']).map(({ key }) => key)).toEqual(groups.map(({ key }) => key));
      expect(groups.flatMap(({ members }) => members).length).toBe(items.length);
    }),
  );
});

it('moves no other group when a run is hidden', () => {
  const run = fc.record({ period: fc.constantFrom(1, 2, 4), y: fc.array(fc.double(), { minLength: 3, maxLength: 3 }) });
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 12 }), fc.nat(), (runs, chosen) => {
      const items = runs.map(({ period, y }, index) => ({ id: String(index), fields: { period }, y }));
      const hidden = items[chosen % items.length];
      const drawn = (shown: typeof items) =>
        new Map(
          groupBy(shown, ['period']).map(({ key, members }) => [
            key,
            bands(
              members.map(({ y }) => ({ x: [0, 1, 2], y })),
              { centre: 'mean', spread: { kind: 'interval', confidence: 0.95 } },
            ),
          ]),
        );
      const before = drawn(items);
      const after = drawn(items.filter((other) => other !== hidden));
      for (const [key, band] of before) {
        if (key !== JSON.stringify([['period', hidden?.fields.period]])) expect(after.get(key)).toEqual(band);
      }
    }),
  );
});
