/** `doctor`: verifies every file of a run's folder or of the app's whole store, and mends what can be mended. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { RunId } from '../../core/contract/run';
import { prepareDataset } from '../../core/data/prepare';
import { weightsOf } from '../../core/train/results';
import { readSeries } from '../store/datasets-store';
import { checkRun } from '../store/doctor/check-run';
import { checkStore, damagedCount } from '../store/doctor/check-store';
import type { RebuildWeights } from '../store/doctor/check-weights';
import { appUsing, trainerUsing } from '../store/doctor/store-in-use';
import { explainReadError } from '../store/file-errors';
import { newerStore } from '../store/store-version';
import { parseTrashName } from '../store/trash-store';
import { CommandError } from './command-error';
import { prepare } from './configuration';
import { openDocument } from './open-document';

const APP_NAME = 'AlarmworkNet Studio';

interface DoctorAnswer {
  /** What was checked: a run's folder, or a store's. */
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** `file` is a path from `folder`; `done` is null where nothing was done, and `remedy` then says what can be. */
  readonly problems: { file: string; problem: string; remedy: string; done: string | null }[];
  readonly repaired: number;
  /** Files that the app knows nothing of. */
  readonly unknown: readonly string[];
}

interface Place {
  readonly kind: 'run' | 'store';
  readonly folder: string;
  /** The store that it is, or is part of; null for a run elsewhere. */
  readonly root: string | null;
}

/** @param folder of a run, a store, or the app's data folder; the latter's usual place where absent */
export function doctor(folder: string | undefined, { repair }: { repair: boolean }): DoctorAnswer {
  const place = placeOf(folder);
  const { root } = place;
  const reason = repair ? whyNotRepair(place) : null;
  if (reason !== null) say(`Nothing is repaired: ${reason}`);
  const options = { repair: repair && reason === null, open: openDocument, rebuildWeights: rebuilder(place) };
  const id = idOf(place.folder);
  const report =
    place.kind === 'store'
      ? checkStore(place.folder, { ...options, onProgress: showProgress(), onTraining: sayTraining })
      : checkRun(place.folder, { ...options, id: place.root === null ? null : id });
  const problems = report.findings.map(({ file, problem, remedy, done }) => ({ file, problem, remedy, done }));
  for (const { file, problem, remedy, done } of problems) say(`${file}: ${problem} ${done ?? remedy}`);
  const damaged = root === null ? 0 : damagedCount(root);
  if (damaged > 0) say(`${damaged} damaged before this check, in ${join(root ?? '', 'damaged')}.`);
  for (const file of report.unknown) say(`${file}: not a file of the app; it is left alone.`);
  const repaired = problems.filter(({ done }) => done !== null).length;
  say(summary(report.files, problems.length, repaired));
  const { files, bytes, unknown } = report;
  return { folder: place.folder, files, bytes, problems, repaired, unknown };
}

function placeOf(given: string | undefined): Place {
  if (given === '') throw new CommandError('The folder is empty: name a run’s folder, or the app’s data folder');
  const folder = resolve(given ?? usualDataFolder());
  if (given === undefined && !existsSync(folder)) {
    throw new CommandError(`There is no data of the app in ${folder}: name a folder`);
  }
  const names = namesIn(folder);
  const store = join(folder, 'store');
  if (looksLikeRun(names)) return { kind: 'run', folder, root: storeAround(folder) };
  if (looksLikeStore(names)) return { kind: 'store', folder, root: folder };
  if (names.includes('store') && looksLikeStore(namesIn(store))) return { kind: 'store', folder: store, root: store };
  throw new CommandError(`${folder}: holds neither a run nor a store; name a run’s folder, or the app’s data folder`);
}

function looksLikeRun(names: readonly string[]): boolean {
  return names.some((name) => /^(run|weights)\.|^metrics\.log|^checkpoint.*\.bin/.test(name));
}

function looksLikeStore(names: readonly string[]): boolean {
  return names.includes('runs') || names.includes('store.json');
}

/** The store whose `runs` or `trash` a run's folder is in. */
function storeAround(folder: string): string | null {
  const shelf = dirname(folder);
  return ['runs', 'trash'].includes(basename(shelf)) && idOf(folder) !== null ? dirname(shelf) : null;
}

/** As the names of folders say it, in `runs` or in `trash`. */
function idOf(folder: string): RunId | null {
  return parseTrashName(basename(folder))?.id ?? null;
}

function usualDataFolder(): string {
  const own = process.env['ALARMWORK_USER_DATA'];
  if (own) return own;
  switch (process.platform) {
    case 'win32':
      return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), APP_NAME);
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', APP_NAME);
    default:
      return join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), APP_NAME);
  }
}

/** @returns a sentence; null where this process may have the files to itself */
function whyNotRepair({ kind, folder, root }: Place): string | null {
  if (root !== null) {
    const newer = newerStore(root);
    if (newer !== null) return newer;
    const app = appUsing(dirname(root));
    if (app !== null)
      return `the app works with these files (${app}). Close it, or use Check & repair in its settings.`;
  }
  const trainer = kind === 'run' ? trainerUsing(folder) : null;
  return trainer === null ? null : `the run is in training (${trainer}). Wait until it has ended.`;
}

function rebuilder({ folder, root }: Place): RebuildWeights {
  return ({ configuration }, parameters) => {
    const { dataset, readout } = configuration;
    try {
      const isImported = root !== null && dataset.kind === 'series' && dataset.source.startsWith('imported:');
      const data = isImported
        ? prepareDataset(dataset, readout, readSeries({ folder: join(root, 'datasets'), id: dataset.source }))
        : prepare(folder, configuration).data;
      return weightsOf(configuration, data, parameters);
    } catch {
      // Its data is gone: the weights cannot be made again, and the check says so.
      return null;
    }
  };
}

function namesIn(folder: string): string[] {
  try {
    if (!statSync(folder).isDirectory()) throw new CommandError(`${folder}: is a file, not a folder`);
    return readdirSync(folder);
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(explainReadError(error, folder).message);
  }
}

function showProgress(): (done: number, total: number) => void {
  const every = 500;
  return (done, total) => {
    if (done > 0 && done % every === 0) say(`${done} of ${total} runs checked`);
  };
}

function sayTraining(folder: string, by: string): void {
  say(`${folder} is left out: it is being trained (${by}).`);
}

function summary(files: number, problems: number, repaired: number): string {
  if (problems === 0) return `${files} files verified. Nothing is wrong.`;
  return `${files} files verified, ${problems} ${problems === 1 ? 'problem' : 'problems'} found, ${repaired} repaired.`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
