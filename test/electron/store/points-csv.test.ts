import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writePointsCsv } from '../../../electron/store/points-csv';
import { temporaryFolder } from '../../support/temporary-folder';

const ROWS = 200_000;

it('writes a table that is longer than what is written at a time, and tells how far it is', async () => {
  const path = join(temporaryFolder(), 'points.csv');
  function* rows() {
    for (let i = 0; i < ROWS; i++) yield [i, i / 3];
  }
  const told: number[] = [];
  const table = { headings: ['i', 'third'], rows: rows() };
  expect(await writePointsCsv(path, table, (count) => told.push(count))).toEqual({ rows: ROWS });
  const lines = readFileSync(path, 'utf8').trimEnd().split('\r\n');
  expect(lines).toHaveLength(ROWS + 1);
  expect(lines.at(-1)).toBe(`${ROWS - 1},${(ROWS - 1) / 3}`);
  expect(told.length).toBeGreaterThan(3);
  expect(told.at(-1)).toBe(ROWS);
});

it('leaves the file as it was where a row cannot be made', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'points.csv');
  writeFileSync(path, 'before');
  function* rows() {
    yield [1];
    throw new Error('no more');
  }
  await expect(writePointsCsv(path, { headings: ['n'], rows: rows() })).rejects.toThrow('no more');
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['points.csv']);
});

it('names the place that cannot be written', async () => {
  const path = join(temporaryFolder(), 'nowhere', 'points.csv');
  await expect(writePointsCsv(path, { headings: ['n'], rows: [] })).rejects.toThrow('its folder does not exist');
});
