import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SweepDocument } from '../../../core/contract/sweep';
import { SweepStore } from '../../../electron/store/sweep-store';
import { lyingBackend, openConf } from '../../support/documents';
import { messageOf } from '../../support/expect-studio-error';
import { smallSweep } from '../../support/sweeps';
import { temporaryFolder } from '../../support/temporary-folder';

function sweepDocument(number: number, change: Partial<SweepDocument> = {}): SweepDocument {
  return {
    formatVersion: 1,
    definition: smallSweep({ id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` }),
    createdAt: number,
    finishedAt: null,
    status: 'running',
    trials: [{ point: { learningRate: 0.1 }, runs: [null, null], stopped: null }],
    skipped: [],
    notes: [],
    verdicts: [],
    ...change,
  };
}

function twoSweeps() {
  const root = temporaryFolder();
  const store = new SweepStore(root, openConf);
  const documents = [sweepDocument(2), sweepDocument(1)];
  for (const document of documents) store.create(document);
  const [newer, older] = documents as [SweepDocument, SweepDocument];
  const fileOf = ({ definition }: SweepDocument): string => join(root, 'sweeps', `${definition.id}.json`);
  return { root, store, newer, older, fileOf };
}

it('lists every sweep, oldest first, also after a restart', () => {
  const { root, newer, older } = twoSweeps();
  expect(new SweepStore(root, openConf).list()).toEqual({ documents: [older, newer], notices: [] });
});

it('keeps changes, and the previous version beside them', () => {
  const { store, newer, older } = twoSweeps();
  const changed: SweepDocument = { ...older, status: 'paused' };
  store.write(changed);
  expect(store.list()).toEqual({ documents: [changed, newer], notices: [] });
});

it('does not create a sweep twice', () => {
  const { store, older } = twoSweeps();
  messageOf('not-allowed', () => store.create(older));
});

it('keeps a sweep as it was when a change could not be written', () => {
  const { root, newer, older } = twoSweeps();
  const full = new SweepStore(
    root,
    lyingBackend((bytes) => bytes.subarray(0, 100)),
  );
  messageOf('disk-full', () => full.write({ ...older, status: 'paused' }));
  expect(full.list().documents).toEqual([older, newer]);
});

it('uses the previous version of a sweep that cannot be read, keeps its bytes, and leaves the others alone', () => {
  const { root, store, newer, older, fileOf } = twoSweeps();
  store.write({ ...older, status: 'paused' });
  writeFileSync(fileOf(older), 'broken');
  const list = store.list();
  expect(list.documents).toEqual([older, newer]);
  expect(list.notices).toHaveLength(1);
  expect(list.notices[0]).toContain('Its previous version is used.');
  const kept = readdirSync(join(root, 'sweeps')).find((name) => name.includes('damaged')) ?? '';
  expect(readFileSync(join(root, 'sweeps', kept), 'utf8')).toBe('broken');
  expect(store.list().notices).toEqual([]);
});

it('finds a sweep of which only the previous version is left', () => {
  const { store, newer, older, fileOf } = twoSweeps();
  store.write({ ...older, status: 'paused' });
  rmSync(fileOf(older));
  expect(store.list().documents).toEqual([older, newer]);
});

it('names a sweep that cannot be read at all', () => {
  const { store, newer, older, fileOf } = twoSweeps();
  writeFileSync(fileOf(older), '{}');
  const list = store.list();
  expect(list.documents).toEqual([newer]);
  expect(list.notices[0]).toContain(older.definition.id);
});

it('moves a sweep to the trash and back', () => {
  const { store, newer, older } = twoSweeps();
  store.write({ ...older, status: 'cancelled' });
  store.moveToTrash(older.definition.id);
  expect(store.list()).toEqual({ documents: [newer], notices: [] });
  expect(store.restore(older.definition.id)).toEqual({ ...older, status: 'cancelled' });
  messageOf('not-found', () => store.restore(older.definition.id));
});

it.each(['../../etc', '..', '', 'a\0b', '__proto__'])('takes %j for no id', (id) => {
  const { store } = twoSweeps();
  expect(() => store.moveToTrash(id)).toThrow();
  expect(() => store.restore(id)).toThrow();
});
