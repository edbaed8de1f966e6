import { expect, it } from 'vitest';
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
