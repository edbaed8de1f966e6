import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARTS, type SeriesDataset } from '../../../core/contract/dataset';
import type { Series } from '../../../core/contract/series';
import { prepareDataset } from '../../../core/data/prepare';
import { splitGroups } from '../../../core/data/splits';
import type { StepSequences } from '../../../core/data/step-sequences';
import { NOISE_BLOCKS, noiseOfLengths } from '../../support/sequence-data';

const fractions = { validationFraction: 0.2, testFraction: 0.3 };
const first = (count: number) => Uint32Array.from({ length: count }, (_, index) => index);

describe('groups of rows', () => {
  it('are all in exactly one part, each part in the order of the file, as many as without chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 300 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (count, seed) => {
        const drawn = splitGroups(first(count), fractions, seed, 'sequences', '');
        const inOrder = splitGroups(first(count), fractions, null, 'sequences', '');
        const all = PARTS.flatMap((part) => [...drawn[part]]);
        expect(all.toSorted((a, b) => a - b)).toEqual([...first(count)]);
        for (const part of PARTS) {
          expect([...drawn[part]]).toEqual([...drawn[part]].sort((a, b) => a - b));
          expect(drawn[part].length).toBe(inOrder[part].length);
        }
        expect(splitGroups(first(count), fractions, seed, 'sequences', '')).toEqual(drawn);
      }),
    );
  });

  it('are others with another seed', () => {
    const tests = Array.from({ length: 20 }, (_, seed) =>
      [...splitGroups(first(30), fractions, seed, 'sequences', '').test].join(),
    );
    expect(new Set(tests).size).toBeGreaterThan(15);
  });

  it('come to the test as often from anywhere in the file', () => {
    const counts = new Float64Array(10);
    for (let seed = 0; seed < 2000; seed++) {
      for (const group of splitGroups(first(10), fractions, seed, 'sequences', '').test)
        counts[group] = (counts[group] ?? 0) + 1;
    }
    // 600 each expected; five standard deviations of √(2000 · 0.3 · 0.7) are 102.
    for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(102);
  });
});

/** Rows that the sequences of a part see, and those that they are asked about. */
function rowsOf(set: StepSequences, horizon: number, differencing: boolean) {
  const seen = new Set<number>();
  const asked = new Set<number>();
  for (let index = 0; index < set.count; index++) {
    const start = set.startOf(index);
    const length = set.lengthOf(index);
    for (let r = start - (differencing ? 1 : 0); r < start + length; r++) seen.add(r);
    for (let r = set.readout === 'last' ? start + length - 1 : start; r < start + length; r++) asked.add(r + horizon);
  }
  return { seen, asked };
}

describe('a random split', () => {
  const shapes = fc.record({
    horizon: fc.integer({ min: 1, max: 3 }),
    differencing: fc.boolean(),
    readout: fc.constantFrom('last' as const, 'every' as const),
    splitSeed: fc.integer({ min: 0, max: 1000 }),
    window: fc.integer({ min: 1, max: 5 }),
  });

  it.each([
    ['of blocks of rows', undefined],
    ['of whole sequences', 'id'],
  ])('%s shows no part a row of another one', (_what, sequenceColumn) => {
    fc.assert(
      fc.property(shapes, ({ readout, ...settings }) => {
        const lengths = Array.from({ length: 12 }, (_, id) => 5 + (id % 4));
        const choice: SeriesDataset = {
          ...NOISE_BLOCKS,
          ...settings,
          ...(sequenceColumn === undefined ? {} : { sequenceColumn }),
        };
        const { parts } = prepareDataset(choice, readout, noiseOfLengths(lengths));
        const rows = PARTS.map((part) => rowsOf(parts[part] as StepSequences, settings.horizon, settings.differencing));
        rows.forEach(({ seen, asked }, place) => {
          const others = rows.filter((_, other) => other !== place);
          for (const r of [...seen, ...asked]) {
            expect(others.some((other) => other.seen.has(r) || other.asked.has(r))).toBe(false);
          }
        });
      }),
    );
  });

  it('scales by what the training blocks hold, whatever the others do', () => {
    const blocks = { ...NOISE_BLOCKS, window: 3, horizon: 1 };
    const series = noiseOfLengths([80]);
    const prepared = (of: Series) => prepareDataset(blocks, 'every', of);
    const original = prepared(series);
    const test = original.parts.test as StepSequences;
    const { seen, asked } = rowsOf(test, 1, false);
    const louder = series.columns.map((column) => ({
      ...column,
      values: column.values.map((value, r) => (seen.has(r) || asked.has(r) ? 1000 * value + 5 : value)),
    }));
    expect(prepared({ ...series, columns: louder }).preparation).toEqual(original.preparation);
    const everywhere = series.columns.map((column) => ({ ...column, values: column.values.map((value) => 2 * value) }));
    expect(prepared({ ...series, columns: everywhere }).preparation).not.toEqual(original.preparation);
  });

  it('leaves out blocks that touch a missing value, and says so where too few are left', () => {
    const blocks = { ...NOISE_BLOCKS, window: 4, horizon: 1 };
    const series = noiseOfLengths([50]);
    series.columns[1]?.values.fill(NaN, 5, 6);
    const { parts } = prepareDataset(blocks, 'last', series);
    expect(PARTS.reduce((sum, part) => sum + parts[part].count, 0)).toBe(9);
    expect(() => prepareDataset({ ...blocks, window: 24 }, 'last', series)).toThrow(
      'The validation part has no sequence: its share of 1 blocks of 25 rows (window and horizon) without a missing ' +
        'value rounds to none. Use more data, lower the window length (L) or the horizon, or raise the validation fraction.',
    );
  });
});
