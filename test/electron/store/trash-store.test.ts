import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunStore } from '../../../electron/store/run-store';
import { TrashStore } from '../../../electron/store/trash-store';
import { openConf, runDocument } from '../../support/documents';
import { messageOf } from '../../support/expect-studio-error';
import { canMountSmallDisk, smallDisk } from '../../support/small-disk';
import { temporaryFolder } from '../../support/temporary-folder';

/** Any moment. */
const NOW = 1_700_000_000_000;

/** A store with run 1 in the list and run 2 in the trash since {@link NOW}. */
function storeWithTrash(root = temporaryFolder()) {
  const store = new RunStore(root, openConf);
  const [kept, deleted] = [runDocument(1), runDocument(2)];
  for (const document of [kept, deleted]) store.create(document);
  store.moveToTrash(deleted.id, NOW);
  const shelf = join(root, 'trash');
  return { root, store, kept, deleted, shelf };
}

describe('the trash', () => {
  it('knows after a restart when a run was deleted', () => {
    const { root, deleted } = storeWithTrash();
    const again = new TrashStore(root, NOW + 5);
    expect(again.list().map(({ id, deletedAt }) => [id, deletedAt])).toEqual([[deleted.id, NOW]]);
  });

  it('lists the last deleted first', () => {
    const { store, kept, deleted } = storeWithTrash();
    store.moveToTrash(kept.id, NOW + 1);
    expect(store.trash.list().map(({ id }) => id)).toEqual([kept.id, deleted.id]);
    expect(store.trash.count).toBe(2);
  });

  it('counts from now where the moment is not known, and from the same moment after the next restart', () => {
    const { root, deleted, shelf } = storeWithTrash();
    renameSync(join(shelf, `${deleted.id}.deleted-${NOW}`), join(shelf, deleted.id));
    expect(new TrashStore(root, NOW + 7).find(deleted.id)?.deletedAt).toBe(NOW + 7);
    expect(new TrashStore(root, NOW + 9).find(deleted.id)?.deletedAt).toBe(NOW + 7);
    expect(new RunStore(root, openConf).restore(deleted.id)).toEqual(deleted);
  });

  it('does not take what else lies there for runs', () => {
    const { root, deleted, shelf } = storeWithTrash();
    writeFileSync(join(shelf, '.DS_Store'), '');
    mkdirSync(join(shelf, 'x'.repeat(36)));
    mkdirSync(join(shelf, `${deleted.id}.deleted-soon`));
    expect(new TrashStore(root, NOW).list().map(({ id }) => id)).toEqual([deleted.id]);
  });

  it('does not put a run back over one that is there', () => {
    const { store, deleted } = storeWithTrash();
    mkdirSync(store.folderOf(deleted.id));
    messageOf('not-allowed', () => store.restore(deleted.id));
    expect(store.trash.find(deleted.id)).not.toBeNull();
  });

  it('keeps the id of a deleted run from being given to another', () => {
    const { store, deleted } = storeWithTrash();
    messageOf('not-allowed', () => store.create(runDocument(2)));
    expect(store.restore(deleted.id)).toEqual(deleted);
  });

  it('keeps a run that cannot be read, bytes intact, and says why it cannot be restored', () => {
    const { store, deleted } = storeWithTrash();
    const folder = store.trash.get(deleted.id).folder;
    writeFileSync(join(folder, 'run.json'), '{');
    expect(messageOf('store-damaged', () => store.restore(deleted.id))).toContain('stays in the trash');
    expect(store.list().damaged).toEqual([]);
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(files).toEqual(['{']);
  });

  it('restores a damaged run by its previous version', () => {
    const { store, kept } = storeWithTrash();
    store.update(kept.id, (document) => ({ ...document, status: 'running' }));
    store.moveToTrash(kept.id, NOW);
    writeFileSync(join(store.trash.get(kept.id).folder, 'run.json'), '{');
    expect(store.restore(kept.id)).toEqual(kept);
  });
});

describe('deleting for ever', () => {
  it('removes a run and nothing else', async () => {
    const { root, store, kept, deleted, shelf } = storeWithTrash();
    await store.trash.remove([deleted.id]);
    expect(readdirSync(shelf)).toEqual([]);
    messageOf('not-found', () => store.restore(deleted.id));
    expect(new RunStore(root, openConf).list().documents).toEqual([kept]);
  });

  it('removes many at once, and does not mind those that went meanwhile', async () => {
    const { store, deleted, shelf } = storeWithTrash();
    const ids = Array.from({ length: 120 }, (_, index) => runDocument(index + 10).id);
    for (const id of ids) mkdirSync(join(shelf, `${id}.deleted-${NOW}`));
    const again = new TrashStore(join(shelf, '..'), NOW);
    expect(again.count).toBe(121);
    renameSync(join(shelf, `${ids[60]}.deleted-${NOW}`), join(shelf, 'elsewhere'));
    await again.remove([...ids, runDocument(9).id]);
    expect(readdirSync(shelf).sort()).toEqual([`${deleted.id}.deleted-${NOW}`, 'elsewhere']);
    expect(again.list().map(({ id }) => id)).toEqual([deleted.id]);
    expect(store.trash.count).toBe(1);
  });

  it('is finished by the next start where a crash came after its first step, or in the middle of removing files', async () => {
    const { root, store, kept, deleted, shelf } = storeWithTrash();
    store.moveToTrash(kept.id, NOW);
    const [begun, halfway] = [deleted.id, kept.id].map((id) => join(shelf, `.removing-${id}.deleted-${NOW}`));
    for (const { folder, id } of store.trash.list()) renameSync(folder, join(shelf, `.removing-${id}.deleted-${NOW}`));
    writeFileSync(join(halfway ?? '', 'run.json'), '');
    const again = new RunStore(root, openConf);
    expect([again.list().documents, again.trash.count]).toEqual([[], 0]);
    expect(existsSync(begun ?? '')).toBe(true);
    await again.trash.sweep();
    expect(readdirSync(shelf)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('follows no link out of the store', async () => {
    const { root, store, deleted, shelf } = storeWithTrash();
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'precious'), 'mine');
    symlinkSync(outside, join(store.trash.get(deleted.id).folder, 'weights'));
    // A whole run that is a link, put there by hand.
    symlinkSync(outside, join(shelf, `${runDocument(3).id}.deleted-${NOW}`));
    const again = new TrashStore(root, NOW);
    await again.remove(again.list().map(({ id }) => id));
    expect(readdirSync(shelf)).toEqual([]);
    expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('mine');
  });
});

it.skipIf(!canMountSmallDisk)(
  'deletes on a full disk, keeps the moment, and emptying gives the space back',
  async () => {
    const disk = smallDisk(256);
    const { root, store, kept } = storeWithTrash(disk);
    const filler = (name: string) => {
      for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
        try {
          for (let part = 0; ; part++)
            writeFileSync(join(store.folderOf(kept.id), `${name}-${size}-${part}`), 'x'.repeat(size));
        } catch {
          // Full for pieces of this size.
        }
      }
    };
    filler('weights');
    messageOf('disk-full', () => store.create(runDocument(4)));
    store.moveToTrash(kept.id, NOW + 3);
    const again = new RunStore(root, openConf);
    expect(again.list().documents).toEqual([]);
    expect(again.trash.get(kept.id).deletedAt).toBe(NOW + 3);
    expect(again.restore(kept.id)).toEqual(kept);
    again.moveToTrash(kept.id, NOW + 4);
    await again.trash.remove([kept.id]);
    again.create(runDocument(4));
    expect(again.list().documents).toEqual([runDocument(4)]);
  },
);
