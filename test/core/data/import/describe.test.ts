import { describe, expect, it } from 'vitest';
import { ImportOptions } from '../../../../core/contract/import';
import { CATEGORY_LIMITS } from '../../../../core/data/import/categories';
import { FileDescription } from '../../../../core/data/import/describe';

function describeRows(rows: readonly (readonly (string | null)[])[], names: readonly string[], types = {}) {
  const description = new FileDescription(ImportOptions.parse({ format: 'csv', missing: 'drop', ...types }));
  description.columns(names.map((name) => ({ name, type: null })));
  rows.forEach((row, place) => description.row(row, place + 2));
  return description.describe();
}

it('counts the different texts of a column: its classes, or the ids of its sequences', () => {
  const rows = Array.from({ length: 40 }, (_, r) => [
    `id ${Math.floor(r / 4)}`,
    String(r),
    r % 2 ? 'on ' : 'off',
    null,
  ]);
  const { columns, label } = describeRows(rows, ['id', 'x', 'kind', 'none']);
  expect(columns.map(({ name, type, texts }) => [name, type, texts])).toEqual([
    ['id', 'text', 10],
    ['x', 'number', undefined],
    ['kind', 'text', 2],
    ['none', 'text', 0],
  ]);
  // Labels that rows share say less than their numbers do.
  expect(label).toBe(null);
});

it('counts numbers as texts where a person says that they are', () => {
  const rows = Array.from({ length: 9 }, (_, r) => [String(r % 3)]);
  const { columns } = describeRows(rows, ['code'], { types: [{ name: 'code', type: 'text' }] });
  expect(columns[0]).toMatchObject({ found: 'number', type: 'text', texts: 3, problem: null });
});

it('leaves texts for labels where there are too many, or one is too long', () => {
  const many = Array.from({ length: CATEGORY_LIMITS.texts + 1 }, (_, r) => [`row ${r}`]);
  const { columns, label } = describeRows(many, ['name']);
  expect([columns[0]?.texts, label]).toEqual([undefined, 'name']);
  const long = 'x'.repeat(CATEGORY_LIMITS.characters + 1);
  expect(describeRows([['a'], [long]], ['name']).columns[0]?.texts).toBe(undefined);
});

describe('what could tell sequences apart', () => {
  const among = (columns: Readonly<Record<string, readonly (string | null)[]>>) => {
    const lists = Object.values(columns);
    const rows = (lists[0] ?? []).map((_, r) => lists.map((list) => list[r] ?? null));
    return describeRows(rows, Object.keys(columns)).sequences;
  };
  const x = ['1', '2', '3', '4', '5', '6', '7', '8'];

  it('is a column whose texts stand together, rather than their classes or texts that come back', () => {
    const kind = ['up', 'up', 'up', 'up', 'down', 'down', 'down', 'down'];
    const who = ['p', 'p', 'q', 'q', 'r', 'r', 's', 's'];
    expect(among({ kind, who, x })).toBe('who');
    expect(among({ kind, x })).toBe('kind');
    expect(among({ sky: ['sun', 'rain', 'sun', 'sun', 'rain', 'sun', 'rain', 'rain'], x })).toBe(null);
  });

  it('is the one that is called like it', () => {
    const fine = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd'];
    const patient_id = ['p', 'p', 'p', 'p', 'q', 'q', 'q', 'q'];
    expect(among({ fine, patient_id, x })).toBe('patient_id');
  });

  it('is none that has gaps, or a text for nearly every row', () => {
    expect(among({ id: ['p', 'p', null, 'p', 'q', 'q', 'q', 'q'], x })).toBe(null);
    expect(among({ id: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'g'], x })).toBe(null);
  });
});

it('lists the gaps of texts that could be taken, by the rule for missing values', () => {
  const rows = [
    ['up', '1'],
    [null, '2'],
    ['down', '3'],
    [null, null],
  ];
  const found = (missing: string) => {
    const { columns, problems, problemCount } = describeRows(rows, ['kind', 'x'], { missing });
    return [problems.map(({ message }) => message), problemCount, columns[0]?.problem];
  };
  expect(found('refuse')).toEqual([
    ['Line 3, column "kind": no value.', 'Line 5, column "kind": no value.', 'Line 5, column "x": no value.'],
    3,
    'Line 3, column "kind": no value.',
  ]);
  const between = 'no value, and nothing lies between two texts.';
  expect(found('interpolate')).toEqual([
    [`Line 3, column "kind": ${between}`, `Line 5, column "kind": ${between}`],
    2,
    `Line 3, column "kind": ${between}`,
  ]);
  for (const rule of ['drop', 'carry-forward']) expect(found(rule)).toEqual([[], 0, null]);
});

it('leaves gaps in texts that can only label rows alone', () => {
  const long = 'x'.repeat(CATEGORY_LIMITS.characters + 1);
  expect(describeRows([[long], [null]], ['remark'], { missing: 'refuse' }).problems).toEqual([]);
});
