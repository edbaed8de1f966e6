import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RunStatus } from '../../../core/contract/run';
import { Trash } from '../../../electron/main/trash';
import { RunStore } from '../../../electron/store/run-store';
import { openConf, runDocument } from '../../support/documents';
import { temporaryFolder } from '../../support/temporary-folder';

const DAY = 86_400_000;
const NOW = 1_700_000_000_000;

function trashOf(...runs: { number: number; deletedAt: number; status?: RunStatus }[]) {
  const root = temporaryFolder();
  const store = new RunStore(root, openConf);
  for (const { number, deletedAt, status = 'completed' } of runs) {
    const document = runDocument(number, { status });
    store.create(document);
    store.moveToTrash(document.id, deletedAt);
  }
  const counts: number[] = [];
  const lines: string[] = [];
  const log = { info: (line: string) => lines.push(line), error: (line: string) => lines.push(line) };
  const trash = new Trash({ store: store.trash, onCount: (count) => counts.push(count), log });
  return { root, store, trash, counts, lines };
}

it('keeps a run for thirty days to the millisecond, then removes it and says so in the log', async () => {
  const { root, trash, counts, lines } = trashOf({ number: 1, deletedAt: NOW }, { number: 2, deletedAt: NOW + 1 });
  await trash.purge(NOW + 30 * DAY - 1);
  expect([trash.count, lines, counts]).toEqual([2, [], []]);
  await trash.purge(NOW + 30 * DAY);
  expect(counts).toEqual([1]);
  expect(lines).toEqual([expect.stringMatching(/“Run 1” \(00000000.*1\) has been in the trash since 2023-11-14/)]);
  expect(readdirSync(join(root, 'trash'))).toEqual([expect.stringContaining(runDocument(2).id)]);
});

it('does not remove a run that was deleted while the clock was ahead', async () => {
  const { trash } = trashOf({ number: 1, deletedAt: NOW + 400 * DAY });
  await trash.purge(NOW);
  expect(trash.count).toBe(1);
});

it('shows what was waiting or training as what it will be once restored', async () => {
  const { trash } = trashOf(
    { number: 1, deletedAt: NOW + 2, status: 'running' },
    { number: 2, deletedAt: NOW + 1, status: 'queued' },
    { number: 3, deletedAt: NOW, status: 'completed' },
  );
  const found = await trash.list();
  expect(found.map(({ run }) => run?.status)).toEqual(['interrupted', 'cancelled', 'completed']);
  expect(found.map(({ removedAt }) => removedAt)).toEqual([2, 1, 0].map((more) => NOW + more + 30 * DAY));
});

it('names a run that cannot be read and can delete it for ever', async () => {
  const { store, trash, counts } = trashOf({ number: 1, deletedAt: NOW }, { number: 2, deletedAt: NOW });
  const { id } = runDocument(1);
  writeFileSync(join(store.trash.get(id).folder, 'run.json'), '');
  const damaged = (await trash.list()).find((each) => each.id === id);
  expect(damaged).toMatchObject({ run: null, problem: expect.stringContaining('the file is empty') as string });
  await trash.remove([id, id]);
  expect([trash.count, counts]).toEqual([1, [1]]);
});
