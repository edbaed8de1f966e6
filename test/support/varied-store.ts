/** A store with something of each kind in it, made by the app itself within seconds: for tests and pictures of every view. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetSummary, SeriesDataset } from '../../core/contract/dataset';
import { suggestedConfiguration } from '../../core/contract/quick-start';
import type { RunConfiguration, RunId, RunStatus } from '../../core/contract/run';
import type { SweepDefinition } from '../../core/contract/sweep';
import { smallConfiguration } from './configurations';
import { answerOpenDialog, answerSaveDialog, trainerPids } from './drive-studio';
import type { StudioApp } from './launch-studio';
import { smallSweep } from './sweeps';
import { wavesCsv } from './waves';

/** One run of each way to end, and others that have something to show of their own. */
const ENDS = ['completed', 'diverged', 'failed', 'interrupted', 'cancelled', 'paused'] as const;
export type RunKind = (typeof ENDS)[number] | 'long' | 'forked' | 'archived' | 'classes' | 'targets' | 'imported';

export interface VariedStore {
  /** For files that a person chooses. */
  readonly folder: string;
  /** Those that are called by a status have it; `completed` has tags, a note and a fork. */
  readonly runs: Readonly<Record<RunKind, RunId>>;
  /** All trials ended; some were stopped early; nothing but its name; paused. */
  readonly sweeps: Readonly<Record<'ended' | 'halved' | 'long' | 'paused', string>>;
  /** Two models with three seeds each, to be compared. */
  readonly compared: readonly RunId[];
  /** Weights of `completed`. */
  readonly weights: string;
}

/** Names as long as they may be, without a place to break them at. */
const LONGEST = (length: number, beginning: string) => beginning.padEnd(length, '·');
export const LONG_RUN = LONGEST(120, 'A name as long as names may become, which has to stay within its column ');
export const LONG_DATA = LONGEST(200, 'Data with a name as long as names of data may become ');
const EPOCHS_WITHOUT_END = 1_000_000;

/** Of nothing that is under way. */
const ENDED: readonly RunStatus[] = ['completed', 'diverged', 'failed', 'interrupted', 'cancelled', 'paused'];

export async function fillVariedStore(studio: StudioApp, folder: string): Promise<VariedStore> {
  const { ask } = studio;
  await ask('settings:set', { maxConcurrentRuns: 2, keepCheckpointsAlong: 2, savedViews: [] });
  const launch = (over: Partial<RunConfiguration>, count = 1) =>
    ask('runs:launch', { configuration: { ...smallConfiguration({ epochs: 12 }), ...over }, count });
  const one = async (over: Partial<RunConfiguration>): Promise<RunId> => (await launch(over))[0] ?? '';
  const waves = await importSeries(studio, join(folder, 'waves.csv'), wavesCsv(60), 'Waves');
  const tide = await importSeries(studio, join(folder, 'levels.csv'), tideCsv(), LONG_DATA);
  const weather = (await ask('datasets:list', undefined)).find(({ id }) => id === 'seattle-weather');
  if (!weather) throw new Error('The library has no weather');

  const compared = [
    ...(await launch({ name: 'CO₂, two clocks', seed: 1 }, 3)),
    ...(await launch({ name: 'CO₂, Elman', model: 'elman', seed: 1 }, 3)),
  ];
  const [completed = ''] = compared;
  const long = await one({ name: LONG_RUN, dataset: tide.suggested });
  // Decoupled decay of −0.3·10 turns a weight w into about −2w at every step: none is finite after some 130 of them.
  const diverged = await one({
    ...{ name: 'Too large a rate', optimizer: 'adamw', learningRate: 0.3, weightDecay: 10 },
    ...{ clipNorm: 0, epochs: 100 },
  });
  const failed = await one({ name: 'Data without its column', dataset: { ...seriesOf(tide), target: 'height' } });
  const classes = await one({
    ...{ name: 'Sine or square', epochs: 20, learningRate: 0.01, dataset: classesOf(waves) },
  });
  const targets = (
    await ask('runs:launch', {
      configuration: suggestedConfiguration(
        { ...weather, suggested: { ...seriesOf(weather), stride: 8, otherTargets: ['temp_min', 'wind'] } },
        'Weather, three targets',
        { epochs: 4, hiddenUnits: 6 },
      ),
      count: 1,
    })
  )[0];
  const imported = await one({ name: 'Levels', dataset: tide.suggested });
  const archived = await one({ name: 'Put away' });
  const cancelled = await one({ name: 'Not wanted after all', epochs: EPOCHS_WITHOUT_END });
  await until(studio, async () => (await epochOf(studio, cancelled)) > 0);
  await ask('runs:cancel', { ids: [cancelled] });
  await studio.runsToBe(...ENDED);

  const interrupted = await one({ name: 'Ended from outside', epochs: EPOCHS_WITHOUT_END });
  await until(studio, async () => (await epochOf(studio, interrupted)) > 2);
  process.kill((await trainerPids(studio))[0] ?? NaN, 'SIGTERM');
  await studio.runsToBe(...ENDED);
  const paused = await one({ name: 'To be resumed', epochs: EPOCHS_WITHOUT_END });
  await until(studio, async () => (await epochOf(studio, paused)) > 0);
  await ask('runs:pause', { ids: [paused] });

  const configuration = { ...smallConfiguration({ epochs: 20 }), name: 'Forked', seed: 9 };
  const forked = await ask('runs:fork', { id: completed, checkpoint: 'checkpoint.bin', configuration });
  const weights = join(folder, 'first.safetensors');
  await answerSaveDialog(studio, weights);
  await ask('runs:export-weights', { id: completed, format: 'safetensors', weights: 'final' });
  await mark(studio, completed, archived, long);
  const sweeps = await fillSweeps(studio);
  const trashed = [...(await launch({ name: 'A mistake' })), ...(await launch({ name: LONG_RUN }))];
  await studio.runsToBe(...ENDED);
  await ask('runs:delete', { ids: trashed });
  const ends = { completed, diverged, failed, interrupted, cancelled, paused };
  const others = { long, forked, archived, classes, targets: targets ?? '', imported };
  return { folder, runs: { ...ends, ...others }, sweeps, compared, weights };
}

/** Where the runs stand that are called by a status. */
export async function statusesOf({ ask }: StudioApp, { runs }: VariedStore): Promise<Record<string, string>> {
  const all = await ask('runs:list', undefined);
  const entries = ENDS.map((kind) => [kind, all.find(({ id }) => id === runs[kind])?.status ?? 'not there'] as const);
  return Object.fromEntries(entries);
}

export const SAME_STATUSES = Object.fromEntries(ENDS.map((kind) => [kind, kind]));

async function mark({ ask }: StudioApp, completed: RunId, archived: RunId, long: RunId): Promise<void> {
  const change = { tags: ['baseline', 'keep'], notes: 'The first that beat persistence.' };
  await ask('runs:annotate', { ids: [completed], change });
  await ask('runs:annotate', { ids: [archived], change: { isArchived: true } });
  const tags = Array.from({ length: 6 }, (_, tag) => LONGEST(40, `tag ${tag} `));
  await ask('runs:annotate', {
    ids: [long],
    change: { tags, notes: LONGEST(300, 'A note without a place to break it ') },
  });
}

async function fillSweeps(studio: StudioApp): Promise<VariedStore['sweeps']> {
  let made = 0;
  const launch = async (over: Partial<SweepDefinition>): Promise<string> => {
    const id = `00000000-0000-4000-8000-00000000000${++made}`;
    const base = smallConfiguration({ epochs: 3 });
    return (await studio.ask('sweeps:launch', { definition: smallSweep({ id, base, seeds: 1, ...over }) })).id;
  };
  const toBe = (id: string, status: string) =>
    until(studio, async () =>
      (await studio.ask('sweeps:list', undefined)).some((sweep) => sweep.id === id && sweep.status === status),
    );
  const ended = await launch({
    name: 'Rates and sizes',
    dimensions: [
      { field: 'learningRate', kind: 'logarithmic', from: 1e-4, to: 0.1, count: 4 },
      { field: 'hiddenUnits', kind: 'integer', from: 2, to: 4, count: 2 },
    ],
  });
  await toBe(ended, 'completed');
  // One after the other: the first rate is the better one at every rung, and the second is stopped long before its end.
  await studio.ask('settings:set', { maxConcurrentRuns: 1 });
  const halved = await launch({
    name: 'Weak ones are stopped',
    base: smallConfiguration({ epochs: 4000 }),
    dimensions: [{ field: 'learningRate', kind: 'choice', values: [0.01, 1e-7, 2e-7] }],
    stopping: { metric: 'validationLoss', minEpochs: 5, reduction: 2, rungs: 3 },
  });
  await toBe(halved, 'completed');
  const long = await launch({ name: LONG_RUN });
  await toBe(long, 'completed');
  const paused = await launch({ name: 'For another day', base: smallConfiguration({ epochs: EPOCHS_WITHOUT_END }) });
  await until(studio, async () =>
    (await studio.ask('runs:list', undefined)).some(({ sweep, progress }) => sweep?.id === paused && progress),
  );
  await studio.ask('sweeps:pause', { id: paused });
  await studio.ask('settings:set', { maxConcurrentRuns: 2 });
  return { ended, halved, long, paused };
}

/** Takes a file into the library as a person would who leaves everything as it is found. */
async function importSeries(studio: StudioApp, path: string, text: string, name: string): Promise<DatasetSummary> {
  writeFileSync(path, text);
  await answerOpenDialog(studio, path);
  const { token = '' } = (await studio.ask('datasets:choose-file', undefined)) ?? {};
  const { options, columns } = await studio.ask('datasets:preview-import', { token, options: null });
  const taken = columns.map(({ name: column, type }) => ({ name: column, type }));
  const choice = { name, columns: taken, label: null, calendar: [] };
  return (await studio.ask('datasets:import', { token, options, choice })).dataset;
}

/** Days and levels, with a column whose name is as long as names of columns may be. */
export function tideCsv(): string {
  const level = (day: number) => (10 * Math.sin(day / 5) + (day % 7) / 10).toFixed(3);
  const rows = Array.from({ length: 300 }, (_, day) => `${level(day)},${level(day + 2)}`);
  return [`level,${LONGEST(200, 'level two days later ')}`, ...rows].join('\n');
}

function seriesOf({ suggested }: Pick<DatasetSummary, 'suggested'>): SeriesDataset {
  if (suggested.kind !== 'series') throw new Error('The data is no series');
  return suggested;
}

function classesOf(waves: DatasetSummary): SeriesDataset {
  return {
    ...seriesOf(waves),
    ...{ inputs: ['value'], target: 'shape', targetKind: 'class', sequenceColumn: 'wave' },
    ...{ horizon: 0, differencing: false },
  };
}

async function epochOf({ ask }: StudioApp, id: RunId): Promise<number> {
  return (await ask('runs:list', undefined)).find((run) => run.id === id)?.progress?.epoch ?? 0;
}

async function until({ page }: StudioApp, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await page.waitForTimeout(50);
}
