import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { DatasetsStore, readSeries } from '../../../../electron/store/datasets-store';
import { checkStore } from '../../../../electron/store/doctor/check-store';
import { openConf } from '../../../support/documents';
import { messageOf } from '../../../support/expect-studio-error';
import { temporaryFolder } from '../../../support/temporary-folder';

const series = {
  columns: [{ name: 'height', unit: 'm', values: Float64Array.of(1, 2.5, NaN, 4) }],
  labels: ['a', 'b', 'c', 'd'],
};
let root = '';
let store: DatasetsStore;
let id = '';

beforeEach(() => {
  root = temporaryFolder();
  store = new DatasetsStore(root);
  ({ id } = store.write({ name: 'tide', fileName: 'tide.csv', importedAt: 1, series }));
});

const fileOf = (kind: string) => join(store.folder, `${id.slice('imported:'.length)}.${kind}`);
const check = (repair: boolean) => checkStore(root, { repair, open: openConf, rebuildWeights: () => null });

it('finds nothing in sound data, nor in what an import is writing', () => {
  store.stage();
  expect(check(true)).toMatchObject({ files: 3, findings: [], unknown: [] });
});

it.each(['columns', 'labels'])('finds a turned bit in the %s, and a file of them that is gone', (kind) => {
  const bytes = readFileSync(fileOf(kind));
  bytes[1] = (bytes[1] ?? 0) ^ 1;
  writeFileSync(fileOf(kind), bytes);
  expect(check(true).findings).toMatchObject([{ remedy: expect.stringContaining('import its file again') as string }]);
  rmSync(fileOf(kind));
  expect(check(true).findings).toMatchObject([{ done: null }]);
});

it('writes a document with another name or count again, and a start keeps its columns meanwhile', () => {
  const changed = readFileSync(fileOf('json'), 'utf8')
    .replace('"tide"', '"tid_"')
    .replace('"missing": 1', '"missing": 3');
  writeFileSync(fileOf('json'), changed);
  expect(check(false).findings).toMatchObject([{ done: null }]);
  expect(check(true).findings).toMatchObject([{ done: expect.stringContaining('written again') as string }]);
  expect(check(false).findings).toEqual([]);
  expect(store.find(id)).toMatchObject({ name: 'tid_', columns: [{ missing: 1 }] });
  rmSync(fileOf('json'));
  store.sweep();
  expect(readdirSync(store.folder)).toHaveLength(3);
});

it('is read and left alone in a store of a newer version', () => {
  const looked = new DatasetsStore(root, 'newer');
  const staged = store.stage();
  messageOf('store-newer', () => looked.write({ name: 'x', fileName: 'x', importedAt: 2, series }));
  messageOf('store-newer', () => looked.rename(id, 'other'));
  messageOf('store-newer', () => {
    looked.remove(id);
  });
  looked.sweep();
  expect(readdirSync(store.folder)).toContain(staged.slice(store.folder.length + 1));
  expect(readSeries({ folder: looked.folder, id })).toEqual(series);
});
