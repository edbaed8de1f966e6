import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunDocument } from '../../../core/contract/run';
import { RunImporter } from '../../../electron/main/import-runs';
import { copyRunFiles } from '../../../electron/store/run-files';
import { updateRunFolder } from '../../../electron/store/run-folder';
import { inspectRun } from '../../../electron/store/run-inspection';
import { RunStore } from '../../../electron/store/run-store';
import { readWeights } from '../../../electron/store/weights-store';
import { bitFlips } from '../../support/damage';
import { openConf } from '../../support/documents';
import { completedRunFolder, stoppedRunFolder } from '../../support/run-folders';
import { canMountSmallDisk, smallDisk } from '../../support/small-disk';
import { temporaryFolder } from '../../support/temporary-folder';

const templates = { stopped: '', completed: '' };
/** From which the stopped one can be resumed. */
let step = NaN;

beforeAll(() => {
  // Copied for each test: training takes longer than copying.
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-test-'));
  templates.stopped = join(folder, 'stopped');
  templates.completed = join(folder, 'completed');
  step = stoppedRunFolder(templates.stopped, 1);
  completedRunFolder(templates.completed, 2);
  return () => rmSync(folder, { recursive: true });
});

function app(root = temporaryFolder()) {
  const store = new RunStore(root, openConf);
  const known = new Map<string, RunDocument>();
  const runs = {
    find: (id: string) => known.get(id) ?? null,
    adopt: (document: RunDocument) => void known.set(document.id, document),
    freeColour: () => 7,
  };
  const log = { info: () => undefined, error: () => undefined };
  const inspect = inspectRun;
  const importer = new RunImporter({
    root,
    store,
    runs,
    openDocument: openConf,
    inspect,
    missingData: () => null,
    log,
  });
  return { root, store, known, importer };
}

/** @returns a copy of its own */
function folderOf(kind: keyof typeof templates, base = temporaryFolder()): string {
  const folder = join(base, kind);
  cpSync(templates[kind], folder, { recursive: true });
  return folder;
}

function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name)).toString('latin1')]));
}

function leftovers(root: string): string[] {
  const shelf = join(root, 'importing');
  return existsSync(shelf) ? readdirSync(shelf) : [];
}

async function refusal({ root, store, importer, known }: ReturnType<typeof app>, folder: string): Promise<string> {
  const before = known.size;
  const { imported, refused } = await importer.import([folder]);
  expect(imported).toEqual([]);
  expect(refused).toHaveLength(1);
  // Nothing half-written.
  expect(store.list().documents).toHaveLength(before);
  expect(leftovers(root)).toEqual([]);
  return refused[0] ?? '';
}

describe('a run trained elsewhere', () => {
  it('comes with its weights and curves, in a colour that is free here; the original is left as it was', async () => {
    const { store, importer } = app();
    const folder = folderOf('completed');
    const before = contents(folder);
    const { imported, refused } = await importer.import([folder]);
    expect(refused).toEqual([]);
    const [document] = store.list().documents;
    expect(document).toMatchObject({ status: 'completed', colour: 7, cause: null });
    expect(imported).toEqual([{ id: document?.id, name: 'Run 2', note: '' }]);
    const taken = store.folderOf(document?.id ?? '');
    expect(readWeights(taken)).toEqual(readWeights(folder));
    expect(contents(taken)['metrics.log']).toBe(before['metrics.log']);
    expect(contents(folder)).toEqual(before);
  });

  it('that was still training is interrupted, and says from where it can be resumed', async () => {
    const { store, importer } = app();
    await importer.import([folderOf('stopped')]);
    expect(store.list().documents).toMatchObject([
      {
        status: 'interrupted',
        cause: `It was training elsewhere when it was imported. It can be resumed from step ${step}.`,
      },
    ]);
  });

  it('is found with others in one folder; what is no run there does not matter', async () => {
    const { store, importer } = app();
    const base = temporaryFolder();
    folderOf('completed', base);
    folderOf('stopped', base);
    mkdirSync(join(base, 'notes'));
    writeFileSync(join(base, 'readme.txt'), 'x');
    const { imported, refused } = await importer.import([base]);
    expect([imported.map(({ name }) => name), refused]).toEqual([['Run 2', 'Run 1'], []]);
    expect(store.list().documents).toHaveLength(2);
  });

  it('brings nothing but a run’s files, and none of its folders', async () => {
    const { store, importer } = app();
    const folder = folderOf('completed');
    writeFileSync(join(folder, 'notes.txt'), 'x');
    writeFileSync(join(folder, '.hidden'), 'x');
    mkdirSync(join(folder, 'sub'));
    const [run] = (await importer.import([folder])).imported;
    const names = readdirSync(store.folderOf(run?.id ?? '')).sort();
    expect(names).toEqual(['distributions.log', 'metrics.log', 'run.json', 'run.previous.json', 'weights.json']);
  });
});

describe('is refused, with the reason and what to do:', () => {
  it('a run that is in the list already, by its name', async () => {
    const studio = app();
    const folder = folderOf('completed');
    await studio.importer.import([folder]);
    expect(await refusal(studio, folder)).toMatch(/“Run 2” in .*completed is already in the list/);
  });

  it('a run that is in the trash', async () => {
    const studio = app();
    const folder = folderOf('completed');
    const [run] = (await studio.importer.import([folder])).imported;
    studio.store.moveToTrash(run?.id ?? '');
    studio.known.clear();
    expect(await refusal(studio, folder)).toContain('is in the trash. Restore it there');
  });

  it('a folder without a run', async () => {
    const folder = temporaryFolder();
    expect(await refusal(app(), folder)).toMatch(new RegExp(`^${folder} holds no run: .*train --out`));
  });

  it('the store’s own folders', async () => {
    const studio = app();
    const folder = folderOf('completed');
    const [run] = (await studio.importer.import([folder])).imported;
    for (const own of [studio.store.folderOf(run?.id ?? ''), join(studio.root, 'runs')]) {
      expect(await refusal(studio, own)).toContain('belongs to this app’s own store');
    }
  });

  it.skipIf(process.platform === 'win32')('the store’s own folders by way of a link', async () => {
    const studio = app();
    await studio.importer.import([folderOf('completed')]);
    const link = join(temporaryFolder(), 'elsewhere');
    symlinkSync(join(studio.root, 'runs'), link);
    expect(await refusal(studio, link)).toContain('belongs to this app’s own store');
  });

  it('a run of a newer version', async () => {
    const folder = folderOf('completed');
    const path = join(folder, 'run.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"formatVersion": 2', '"formatVersion": 99'));
    expect(await refusal(app(), folder)).toMatch(/run\.json was written by a newer version .*Update the app/);
  });

  it.each([
    ['run.json', 'stopped', '{"formatVersion": 2}'],
    ['run.json', 'completed', '[]'],
    ['weights.json', 'completed', '{"final": {}}'],
    ['metrics.log', 'completed', 'epoch,loss'],
    ['checkpoint.bin', 'stopped', 'AWNCKPT'],
  ] as const)('a %s (%s) that is no such file', async (name, kind, content) => {
    const folder = folderOf(kind);
    for (const each of readdirSync(folder)) if (each.startsWith('run.previous')) rmSync(join(folder, each));
    writeFileSync(join(folder, name), content);
    expect(await refusal(app(), folder)).toContain(join(folder, name).replace('weights.json', ''));
  });

  it('a run whose weights are missing', async () => {
    const folder = folderOf('completed');
    rmSync(join(folder, 'weights.json'));
    expect(await refusal(app(), folder)).toContain('weights.json cannot be used: it is missing');
  });

  it('a log that lacks what the checkpoint goes on from', async () => {
    const folder = folderOf('stopped');
    truncateSync(join(folder, 'metrics.log'), statSync(join(folder, 'metrics.log')).size - 1);
    expect(await refusal(app(), folder)).toContain('metrics.log cannot be used: it lacks rows');
  });

  it('weights of another run', async () => {
    const folder = folderOf('completed');
    completedRunFolder(join(folder, 'other'), 5);
    cpSync(join(folder, 'other', 'weights.json'), join(folder, 'weights.json'));
    expect(await refusal(app(), folder)).toContain('not those that the run ended with');
  });

  it.skipIf(process.platform === 'win32')('a link, a pipe or a folder in place of a file', async () => {
    for (const replace of [
      (path: string) => symlinkSync('/etc/passwd', path),
      (path: string) => execFileSync('mkfifo', [path]),
      (path: string) => mkdirSync(path),
    ]) {
      const folder = folderOf('completed');
      rmSync(join(folder, 'metrics.log'));
      replace(join(folder, 'metrics.log'));
      expect(await refusal(app(), folder)).toMatch(/metrics\.log is not a file of its own/);
    }
  });

  it('a file larger than any run’s', async () => {
    const folder = folderOf('completed');
    // Takes no space: a hole.
    truncateSync(join(folder, 'run.json'), 1_000_001);
    expect(await refusal(app(), folder)).toMatch(/run\.json is larger than any run’s/);
  });

  it('JSON that would be read in two ways', async () => {
    const folder = folderOf('completed');
    const path = join(folder, 'run.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"status"', '"status": "failed", "status"'));
    expect(await refusal(app(), folder)).toContain('appears twice');
  });
});

it('takes the others in where one of several is refused', async () => {
  const { importer, store } = app();
  const base = temporaryFolder();
  folderOf('completed', base);
  writeFileSync(join(folderOf('stopped', base), 'checkpoint.bin'), 'x');
  const { imported, refused } = await importer.import([base, join(base, 'nowhere')]);
  expect([imported.length, refused.length, store.list().documents.length]).toEqual([1, 2, 1]);
});

it('imports a run once that is asked for twice at the same time', async () => {
  const { importer, store } = app();
  const folder = folderOf('completed');
  const both = await Promise.all([importer.import([folder]), importer.import([folder])]);
  expect(both.map(({ imported }) => imported.length)).toEqual([1, 0]);
  expect(store.list().documents).toHaveLength(1);
});

it('leaves no run where a crash comes before the last step, and the whole run after it', async () => {
  const { root, store } = app();
  const staging = join(root, 'importing', 'x');
  const reopened = () => {
    const again = app(root);
    return { runs: again.store.list().documents.length, isSwept: !existsSync(join(root, 'importing')) };
  };
  const source = folderOf('stopped');
  mkdirSync(staging, { recursive: true });
  cpSync(join(source, 'checkpoint.bin'), join(staging, 'checkpoint.bin'));
  expect(reopened()).toEqual({ runs: 0, isSwept: true });

  await copyRunFiles(source, staging);
  expect(reopened()).toEqual({ runs: 0, isSwept: true });

  await copyRunFiles(source, staging);
  const { id } = updateRunFolder(staging, (run) => ({ ...run, status: 'interrupted' }), openConf);
  expect(reopened()).toEqual({ runs: 0, isSwept: true });

  await copyRunFiles(source, staging);
  updateRunFolder(staging, (run) => ({ ...run, status: 'interrupted' }), openConf);
  store.adopt(id, staging);
  expect(reopened()).toEqual({ runs: 1, isSwept: true });
  expect(Object.keys(contents(store.folderOf(id))).sort()).toEqual(
    ['checkpoint.bin', 'distributions.log', 'metrics.log', 'run.json', 'run.previous.json'].sort(),
  );
});

it('never takes in a checkpoint or weights with a bit turned', async () => {
  for (const [kind, name] of [
    ['stopped', 'checkpoint.bin'],
    ['completed', 'weights.json'],
  ] as const) {
    const folder = folderOf(kind);
    const good = readFileSync(join(folder, name));
    const studio = app();
    for (const { at, damaged } of bitFlips(good, 60)) {
      writeFileSync(join(folder, name), damaged);
      const { imported } = await studio.importer.import([folder]);
      // A bit in the white space or in the case of base64 padding may be harmless; then the weights are as they were.
      if (imported.length === 0) continue;
      const id = imported[0]?.id ?? '';
      expect([name, at, readWeights(studio.store.folderOf(id))]).toEqual([name, at, readWeights(templates.completed)]);
      studio.known.clear();
      rmSync(studio.store.folderOf(id), { recursive: true });
    }
  }
});

it.skipIf(!canMountSmallDisk)(
  'leaves nothing of a run that does not fit on the disk, and says what was not tried',
  async () => {
    const size = Object.values(contents(templates.completed)).reduce((sum, text) => sum + text.length, 0);
    let fits = 0;
    // Every size of disk from one that takes nothing to one that takes the run and its documents twice over.
    for (let kilobytes = 16; kilobytes < (3 * size) / 1024 + 64; kilobytes += 8) {
      const studio = app(smallDisk(kilobytes));
      const base = temporaryFolder();
      folderOf('completed', base);
      folderOf('stopped', base);
      const { imported, refused } = await studio.importer.import([base]);
      expect(
        studio.store
          .list()
          .documents.map(({ id }) => id)
          .sort(),
      ).toEqual(imported.map(({ id }) => id).sort());
      expect(studio.store.list().damaged).toEqual([]);
      expect(leftovers(studio.root)).toEqual([]);
      for (const message of refused) expect(message).toMatch(/disk is full|were not tried/);
      fits = imported.length;
    }
    expect(fits).toBe(2);
  },
);
