/** A small store with one of every kind of file, and what must hold whatever is done to one of them. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { RunConfiguration, RunDocument } from '../../core/contract/run';
import type { PreparedDataset } from '../../core/data/dataset';
import { prepareDataset } from '../../core/data/prepare';
import { weightsOf } from '../../core/train/results';
import { TrainingSession } from '../../core/train/session';
import { DatasetsStore } from '../../electron/store/datasets-store';
import { checkStore } from '../../electron/store/doctor/check-store';
import type { RebuildWeights } from '../../electron/store/doctor/check-weights';
import { loadKernels } from '../../electron/store/kernel-module';
import { updateRunFolder } from '../../electron/store/run-folder';
import { RunRecorder } from '../../electron/store/run-recorder';
import { RunStore } from '../../electron/store/run-store';
import { openSettingsStore } from '../../electron/store/settings-store';
import { markStore } from '../../electron/store/store-version';
import { writeWeights } from '../../electron/store/weights-store';
import { smallConfiguration } from './configurations';
import { openConf, runDocument } from './documents';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Ids of the runs in it: one that came to its end, one that was stopped in its middle, one with weights in a binary file. */
export const STORED_RUNS = [1, 2, 3].map((number) => runDocument(number).id) as [string, string, string];
const CONFIGURATION = smallConfiguration({ epochs: 6, hiddenUnits: 3 });

export function prepared({ dataset, readout }: RunConfiguration): PreparedDataset {
  return prepareDataset(dataset, readout, null);
}

export const rebuildWeights: RebuildWeights = ({ configuration }, parameters) =>
  weightsOf(configuration, prepared(configuration), parameters);

/** Every file's path from the store's folder, by kind. */
export const KINDS = {
  'run.json': `runs/${STORED_RUNS[1]}/run.json`,
  'run.previous.json': `runs/${STORED_RUNS[1]}/run.previous.json`,
  'weights.json': `runs/${STORED_RUNS[0]}/weights.json`,
  'weights-*.bin': `runs/${STORED_RUNS[2]}/weights-*.bin`,
  'metrics.log': `runs/${STORED_RUNS[0]}/metrics.log`,
  'checkpoint.bin': `runs/${STORED_RUNS[1]}/checkpoint.bin`,
  'checkpoint.previous.bin': `runs/${STORED_RUNS[1]}/checkpoint.previous.bin`,
  'settings.json': 'settings.json',
  'store.json': 'store.json',
  'dataset file': 'datasets/*.json',
} as const;
export type Kind = keyof typeof KINDS;

/** @returns the path of the one file of a kind */
export function fileOf(root: string, kind: Kind): string {
  const path = join(root, KINDS[kind]);
  if (!path.includes('*')) return path;
  const suffix = KINDS[kind].endsWith('.bin') ? '.bin' : '.json';
  const name = readdirSync(dirname(path)).find((each) => each.endsWith(suffix) && /[0-9a-f]{64}/.test(each));
  return join(dirname(path), name ?? 'missing');
}

export function makeStore(root: string): void {
  markStore(root, openConf);
  openSettingsStore(root, openConf).update({ theme: 'dark' });
  new DatasetsStore(root).write({
    name: 'tide.csv',
    fileName: 'tide.csv',
    importedAt: 1_700_000_000_000,
    series: { columns: [{ name: 'height', unit: 'm', values: Float64Array.of(1, 2.5, NaN, 4) }], labels: null },
  });
  const store = new RunStore(root, openConf);
  STORED_RUNS.forEach((_, index) => makeRun(store, index));
}

function makeRun(store: RunStore, index: number): void {
  const document = runDocument(index + 1, { configuration: CONFIGURATION, status: 'running' });
  store.create(document);
  const folder = store.folderOf(document.id);
  const environment = { app: '0.1.0', kernel: 'strict' };
  const recorder = RunRecorder.begin({
    ...{ folder, configuration: CONFIGURATION, dataSha256: '0'.repeat(64), environment, clock: () => 0 },
  });
  const data = prepared(CONFIGURATION);
  const session = new TrainingSession(CONFIGURATION, data, { clock: () => 0, sha256, loadKernels });
  const isStopped = index === 1;
  for (let slice = 0; !session.done && !(isStopped && slice === 22); slice++) {
    recorder.record(session.advance(0), session);
    // Rows that were logged after the last checkpoint come again.
    if (isStopped && slice >= 10 && slice < 16 && slice % 2 === 0) recorder.checkpoint(session);
  }
  recorder.close();
  if (isStopped) {
    store.update(document.id, (run) => ({ ...run, status: 'interrupted', cause: 'Killed' }));
    return;
  }
  const { status, cause, results, weights } = session.finish();
  writeWeights(folder, weights, openConf);
  if (index === 2) inBinaryFile(folder);
  const end = (run: RunDocument): RunDocument => ({ ...run, status, cause, results, finishedAt: 2 });
  for (let generation = 0; generation < 2; generation++) updateRunFolder(folder, end, openConf);
}

/** The same weights as they are kept past 8 MB, without the 8 MB. */
function inBinaryFile(folder: string): void {
  type Stored = { sha256: string; file: string | null; tensors: { data: string | null }[] };
  const path = join(folder, 'weights.json');
  const document = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  // What is no longer so; documents from before there were seals have none.
  delete document['sha256'];
  for (const set of [document['final'], document['best']] as (Stored | null)[]) {
    if (!set) continue;
    set.file = `weights-${set.sha256}.bin`;
    writeFileSync(
      join(folder, set.file),
      Buffer.concat(set.tensors.map(({ data }) => Buffer.from(data ?? '', 'base64'))),
    );
    for (const tensor of set.tensors) tensor.data = null;
  }
  writeFileSync(path, `${JSON.stringify(document, undefined, 2)}\n`);
}

/** One file of a copy of the store is replaced; then the app reads it, and the doctor checks and repairs it. */
export class DamageTrial {
  readonly #original: string;
  readonly #root: string;
  readonly #hashes: Map<string, string>;

  /** @param work is made, and made anew for every damage */
  constructor(original: string, work: string) {
    this.#original = original;
    this.#root = work;
    this.#hashes = hashes(original);
  }

  /** @returns what was lost or untrue, in words; empty where all promises held */
  try(kind: Kind, bytes: Uint8Array, isHarmless: boolean): string[] {
    const lost: string[] = [];
    const damaged = fileOf(this.#original, kind).slice(this.#original.length + 1);
    const name = damaged.split('/').at(-1) ?? '';
    const stem = name.split('.')[0] ?? name;

    this.#reset(damaged, bytes);
    const named = this.#doctor(lost, false).filter(({ file }) => file.includes(stem.slice(0, 12)));
    if (named.length === 0 && !isHarmless) lost.push('the doctor does not name the file');
    if (!Buffer.from(bytes).equals(readFileSync(join(this.#root, damaged)))) lost.push('a check that only reads wrote');

    this.#doctor(lost, true);
    this.#expectKept(lost, damaged, bytes);
    const open = this.#doctor(lost, true).filter(({ done }) => done !== null);
    if (open.length > 0) lost.push(`a second repair found ${open[0]?.file}: ${open[0]?.problem}`);
    this.#app(lost);
    this.#expectKept(lost, damaged, bytes);

    // The app without the doctor.
    this.#reset(damaged, bytes);
    this.#app(lost);
    this.#expectKept(lost, damaged, bytes);
    return lost;
  }

  /** Only what differs is copied again: making every file anew took most of the time. */
  #reset(damaged: string, bytes: Uint8Array): void {
    const now = hashes(this.#root);
    rmSync(join(this.#root, 'damaged'), { recursive: true, force: true });
    for (const path of now.keys()) {
      if (!this.#hashes.has(path)) rmSync(join(this.#root, path), { force: true });
    }
    for (const [path, hash] of this.#hashes) {
      if (now.get(path) === hash) continue;
      mkdirSync(dirname(join(this.#root, path)), { recursive: true });
      copyFileSync(join(this.#original, path), join(this.#root, path));
    }
    writeFileSync(join(this.#root, damaged), bytes);
  }

  #doctor(lost: string[], repair: boolean) {
    try {
      return checkStore(this.#root, { repair, open: openConf, rebuildWeights }).findings;
    } catch (error) {
      lost.push(`the doctor threw ${String(error)}`);
      return [];
    }
  }

  #app(lost: string[]): void {
    try {
      markStore(this.#root, openConf);
      openSettingsStore(this.#root, openConf).read();
      new DatasetsStore(this.#root).list();
      const { documents, damaged } = new RunStore(this.#root, openConf).list();
      const seen = [...documents, ...damaged].map(({ id }) => id);
      const shelved = join(this.#root, 'damaged');
      const aside = existsSync(shelved) ? readdirSync(shelved) : [];
      for (const id of STORED_RUNS)
        if (![...seen, ...aside].includes(id)) lost.push(`run ${id} is neither listed nor named`);
    } catch (error) {
      lost.push(`the app threw ${String(error)}`);
    }
  }

  /** The damaged bytes are somewhere, and all files of other runs and of other kinds are as they were. */
  #expectKept(lost: string[], damaged: string, bytes: Uint8Array): void {
    const now = hashes(this.#root);
    const contents = new Set(now.values());
    if (!contents.has(sha256(bytes))) lost.push('the damaged bytes are nowhere');
    const folder = /^(runs\/[^/]+)\//.exec(damaged)?.[1] ?? null;
    for (const [path, hash] of this.#hashes) {
      const isOther = folder === null ? path !== damaged : !path.startsWith(`${folder}/`);
      if (isOther && now.get(path) !== hash) lost.push(`${path} was changed`);
      if (!isOther && path !== damaged && !contents.has(hash)) lost.push(`the contents of ${path} are nowhere`);
    }
  }
}

function hashes(root: string): Map<string, string> {
  mkdirSync(root, { recursive: true });
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(root.length + 1).replaceAll('\\', '/'), sha256(readFileSync(path))];
    }),
  );
}
