import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SOURCE_PATTERN } from '../../../core/contract/dataset';
import type { Series } from '../../../core/contract/series';
import { seriesSha256, DatasetsStore } from '../../../electron/store/datasets-store';
import { bitFlips } from '../../support/damage';
import { messageOf, valueOrRefusal } from '../../support/expect-studio-error';
import { temporaryFolder } from '../../support/temporary-folder';

const temperature = { name: 'T_in', unit: '°C', values: Float64Array.of(0.1, -0, Number.NaN) };
const air = { name: 'CO₂', unit: 'ppm', values: Float64Array.of(1e300, 5e-324, Number.NEGATIVE_INFINITY) };
const labels = ['2024-01-01', '2024-01-02', '__proto__'];
const series: Series = { columns: [temperature, air], labels };
const dataset = { name: 'Office air', fileName: 'air.csv', importedAt: 1000, series };

it('gives a series back to the bit under the hash of its contents', () => {
  const root = temporaryFolder();
  const written = new DatasetsStore(root).write(dataset);
  expect(written.id).toMatch(SOURCE_PATTERN);
  expect(written.id).toBe(`imported:${seriesSha256(series)}`);
  const store = new DatasetsStore(root);
  expect(store.read(written.id)).toEqual({ id: written.id, ...dataset });
  expect(Object.is(store.read(written.id).series.columns[0]?.values[1], -0)).toBe(true);
  expect(store.list()).toEqual({ datasets: [written], damaged: [] });
});

it('has one hash for equal contents, whatever NaN they hold, and another for anything else', () => {
  const otherNaN = Float64Array.from(temperature.values);
  new Uint32Array(otherNaN.buffer).set([1, 0xfff80000], 4);
  expect(seriesSha256({ columns: [{ ...temperature, values: otherNaN }, air], labels })).toBe(seriesSha256(series));
  const others: Series[] = [
    { columns: [temperature, { ...air, name: 'CO2' }], labels },
    { columns: [temperature, { ...air, unit: '' }], labels },
    { columns: [temperature, { ...air, values: air.values.map((value) => value * 2) }], labels },
    { columns: [air, temperature], labels },
    { columns: [temperature, air], labels: null },
    { columns: [temperature, air], labels: ['2024-01-01', '2024-01-02', ''] },
  ];
  expect(new Set([series, ...others].map(seriesSha256)).size).toBe(others.length + 1);
});

it('keeps one copy of data that is imported twice', () => {
  const root = temporaryFolder();
  const store = new DatasetsStore(root);
  store.write(dataset);
  const { id } = store.write({ ...dataset, name: 'Air, again' });
  expect(store.list().datasets.map(({ name }) => name)).toEqual(['Air, again']);
  expect(readdirSync(join(root, 'datasets'))).toEqual([`${id.slice(9)}.json`]);
});

it('refuses columns that do not fit together', () => {
  const store = new DatasetsStore(temporaryFolder());
  expect(() =>
    store.write({ ...dataset, series: { columns: [temperature, { ...air, values: new Float64Array(2) }], labels } }),
  ).toThrow(RangeError);
  expect(() => store.write({ ...dataset, series: { ...series, labels: ['one'] } })).toThrow(RangeError);
});

it('notices any change of the contents, names the file and lists the others', () => {
  const root = temporaryFolder();
  const store = new DatasetsStore(root);
  const { id } = store.write(dataset);
  const other = store.write({ ...dataset, series: { ...series, labels: null } });
  const path = join(root, 'datasets', `${id.slice(9)}.json`);
  const bytes = readFileSync(path);
  for (const { damaged } of bitFlips(bytes, 300)) {
    writeFileSync(path, damaged);
    const read = valueOrRefusal(() => store.read(id));
    if (read !== null) expect(read.series).toEqual(series);
  }
  writeFileSync(path, bytes.subarray(0, 50));
  expect(messageOf('store-damaged', () => store.read(id))).toContain(path);
  const list = store.list();
  expect([list.datasets, list.damaged.map((each) => each.id)]).toEqual([[other], [id]]);
});

it.each([
  'co2',
  'imported:',
  `imported:${'0'.repeat(63)}`,
  `imported:../../${'0'.repeat(58)}`,
  `imported:${'0'.repeat(64)}`,
])('has nothing under %s', (id) => {
  messageOf('not-found', () => new DatasetsStore(temporaryFolder()).read(id));
});
