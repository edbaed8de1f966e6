import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { METRICS } from '../../../../core/contract/run';
import { TrainingSession } from '../../../../core/train/session';
import { checkStore } from '../../../../electron/store/doctor/check-store';
import { readCheckpoint } from '../../../../electron/store/checkpoints';
import { loadKernels } from '../../../../electron/store/kernel-module';
import { readMetricsLog } from '../../../../electron/store/metrics-reader';
import { readRunFolder, updateRunFolder } from '../../../../electron/store/run-folder';
import { RunLock } from '../../../../electron/store/run-lock';
import { RunRecorder } from '../../../../electron/store/run-recorder';
import { RunStore } from '../../../../electron/store/run-store';
import { SweepStore } from '../../../../electron/store/sweep-store';
import { readWeights, weightsSha256 } from '../../../../electron/store/weights-store';
import { makeStore, prepared, rebuildWeights, STORED_RUNS } from '../../../support/damaged-store';
import { openConf } from '../../../support/documents';
import { temporaryFolder } from '../../../support/temporary-folder';

const [ENDED, STOPPED] = STORED_RUNS;
let root = '';
const folderOf = (id: string) => join(root, 'runs', id);
const check = (repair: boolean) => checkStore(root, { repair, open: openConf, rebuildWeights });
const cut = (id: string, ...names: string[]) => names.forEach((name) => truncateSync(join(folderOf(id), name), 60));

beforeEach(() => {
  root = temporaryFolder();
  makeStore(root);
});

/** Trains the stopped run to its end. @returns its weights' hash, and the epochs in its log */
async function resumed(): Promise<{ weights: string; epochs: number[] }> {
  const folder = folderOf(STOPPED);
  const { configuration } = readRunFolder(folder);
  const recorder = RunRecorder.resume({
    ...{ folder, configuration, dataSha256: '0'.repeat(64), environment: {}, clock: () => 0 },
  });
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const tools = { clock: () => 0, sha256, loadKernels };
  const session = new TrainingSession(configuration, prepared(configuration), tools, recorder.resumed);
  while (!session.done) recorder.record(session.advance(0), session);
  recorder.close();
  const { rows } = await readMetricsLog(join(folder, 'metrics.log'));
  return {
    weights: session.finish().results.weightsSha256,
    epochs: [...rows].filter((_, index) => index % METRICS.length === 0),
  };
}

it('finds nothing in a store where all is well, and counts what it has read', () => {
  const { files, bytes, findings, unknown } = check(false);
  expect([findings, unknown]).toEqual([[], []]);
  const all = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files).toBe(all.length);
  expect(bytes).toBe(all.reduce((sum, { parentPath, name }) => sum + readFileSync(join(parentPath, name)).length, 0));
});

describe('a run whose document is lost in every generation', () => {
  it('is made again from its checkpoint, and ends with the bits of one that nothing happened to', async () => {
    const weights = readRunFolder(folderOf(ENDED)).results?.weightsSha256;
    const before = readRunFolder(folderOf(STOPPED));
    cut(STOPPED, 'run.json', 'run.previous.json');
    const step = readCheckpoint(folderOf(STOPPED))?.checkpoint.session.training.step;
    check(true);
    const document = readRunFolder(folderOf(STOPPED));
    expect(document).toMatchObject({ id: STOPPED, configuration: before.configuration, status: 'interrupted' });
    expect(document.cause).toContain(`It can be resumed from step ${step}.`);
    expect(check(true).findings).toEqual([]);
    expect(await resumed()).toEqual({ weights, epochs: [0, 1, 2, 3, 4, 5, 6] });
  });

  it('is made again by the app itself, too, and that is said', () => {
    cut(STOPPED, 'run.json', 'run.previous.json');
    const { documents, repaired } = new RunStore(root, openConf).list();
    expect(documents.map(({ id }) => id).sort()).toEqual([...STORED_RUNS]);
    expect(repaired[0]?.message).toMatch(/was made again .* It can be resumed from step \d+\.$/);
  });

  it('is moved to damaged, its bytes intact, where there is nothing to make it from', () => {
    cut(ENDED, 'run.json', 'run.previous.json');
    const [finding, ...others] = check(true).findings;
    expect([finding?.file, finding?.done, others]).toEqual([
      `runs/${ENDED}/run.json`,
      expect.stringContaining(join('damaged', ENDED)) as string,
      [],
    ]);
    expect(existsSync(folderOf(ENDED))).toBe(false);
    expect(readdirSync(join(root, 'damaged', ENDED)).sort()).toContain('metrics.log');
    expect(check(true).findings).toEqual([]);
  });
});

it('puts the checkpoint before in the place of a damaged one; a kept one where both are', async () => {
  const folder = folderOf(STOPPED);
  copyFileSync(join(folder, 'checkpoint.previous.bin'), join(folder, 'checkpoint.epoch-000003.bin'));
  cut(STOPPED, 'checkpoint.bin', 'checkpoint.previous.bin');
  const { findings } = check(true);
  expect(findings.map(({ file, done }) => [file.split('/').at(-1), done])).toEqual([
    ['checkpoint.bin', expect.stringMatching(/kept as checkpoint\.bin\.damaged-1\. The run goes on from step \d+/)],
    ['checkpoint.previous.bin', expect.stringContaining('checkpoint.previous.bin.damaged-1')],
  ]);
  expect(readCheckpoint(folder)?.notice).toBeNull();
  expect(check(true).findings).toEqual([]);
  const { epochs } = await resumed();
  expect(epochs).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it('names a damaged checkpoint of any name', () => {
  writeFileSync(join(folderOf(ENDED), 'checkpoint.best.bin'), 'nothing');
  expect(check(true).findings.map(({ file }) => file)).toEqual([`runs/${ENDED}/checkpoint.best.bin`]);
  expect(readFileSync(join(folderOf(ENDED), 'checkpoint.best.bin.damaged-1'), 'utf8')).toBe('nothing');
});

it('makes weights again from a checkpoint that holds the parameters a run ended with', () => {
  const folder = folderOf(STOPPED);
  const found = readCheckpoint(folder)?.checkpoint.session.training;
  if (!found?.best) throw new Error('No best parameters');
  const before = readWeights(folderOf(ENDED));
  const hash = (values: Float32Array) => createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');
  const { results } = readRunFolder(folderOf(ENDED));
  if (!results || !before) throw new Error('No results');
  const own = { weightsSha256: hash(found.parameters), bestWeightsSha256: hash(found.best) };
  updateRunFolder(folder, (run) => ({ ...run, status: 'cancelled', results: { ...results, ...own } }), openConf);
  expect(check(false).findings.map(({ problem }) => problem)).toEqual(['The weights are missing.']);
  writeFileSync(join(folder, 'weights.json'), '{"formatVersion":');
  const [finding] = check(true).findings;
  expect(finding?.done).toMatch(/weights\.damaged-1\.json\. They were made again from checkpoint\.bin\.$/);
  const made = readWeights(folder);
  expect([made?.specification, made?.preparation]).toEqual([before.specification, before.preparation]);
  expect(weightsSha256(made?.final ?? [])).toBe(own.weightsSha256);
  expect(weightsSha256(made?.best ?? [])).toBe(own.bestWeightsSha256);
  expect(check(true).findings).toEqual([]);
});

describe('the metric log', () => {
  it('of a stopped run keeps its good rows, and goes on with none twice', async () => {
    const path = join(folderOf(STOPPED), 'metrics.log');
    const bytes = readFileSync(path);
    // In the row of epoch 1: what comes after moves forward when it is taken out.
    const rows = (await readMetricsLog(path)).rows.length / METRICS.length;
    const at = bytes.length - (rows - 1) * 80 + 30;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    check(true);
    expect(readFileSync(`${path}.damaged-1`)).toEqual(bytes);
    expect(check(true).findings).toEqual([]);
    const { epochs } = await resumed();
    expect(epochs).toEqual([0, 2, 3, 4, 5, 6]);
  });

  it('with rows twice, or cut at the end of a record, is named', async () => {
    const path = join(folderOf(ENDED), 'metrics.log');
    const whole = readFileSync(path);
    writeFileSync(path, Buffer.concat([whole, whole.subarray(-80)]));
    expect(check(true).findings[0]?.problem).toContain('1 record of it came twice or out of order');
    expect((await readMetricsLog(path)).rows.length / METRICS.length).toBe(7);
    rmSync(`${path}.damaged-1`);
    writeFileSync(path, whole.subarray(0, -80));
    expect(check(true).findings[0]?.problem).toContain('The rows of 1 epoch are lost');
    expect(check(true).findings).toEqual([]);
  });
});

it('removes what killed writers left, and names what it does not know, which it leaves alone', () => {
  writeFileSync(join(folderOf(ENDED), 'checkpoint.bin.tmp-0123456789abcdef'), 'half');
  writeFileSync(join(folderOf(ENDED), 'notes.txt'), 'mine');
  const { findings, unknown } = check(true);
  expect(findings.map(({ done }) => done)).toEqual(['It was removed.']);
  expect(unknown).toEqual([`runs/${ENDED}/notes.txt`]);
  expect(readFileSync(join(folderOf(ENDED), 'notes.txt'), 'utf8')).toBe('mine');
  expect(check(true)).toMatchObject({ findings: [], unknown });
});

it('knows what other parts of the app keep beside runs: nothing of it is named, and none of it is touched', () => {
  const store = new RunStore(root, openConf);
  store.moveToTrash(STORED_RUNS[2]);
  new SweepStore(root, openConf);
  const folders = ['importing/x', 'runs/abc.new', `trash/.removing-${STOPPED}.deleted-1`];
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  // Of a process that was killed.
  const left = { pid: 1, startedAt: null, host: 'elsewhere', who: 'train', token: '0123456789abcdef' };
  const claim = join(folderOf(ENDED), 'lock.0123456789abcdef');
  writeFileSync(claim, JSON.stringify(left));
  copyFileSync(join(folderOf(STOPPED), 'checkpoint.bin'), join(folderOf(STOPPED), 'checkpoint.epoch-000003.bin'));
  const { findings, unknown } = check(true);
  expect([findings, unknown]).toEqual([[], []]);
  for (const path of [...folders.map((folder) => join(root, folder)), claim]) expect(existsSync(path)).toBe(true);
});

it('mends a deleted run where it is, and moves one that is lost to damaged under its own name', () => {
  const store = new RunStore(root, openConf);
  for (const id of [ENDED, STORED_RUNS[2]]) store.moveToTrash(id);
  const [ended, other] = [ENDED, STORED_RUNS[2]].map((id) => store.trash.get(id).folder) as [string, string];
  for (const name of ['run.json', 'run.previous.json']) truncateSync(join(ended, name), 60);
  for (const name of readdirSync(ended).filter((each) => each.startsWith('checkpoint'))) rmSync(join(ended, name));
  truncateSync(join(other, 'run.json'), 60);
  expect(check(true).findings.map(({ file, done }) => [file, done !== null])).toEqual([
    [expect.stringMatching(`^trash/${ENDED}.deleted-\\d+/run.json$`), true],
    [expect.stringMatching(`^trash/${STORED_RUNS[2]}.deleted-\\d+/run.json$`), true],
  ]);
  expect(readdirSync(join(root, 'damaged'))).toEqual([ENDED]);
  expect(check(true).findings).toEqual([]);
  expect(new RunStore(root, openConf).restore(STORED_RUNS[2]).status).toBe('completed');
});

it('leaves a run out that another process trains, and moves a lock aside that says nothing', () => {
  const lock = RunLock.acquire(folderOf(ENDED), 'the command line');
  truncateSync(join(folderOf(ENDED), 'run.json'), 60);
  writeFileSync(join(folderOf(STOPPED), 'lock'), '');
  const training: string[] = [];
  const onTraining = (folder: string, by: string) => training.push(`${folder} ${by}`);
  const { findings } = checkStore(root, { repair: true, open: openConf, rebuildWeights, onTraining });
  expect(training).toEqual([`${folderOf(ENDED)} the command line, process ${process.pid}`]);
  expect(findings.map(({ file, done }) => [file, done])).toEqual([
    [`runs/${STOPPED}/lock`, 'Its bytes are kept as lock.damaged-1.'],
  ]);
  RunLock.acquire(folderOf(STOPPED), 'a test').release();
  lock.release();
  expect(check(true).findings.map(({ file }) => file)).toEqual([`runs/${ENDED}/run.json`]);
});

it('names a damaged sweep and keeps it aside', () => {
  const sweeps = join(root, 'sweeps');
  mkdirSync(sweeps);
  writeFileSync(join(sweeps, `${ENDED}.json`), 'nothing');
  const [finding, ...others] = check(true).findings;
  expect([finding?.file, others]).toEqual([`sweeps/${ENDED}.json`, []]);
  expect(readFileSync(join(sweeps, `${ENDED}.damaged-1.json`), 'utf8')).toBe('nothing');
});

it('never touches a document of a newer version of the app: it is named, and the run stays', () => {
  const path = join(folderOf(ENDED), 'run.json');
  const newer = JSON.stringify({ formatVersion: 99, id: ENDED, something: 'new' });
  writeFileSync(path, newer);
  const { documents, damaged } = new RunStore(root, openConf).list();
  expect(documents).toHaveLength(2);
  expect(damaged).toEqual([{ id: ENDED, message: expect.stringContaining('newer version') as string }]);
  expect(check(true).findings).toMatchObject([{ file: `runs/${ENDED}/run.json`, done: null }]);
  expect(readFileSync(path, 'utf8')).toBe(newer);
});

it('reports what it cannot mend on a full disk, loses nothing by trying, and mends it when there is space', () => {
  cut(STOPPED, 'run.json', 'run.previous.json');
  const contents = () => {
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('base64'));
  };
  const before = contents();
  const full = () => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  };
  const [finding] = checkStore(root, { repair: true, open: full, rebuildWeights }).findings;
  expect([finding?.file, finding?.done]).toEqual([`runs/${STOPPED}/run.json`, null]);
  expect(finding?.remedy).toContain('That failed: The disk is full');
  expect(contents()).toEqual(expect.arrayContaining(before));
  check(true);
  expect(check(true).findings).toEqual([]);
  expect(readRunFolder(folderOf(STOPPED)).status).toBe('interrupted');
});
