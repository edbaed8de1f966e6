import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SOURCE_PATTERN } from '../../../core/contract/dataset';
import type { Series } from '../../../core/contract/series';
import { importedSummary } from '../../../core/data/imported-summary';
import { BLOCK_ROWS } from '../../../electron/store/dataset-columns';
import { seriesSha256 } from '../../../electron/store/dataset-document';
import { DatasetsStore, readSeries } from '../../../electron/store/datasets-store';
import { bitFlips } from '../../support/damage';
import { messageOf, valueOrRefusal } from '../../support/expect-studio-error';
import { temporaryFolder } from '../../support/temporary-folder';

const temperature = { name: 'T_in', unit: '°C', values: Float64Array.of(0.1, -0, Number.NaN) };
const air = { name: 'CO₂', unit: 'ppm', values: Float64Array.of(1e300, 5e-324, Number.NEGATIVE_INFINITY) };
const labels = ['2024-01-01', '2024-01-02', '__proto__'];
const series: Series = { columns: [temperature, air], labels };
const dataset = { name: 'Office air', fileName: 'air.csv', importedAt: 1000, series };

const hashOf = (id: string): string => id.slice('imported:'.length);
const read = (store: DatasetsStore, id: string) => readSeries({ folder: store.folder, id });

it('gives a series back to the bit under the hash of its contents', () => {
  const root = temporaryFolder();
  const written = new DatasetsStore(root).write(dataset);
  expect(written.id).toMatch(SOURCE_PATTERN);
  expect(written.id).toBe(`imported:${seriesSha256(series)}`);
  const store = new DatasetsStore(root);
  expect(read(store, written.id)).toEqual(series);
  expect(Object.is(read(store, written.id).columns[0]?.values[1], -0)).toBe(true);
  expect(store.list()).toEqual({ datasets: [written], damaged: [] });
});

it('keeps what tells sequences apart, under a format that only such data has', () => {
  const root = temporaryFolder();
  const store = new DatasetsStore(root);
  const formatOf = (id: string): unknown =>
    (JSON.parse(readFileSync(join(store.folder, `${hashOf(id)}.json`), 'utf8')) as Record<string, unknown>)[
      'formatVersion'
    ];
  const plain = store.write(dataset);
  expect([plain.sequences, formatOf(plain.id)]).toEqual([undefined, 2]);
  const sequences = { column: 'T_in', count: 3, constant: [], sorted: [] };
  // The same contents, imported again.
  const { id } = store.write({ ...dataset, sequences });
  expect([id, formatOf(id), new DatasetsStore(root).find(id).sequences]).toEqual([plain.id, 4, sequences]);
  expect(store.rename(id, 'Other').sequences).toEqual(sequences);
});

it('hashes contents as the canonical text of their names and labels, then their numbers, do', () => {
  const { columns } = series;
  const head = { names: ['T_in', 'CO₂'], units: ['°C', 'ppm'], rows: 3, labels };
  const bytes = columns.map(({ values }) =>
    Buffer.from(values.map((value) => (Number.isNaN(value) ? NaN : value)).buffer),
  );
  const hash = createHash('sha256').update(JSON.stringify(head));
  for (const column of bytes) hash.update(column);
  expect(seriesSha256(series)).toBe(hash.digest('hex'));
});

it('keeps a series of several blocks as it is', () => {
  const rows = 2 * BLOCK_ROWS + 3;
  const values = Float64Array.from({ length: rows }, (_, r) => Math.sin(r));
  const names = Array.from({ length: rows }, (_, r) => `"${r}\n`);
  const long: Series = {
    columns: [
      { ...air, values },
      { ...temperature, values: values.map((v) => -v) },
    ],
    labels: names,
  };
  const store = new DatasetsStore(temporaryFolder());
  const { id, rows: counted } = store.write({ ...dataset, series: long });
  expect([read(store, id), counted, id]).toEqual([long, rows, `imported:${seriesSha256(long)}`]);
});

it('reads what the first versions of the app wrote, and lets it be renamed', () => {
  const root = temporaryFolder();
  const store = new DatasetsStore(root);
  const id = `imported:${seriesSha256(series)}`;
  const old = {
    formatVersion: 1,
    name: 'Office air',
    fileName: 'air.csv',
    importedAt: 1000,
    columns: series.columns.map(({ values, ...column }) => ({
      ...column,
      values: Buffer.from(values.buffer).toString('base64'),
    })),
    labels,
  };
  writeFileSync(join(store.folder, `${hashOf(id)}.json`), JSON.stringify(old));
  expect(read(store, id)).toEqual(series);
  const columns = [
    { name: 'T_in', unit: '°C', missing: 1 },
    { name: 'CO₂', unit: 'ppm', missing: 0 },
  ];
  expect(store.find(id)).toMatchObject({ name: 'Office air', version: 1, rows: 3, columns });
  store.rename(id, 'Attic');
  expect([store.find(id).name, read(store, id)]).toEqual(['Attic', series]);
});

it('keeps the texts of columns, in a document that older versions know to be newer', () => {
  const root = temporaryFolder();
  const kind = { name: 'kind', unit: '', values: Float64Array.of(1, 0, 1), categories: ['__proto__', 'a "b"\n'] };
  const withTexts: Series = { columns: [kind, temperature], labels };
  const { id } = new DatasetsStore(root).write({ ...dataset, series: withTexts });
  const store = new DatasetsStore(root);
  expect([read(store, id), id]).toEqual([withTexts, `imported:${seriesSha256(withTexts)}`]);
  const formatOf = (of: string) =>
    (JSON.parse(readFileSync(join(store.folder, `${hashOf(of)}.json`), 'utf8')) as { formatVersion: number })
      .formatVersion;
  expect([formatOf(id), formatOf(store.write(dataset).id)]).toEqual([3, 2]);
  store.writeAgain(id, store.inspect(id).document);
  expect(read(store, id)).toEqual(withTexts);
  // What a text means is part of the contents.
  const other = { ...kind, categories: ['__proto__', 'b'] };
  expect(seriesSha256({ columns: [other, temperature], labels })).not.toBe(hashOf(id));
  expect(importedSummary(store.find(id))).toMatchObject({
    columns: [{ name: 'kind', texts: 2 }, { name: 'T_in' }],
    suggested: { inputs: ['T_in'], target: 'T_in' },
  });
});

it('counts versions of data under one name, and gives the next one to data that is renamed into it', () => {
  const store = new DatasetsStore(temporaryFolder());
  const numbered = (value: number, name: string) => {
    const columns = [{ name: 'a', unit: '', values: Float64Array.of(value) }];
    return store.write({ ...dataset, name, importedAt: value, series: { columns, labels: null } });
  };
  const [first, second] = [numbered(1, 'Tide'), numbered(2, 'Tide')];
  const other = numbered(3, 'Wind');
  expect([first.version, second.version, other.version, numbered(1, 'Tide').version]).toEqual([1, 2, 1, 1]);
  store.rename(other.id, 'Tide');
  store.remove(first.id);
  expect(store.list().datasets.map(({ name, version }) => `${name} ${version}`)).toEqual(['Tide 3', 'Tide 2']);
});

it('removes all of a data set, and what imports that were killed left behind', () => {
  const store = new DatasetsStore(temporaryFolder());
  const { id } = store.write(dataset);
  const kept = store.write({ ...dataset, series: { ...series, labels: null } });
  store.remove(id);
  messageOf('not-found', () => store.find(id));
  messageOf('not-found', () => store.remove(id));
  writeFileSync(join(store.stage(), 'data.columns'), 'half');
  writeFileSync(join(store.folder, `${'0'.repeat(64)}.columns`), 'of a document that was never written');
  store.sweep();
  expect(readdirSync(store.folder).sort()).toEqual([`${hashOf(kept.id)}.columns`, `${hashOf(kept.id)}.json`]);
  expect(read(store, kept.id).labels).toBeNull();
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
  const files = ['columns', 'json', 'labels'].map((kind) => `${hashOf(id)}.${kind}`);
  expect(readdirSync(join(root, 'datasets')).sort()).toEqual(files);
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
  const document = join(store.folder, `${hashOf(id)}.json`);
  for (const kind of ['json', 'columns', 'labels']) {
    const path = join(store.folder, `${hashOf(id)}.${kind}`);
    const bytes = readFileSync(path);
    for (const { damaged } of bitFlips(bytes, 100)) {
      writeFileSync(path, damaged);
      const found = valueOrRefusal(() => read(store, id));
      if (found !== null) expect(found).toEqual(series);
    }
    writeFileSync(path, bytes.subarray(0, bytes.length - 9));
    expect(messageOf('store-damaged', () => read(store, id))).toContain(document);
    writeFileSync(path, bytes);
  }
  writeFileSync(document, '{');
  expect(messageOf('store-damaged', () => store.find(id))).toContain(document);
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
  messageOf('not-found', () => read(new DatasetsStore(temporaryFolder()), id));
});
