/** Every way in which the store is written to: what it does before the disk fails, and what while it does. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricsFileOf } from '../../../electron/store/run-folder';
import { DatasetsStore } from '../../../electron/store/datasets-store';
import { readCheckpoint } from '../../../electron/store/checkpoints';
import { RunStore } from '../../../electron/store/run-store';
import { openSettingsStore } from '../../../electron/store/settings-store';
import { openConf } from '../../support/documents';
import { goOn } from './clock';
import { look } from './inspect';
import { trainRun, trainedWell } from './training';
import { CHANGED_RUN, type World } from './world';

export interface WritePath {
  readonly name: string;
  /** Done to a furnished store, by other means than the code under test. */
  readonly prepare?: (world: World) => void;
  /** Under the fault. */
  readonly act: (world: World) => void;
  /** After the fault, beyond the promises about every path. @returns what was lost */
  readonly after?: (world: World) => string[];
  /** 10 times the files of another: only a tenth of its faults belong to a sample. */
  readonly isSlow?: boolean;
}

const PAST_8_MB = 2_000_001;

function appendAndClose(world: World): void {
  world.openLog();
  for (let row = 0; row < 4; row++) {
    world.appendRows(1 + row);
    goOn(600);
  }
  // Several records in one write.
  world.appendRows(2000);
  world.appendRows(1);
  world.syncLog();
  world.appendRows(1);
  world.closeLog();
}

function open(world: World, what: string, action: () => unknown): void {
  try {
    action();
  } catch (error) {
    world.ledger.complain(what, error);
  }
}

function openAll(world: World): void {
  open(world, 'listing the runs', () => new RunStore(world.root, openConf).list());
  open(world, 'opening the settings', () => openSettingsStore(world.root, openConf).read());
  open(world, 'listing the data', () => new DatasetsStore(world.root).list());
}

/** The previous versions hold what came before the last change, which is what damage leaves. */
function damageDocuments(world: World): void {
  for (const [item, folder, name] of [
    ['settings', world.root, 'settings'],
    [`run ${CHANGED_RUN}`, world.folderOf(CHANGED_RUN), 'run'],
  ] as const) {
    if (item === 'settings') world.changeSettings();
    else world.updateRun();
    writeFileSync(join(folder, `${name}.json`), '{"damaged": tr');
    new RunStore(world.root, openConf).list();
    openSettingsStore(world.root, openConf);
    world.ledger.assume(item, look(world.folder, item));
    writeFileSync(join(folder, `${name}.json`), `{"damaged again": "${name}`);
  }
}

/** Must lose: what is lost without our guard shows that the row can see it. */
export const UNGUARDED: WritePath = { name: 'conf alone', act: (world) => world.writeUnguarded() };

export const WRITE_PATHS: readonly WritePath[] = [
  { name: 'creating a run', act: (world) => world.createRun() },
  {
    name: 'updating a run’s document',
    act(world) {
      world.updateRun();
      world.updateRun();
    },
  },
  {
    name: 'settings',
    act(world) {
      world.changeSettings();
      world.changeSettings();
    },
  },
  {
    name: 'window state',
    act(world) {
      world.moveWindow();
      world.moveWindow();
    },
  },
  {
    name: 'weights inside the document',
    act(world) {
      world.writeWeights();
      world.writeWeights();
    },
  },
  { name: 'weights beside the document', isSlow: true, act: (world) => world.writeWeights(PAST_8_MB) },
  {
    name: 'importing data',
    act(world) {
      world.importDataset();
      world.importDataset();
    },
  },
  { name: 'metric log', act: appendAndClose },
  {
    name: 'metric log with a torn tail',
    prepare: (world) => appendFileSync(metricsFileOf(world.folderOf(CHANGED_RUN)), Buffer.alloc(100, 72)),
    act: appendAndClose,
  },
  {
    name: 'checkpoints',
    act(world) {
      for (let turn = 0; turn < 3; turn++) world.writeCheckpoint();
    },
  },
  {
    name: 'resuming',
    act(world) {
      open(world, 'reading a checkpoint', () => readCheckpoint(world.folderOf(CHANGED_RUN)));
      world.openLog(2);
      world.appendRows();
      world.writeCheckpoint();
      world.closeLog();
    },
  },
  {
    name: 'trash',
    act(world) {
      world.moveToTrash();
      world.restore();
      world.restore(CHANGED_RUN);
    },
  },
  { name: 'training', isSlow: true, act: trainRun, after: trainedWell },
  {
    name: 'export',
    act(world) {
      world.exportFile('new.npz');
      world.exportFile();
    },
  },
  { name: 'opening a store with damage', prepare: damageDocuments, act: openAll },
];
