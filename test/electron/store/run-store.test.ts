import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRunFolder, metricsFileOf, readRunFolder, updateRunFolder } from '../../../electron/store/run-folder';
import { temporaryName } from '../../../electron/store/durable-file';
import { RunStore } from '../../../electron/store/run-store';
import { failingBackend, lyingBackend, openConf, runDocument } from '../../support/documents';
import { messageOf } from '../../support/expect-studio-error';
import { temporaryFolder } from '../../support/temporary-folder';

/** A store with runs 1, 2 and 3. */
function threeRuns() {
  const root = temporaryFolder();
  const store = new RunStore(root, openConf);
  const documents = [1, 2, 3].map((number) => runDocument(number));
  for (const document of documents) store.create(document);
  return { root, store, documents, ids: documents.map(({ id }) => id) as [string, string, string] };
}

it('lists every run that was created, oldest first, also after a restart', () => {
  const { root, documents } = threeRuns();
  expect(new RunStore(root, openConf).list()).toEqual({ documents, damaged: [], repaired: [] });
});

it('changes one run and leaves the others alone', () => {
  const { store, documents, ids } = threeRuns();
  const changed = store.update(ids[1], (document) => ({ ...document, status: 'running', startedAt: 5 }));
  expect(changed).toEqual({ ...documents[1], status: 'running', startedAt: 5 });
  expect(store.read(ids[1])).toEqual(changed);
  expect(store.list().documents).toEqual([documents[0], changed, documents[2]]);
});

it('does not create a run twice', () => {
  const { store, documents } = threeRuns();
  messageOf('not-allowed', () => store.create(runDocument(1, { colour: 7 })));
  expect(store.list().documents).toEqual(documents);
});

it('leaves nothing of a run that could not be written', () => {
  const { root, documents } = threeRuns();
  const full = new RunStore(root, failingBackend('ENOSPC'));
  messageOf('disk-full', () => full.create(runDocument(4)));
  expect(existsSync(full.folderOf(runDocument(4).id))).toBe(false);
  expect(full.list()).toEqual({ documents, damaged: [], repaired: [] });
});

it('keeps a run as it was when a change could not be written', () => {
  const { root, documents, ids } = threeRuns();
  const full = new RunStore(
    root,
    lyingBackend((bytes) => bytes.subarray(0, 100)),
  );
  messageOf('disk-full', () => full.update(ids[0], (document) => ({ ...document, status: 'running' })));
  expect(full.list().documents).toEqual(documents);
});

it('restores a run whose document was damaged in the trash by its previous version, or leaves it there', () => {
  const { store, documents, ids } = threeRuns();
  store.update(ids[0], (document) => ({ ...document, colour: 7 }));
  for (const id of [ids[0], ids[1]]) {
    store.moveToTrash(id);
    writeFileSync(join(store.trash.get(id).folder, 'run.json'), 'damaged');
  }
  expect(store.restore(ids[0])).toEqual(documents[0]);
  expect(messageOf('store-damaged', () => store.restore(ids[1]))).toContain('stays in the trash');
  expect(store.trash.list().map(({ id }) => id)).toEqual([ids[1]]);
  expect(readdirSync(store.trash.get(ids[1]).folder)).toEqual(['run.damaged-1.json']);
});

it('moves a run to the trash and back with all its files', () => {
  const { root, store, documents, ids } = threeRuns();
  writeFileSync(metricsFileOf(store.folderOf(ids[0])), 'rows');
  store.moveToTrash(ids[0]);
  expect(store.list().documents).toEqual(documents.slice(1));
  messageOf('not-found', () => store.read(ids[0]));
  messageOf('not-found', () => store.moveToTrash(ids[0]));
  expect(new RunStore(root, openConf).restore(ids[0])).toEqual(documents[0]);
  expect(store.list().documents).toEqual(documents);
  expect(readFileSync(metricsFileOf(store.folderOf(ids[0])), 'utf8')).toBe('rows');
  messageOf('not-found', () => store.restore(ids[0]));
});

it.each(['../../etc', '..', '', 'a\0b', '__proto__', '00000000-0000-4000-8000-00000000000A'])(
  'takes %j for no id',
  (id) => {
    const { store } = threeRuns();
    expect(() => store.folderOf(id)).toThrow();
    expect(() => store.moveToTrash(id)).toThrow();
  },
);

describe('a run that cannot be read', () => {
  it.each([
    ['cut short', (good: string) => good.slice(0, 40)],
    ['empty', () => ''],
    ['of another version', (good: string) => good.replace('"formatVersion": 2', '"formatVersion": 0')],
    ['of another run', (good: string) => good.replaceAll('-000000000002"', '-000000000009"')],
  ])('is named and moved aside with its bytes intact if it is %s; the others are untouched', (_, damage) => {
    const { root, store, documents, ids } = threeRuns();
    const path = join(store.folderOf(ids[1]), 'run.json');
    const content = damage(readFileSync(path, 'utf8'));
    writeFileSync(path, content);
    writeFileSync(metricsFileOf(store.folderOf(ids[1])), 'rows');

    const { documents: left, damaged, repaired } = store.list();
    expect([left, repaired]).toEqual([[documents[0], documents[2]], []]);
    expect(damaged.map(({ id }) => id)).toEqual([ids[1]]);
    const moved = join(root, 'damaged', ids[1]);
    expect(damaged[0]?.message).toContain(moved);
    const kept = readdirSync(moved).filter((name) => name.startsWith('run'));
    expect(kept.map((name) => readFileSync(join(moved, name), 'utf8'))).toEqual([content]);
    expect(readFileSync(join(moved, 'metrics.log'), 'utf8')).toBe('rows');
    expect(store.list()).toEqual({ documents: left, damaged: [], repaired: [] });
  });

  it('is listed by its previous version where there is one, and this is said', () => {
    const { store, documents, ids } = threeRuns();
    store.update(ids[1], (document) => ({ ...document, status: 'running' }));
    writeFileSync(join(store.folderOf(ids[1]), 'run.json'), '{');
    const { documents: listed, damaged, repaired } = store.list();
    expect([listed, damaged]).toEqual([documents, []]);
    expect(repaired).toEqual([
      { id: ids[1], message: expect.stringContaining('Its previous version is used') as string },
    ]);
  });

  it('does not overwrite one of the same id that was moved aside before', () => {
    const { root, store, ids } = threeRuns();
    mkdirSync(join(root, 'damaged', ids[0], 'earlier'), { recursive: true });
    writeFileSync(join(store.folderOf(ids[0]), 'run.json'), '{');
    expect(store.list().damaged).toHaveLength(1);
    expect(readdirSync(join(root, 'damaged')).sort()).toEqual([ids[0], `${ids[0]}-2`]);
    expect(existsSync(join(root, 'damaged', ids[0], 'earlier'))).toBe(true);
  });

  it('is none if it is an empty folder, left where the app was killed before it confirmed the run, or no run at all', () => {
    const { root, store, documents } = threeRuns();
    mkdirSync(store.folderOf(runDocument(4).id));
    // The same a moment later: the document was being written.
    mkdirSync(store.folderOf(runDocument(5).id));
    writeFileSync(temporaryName(join(store.folderOf(runDocument(5).id), 'run.json')), '{ "formatVersion": ');
    writeFileSync(join(root, 'runs', '.DS_Store'), '');
    expect(store.list()).toEqual({ documents, damaged: [], repaired: [] });
    expect(readdirSync(join(root, 'runs')).sort()).toHaveLength(4);
    expect(existsSync(join(root, 'damaged')) ? readdirSync(join(root, 'damaged')) : []).toEqual([]);
  });
});

it('leaves a run where it is if the system refuses to read it, and names it', () => {
  const { store, documents, ids } = threeRuns();
  const path = join(store.folderOf(ids[0]), 'run.json');
  // A folder of that name, because root may read every file.
  rmSync(path);
  mkdirSync(path);
  const { documents: left, damaged } = store.list();
  expect([left, damaged.map(({ id }) => id)]).toEqual([documents.slice(1), [ids[0]]]);
  expect(existsSync(path)).toBe(true);
});

it('does not take a run that was copied under another name for that run', () => {
  const { root, store, documents, ids } = threeRuns();
  renameSync(store.folderOf(ids[2]), join(root, 'runs', runDocument(9).id));
  const { documents: left, damaged } = store.list();
  expect(left).toEqual(documents.slice(0, 2));
  expect(damaged[0]?.message).toContain(`holds run ${ids[2]}`);
});

describe('a run folder anywhere', () => {
  it('is made with its parents, read and changed', () => {
    const folder = join(temporaryFolder(), 'results', 'co2');
    createRunFolder(folder, runDocument(1), openConf);
    expect(readRunFolder(folder)).toEqual(runDocument(1));
    updateRunFolder(folder, (document) => ({ ...document, status: 'completed' }), openConf);
    expect(readRunFolder(folder)).toEqual(runDocument(1, { status: 'completed' }));
  });

  it('that already holds a run is not used again', () => {
    const folder = temporaryFolder();
    createRunFolder(folder, runDocument(1), openConf);
    messageOf('not-allowed', () => createRunFolder(folder, runDocument(2), openConf));
    expect(readRunFolder(folder)).toEqual(runDocument(1));
  });

  it('that holds none says so', () => {
    const folder = temporaryFolder();
    expect(messageOf('not-found', () => readRunFolder(folder))).toContain(folder);
    messageOf('not-found', () => updateRunFolder(folder, (document) => document, openConf));
  });
});

// Measured 70 ms, and 0.7 s for 10,000; opening each through conf takes 1 ms a run, fsync 3 ms.
it('lists 1,000 runs without opening each through conf', () => {
  const root = temporaryFolder();
  const store = new RunStore(root, openConf);
  for (let number = 0; number < 1000; number++) {
    const document = runDocument(number);
    mkdirSync(store.folderOf(document.id));
    writeFileSync(join(store.folderOf(document.id), 'run.json'), JSON.stringify(document));
  }
  expect(store.list().documents).toHaveLength(1000);
});
