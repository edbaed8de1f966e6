/** A store with something of everything in it, and every way of writing to it, each told to a ledger. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS, type RunDocument } from '../../../core/contract/run';
import { DEFAULT_SETTINGS } from '../../../core/contract/settings';
import type { Tensor } from '../../../core/contract/weights';
import { toLittleEndian } from '../../../core/formats/little-endian';
import { encodeCheckpoint, type Checkpoint } from '../../../electron/store/checkpoint-bytes';
import { writeCheckpoint } from '../../../electron/store/checkpoints';
import { documentOptions } from '../../../electron/store/document-backend';
import { seriesSha256 } from '../../../electron/store/dataset-document';
import { DatasetsStore } from '../../../electron/store/datasets-store';
import { writeDurably } from '../../../electron/store/durable-file';
import { MetricsLog } from '../../../electron/store/metrics-log';
import { metricsFileOf } from '../../../electron/store/run-folder';
import { RunStore } from '../../../electron/store/run-store';
import { openSettingsStore } from '../../../electron/store/settings-store';
import { writeWeights } from '../../../electron/store/weights-store';
import { openWindowStateStore } from '../../../electron/store/window-state-store';
import { openConf, runDocument } from '../../support/documents';
import { sampleWeights } from '../../support/weights-samples';
import { unwatched } from './intercept';
import type { Ledger } from './ledger';
import { canonical, digest, documentAt, rowsAt, rowsText } from './readers';

/** Runs that the scenarios change; runs with other numbers are bystanders. */
export const CHANGED_RUN = 1;
export const DELETED_RUN = 2;
export const NEW_RUN = 3;
export const TRAINED_RUN = 4;
export const BYSTANDERS = [11, 12];
export const DELETED_BYSTANDER = 13;
/** Milliseconds since 1970; part of the folders' names. */
const DELETED_AT = 1_700_000_000_000;

export const idOf = (run: number): string => runDocument(run).id;

/** In the store. */
export const placeAmongRuns = (run: number): string => join('runs', idOf(run));

/** In the store, once it was deleted. */
export const placeInTrash = (run: number): string => join('trash', `${idOf(run)}.deleted-${DELETED_AT}`);

export class World {
  readonly folder: string;
  readonly ledger: Ledger;
  #log: MetricsLog | null = null;
  #rows: number[];
  /** Makes every value another one. */
  #turn: number;

  /** @param folder of the whole scenario: the store is in it, and what is exported */
  constructor(folder: string, ledger: Ledger, turn = 0) {
    this.folder = folder;
    this.ledger = ledger;
    this.#turn = turn;
    this.#rows = unwatched(() => rowsOf(rowsAt(metricsFileOf(this.folderOf(CHANGED_RUN)), METRICS.length)));
  }

  get root(): string {
    return join(this.folder, 'store');
  }

  folderOf(run: number): string {
    return join(this.root, 'runs', idOf(run));
  }

  createRun(run = NEW_RUN): void {
    const document = runDocument(run);
    this.ledger.attempt(`run ${run}`, `runs ${canonical(document)}`, () => this.#runs().create(document));
  }

  createNextRun(): void {
    this.createRun(100 + this.#turn++);
  }

  updateRun(run = CHANGED_RUN): void {
    // Longer than a page of a disk, so that a full one may take a part of it.
    const change = { cause: `${'-'.repeat(9000)} ${this.#turn++}`, status: 'failed' as const };
    const value = `runs ${canonical(runDocument(run, change))}`;
    this.ledger.attempt(`run ${run}`, value, () =>
      this.#runs().update(idOf(run), (document): RunDocument => ({ ...document, ...change })),
    );
  }

  moveToTrash(run = CHANGED_RUN): void {
    const value = `trash ${this.#documentOf(run)}`;
    this.ledger.attempt(`run ${run}`, value, () => this.#runs().moveToTrash(idOf(run), DELETED_AT));
  }

  restore(run = DELETED_RUN): void {
    const value = `runs ${this.#documentOf(run)}`;
    this.ledger.attempt(`run ${run}`, value, () => this.#runs().restore(idOf(run)));
  }

  changeSettings(): void {
    const change = { maxConcurrentRuns: 1 + (this.#turn++ % 64) };
    this.ledger.attempt('settings', canonical({ formatVersion: 2, ...DEFAULT_SETTINGS, ...change }), () =>
      openSettingsStore(this.root, openConf).update(change),
    );
  }

  /** As conf does it alone, without our guard: for a control that must lose. */
  writeUnguarded(): void {
    const settings = { theme: 'dark', padding: 'x'.repeat(20_000) };
    this.ledger.attempt('settings', canonical(settings), () => {
      openConf(documentOptions(this.root, 'settings')).store = settings;
    });
  }

  moveWindow(): void {
    const state = { bounds: { x: this.#turn++, y: 2, width: 800, height: 600 }, maximized: false };
    this.ledger.attempt('window', canonical(state), () => openWindowStateStore(this.root, openConf).write(state));
  }

  /** @param numbers in the weights of the last step; past 2,000,000 they are kept in a file of their own */
  writeWeights(numbers = 3000, run = CHANGED_RUN): void {
    const { specification, preparation } = sampleWeights();
    const tensors = (length: number): Tensor[] => {
      const values = new Float32Array(length).fill(1 + this.#turn++);
      return [{ name: 'w_in1', shape: [length], values }];
    };
    const weights = { specification, preparation, final: tensors(numbers), best: tensors(50) };
    const digestOf = (set: readonly Tensor[]) => digest(Buffer.concat(set.map(({ values }) => toLittleEndian(values))));
    const value = `${digestOf(weights.final)} ${digestOf(weights.best)}`;
    this.ledger.attempt(`weights ${run}`, value, () => writeWeights(this.folderOf(run), weights, openConf));
  }

  importDataset(length = 50, name = `Series ${this.#turn++}`): void {
    const values = Float64Array.from({ length }, (_, row) => row + length);
    const series = { columns: [{ name: 'a', unit: '', values }], labels: null };
    const given = { name, fileName: 'a.csv', importedAt: 1, series };
    const facts = {
      version: 1,
      fileSha256: null,
      fileBytes: null,
      notes: [],
      rows: length,
      hasLabels: false,
      drifts: true,
    };
    const columns = [{ name: 'a', unit: '', missing: 0 }];
    const value = canonical({ formatVersion: 2, name, fileName: 'a.csv', importedAt: 1, columns, ...facts });
    const item = `dataset ${seriesSha256(series)}`;
    this.ledger.attempt(item, value, () => new DatasetsStore(this.root).write(given));
  }

  /** @param keep rows that stay */
  openLog(keep = Infinity, run = CHANGED_RUN): void {
    if (this.#log !== null) return;
    const kept = this.#rows.slice(0, keep);
    // A row has as many numbers as there are columns, in a record of its own.
    const bytes = keep === Infinity ? Infinity : HEADER_BYTES + kept.length * (8 + 8 * METRICS.length);
    this.ledger.attempt(`rows ${run}`, rowsText(kept), () => {
      this.#log = MetricsLog.open(metricsFileOf(this.folderOf(run)), METRICS, bytes);
      this.#rows = kept;
    });
  }

  appendRows(count = 1, run = CHANGED_RUN): void {
    const log = this.#log;
    if (log === null) return;
    const added = Array.from({ length: count }, () => 1000 + this.#turn++);
    const rows = new Float64Array(count * METRICS.length);
    for (const [row, number] of added.entries()) rows[row * METRICS.length] = number;
    const all = [...this.#rows, ...added];
    const done = this.ledger.attempt(`rows ${run}`, rowsText(all), () => log.append(rows), false);
    if (done) this.#rows = all;
  }

  /** Once this is acknowledged, the rows so far outlast a power cut. */
  syncLog(run = CHANGED_RUN): void {
    const log = this.#log;
    if (log !== null) this.ledger.attempt(`rows ${run}`, rowsText(this.#rows), () => log.sync());
  }

  closeLog(run = CHANGED_RUN): void {
    const log = this.#log;
    this.#log = null;
    if (log !== null) this.ledger.attempt(`rows ${run}`, rowsText(this.#rows), () => log.close());
  }

  writeCheckpoint(run = CHANGED_RUN): void {
    const checkpoint = sampleCheckpoint(++this.#turn);
    const footer = Buffer.from(encodeCheckpoint(checkpoint).subarray(-32)).toString('hex');
    this.ledger.attempt(`checkpoint ${run}`, footer, () => writeCheckpoint(this.folderOf(run), checkpoint));
  }

  exportFile(name = 'weights.npz'): void {
    const bytes = Buffer.alloc(12_000, ++this.#turn);
    const path = join(this.folder, name);
    this.ledger.attempt(`file ${name}`, digest(bytes), () => writeDurably(path, bytes));
  }

  /** Wherever it is. */
  #documentOf(run: number): string {
    const places = [placeAmongRuns(run), placeInTrash(run)].map((place) => join(this.root, place, 'run.json'));
    return unwatched(() => places.map(documentAt).join(''));
  }

  #runs(): RunStore {
    return new RunStore(this.root, openConf);
  }
}

function rowsOf(text: string): number[] {
  return text.split(';').slice(0, -1).map(Number);
}

const HEADER_BYTES = 16 + JSON.stringify(METRICS).length;

/** What every scenario begins with. Nothing fails yet. */
export function furnish(world: World): void {
  mkdirSync(world.root);
  for (const run of [CHANGED_RUN, DELETED_RUN, ...BYSTANDERS, DELETED_BYSTANDER]) {
    world.createRun(run);
    world.updateRun(run);
    world.writeWeights(500, run);
    world.writeCheckpoint(run);
    world.writeCheckpoint(run);
    world.openLog(0, run);
    for (let row = 0; row < 4; row++) world.appendRows(1, run);
    world.closeLog(run);
  }
  for (const run of [DELETED_RUN, DELETED_BYSTANDER]) world.moveToTrash(run);
  world.changeSettings();
  world.moveWindow();
  world.importDataset(30);
  world.exportFile();
}

function sampleCheckpoint(step: number): Checkpoint {
  const numbers = Float32Array.from({ length: 300 }, (_, index) => step * index);
  return {
    configuration: null,
    configurationSha256: '0'.repeat(64),
    dataSha256: '0'.repeat(64),
    environment: { app: '1', kernel: 'strict' },
    logBytes: 0,
    session: {
      seconds: step,
      lastRow: null,
      training: {
        ...{ epoch: 1, step, seen: 0, batches: 0, lossSum: 0, normSum: 0, shuffling: null },
        schedule: { plateaus: 0, bestLoss: 1, waited: 0 },
        stopping: { bestLoss: 1, bestEpoch: 0, waited: 0 },
        ...{ powers: [], evaluatedEpoch: 0, order: Uint32Array.of(0, 1) },
        ...{ parameters: numbers, lastGood: numbers, evaluated: numbers, best: null, moments: [] },
      },
    },
  };
}
