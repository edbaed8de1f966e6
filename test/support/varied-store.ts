/** A store with something of each kind in it, made by the app itself within seconds: for tests and pictures of every view. */
import { suggestedConfiguration } from '../../core/contract/quick-start';
import type { RunConfiguration, RunId } from '../../core/contract/run';
import { smallConfiguration } from './configurations';
import type { StudioApp } from './launch-studio';
import { smallSweep } from './sweeps';

export interface VariedStore {
  /** For files that a person chooses. */
  readonly folder: string;
  /** Ended, and with a tag, a note and a colour. */
  readonly completed: RunId;
  readonly paused: RunId;
  readonly diverged: RunId;
  readonly sweep: string;
  /** Two models with three seeds each, to be compared. */
  readonly compared: readonly RunId[];
}

const ENDED = ['completed', 'diverged', 'paused', 'cancelled'] as const;

export async function fillVariedStore(studio: StudioApp, folder: string): Promise<VariedStore> {
  const { ask } = studio;
  await ask('settings:set', { maxConcurrentRuns: 2 });
  const launch = (over: Partial<RunConfiguration>, count = 1) =>
    ask('runs:launch', { configuration: { ...small(), ...over }, count });
  const compared = [
    ...(await launch({ name: 'CO₂, two clocks', seed: 1 }, 3)),
    ...(await launch({ name: 'CO₂, Elman', model: 'elman', seed: 1 }, 3)),
  ];
  // 120 characters: the longest name there may be.
  await launch({ name: 'A name as long as names may become, which has to stay within its column '.padEnd(120, '·') });
  const [diverged = ''] = await launch({
    name: 'Too large a rate',
    learningRate: 1e38,
    clipNorm: 0,
    epochs: 50,
  });
  const sunspots = (await ask('datasets:list', undefined)).find(({ id }) => id === 'sunspots');
  if (sunspots) {
    const configuration = suggestedConfiguration(sunspots, 'Sunspots', { epochs: 4, hiddenUnits: 6 });
    await ask('runs:launch', { configuration, count: 1 });
  }
  await studio.runsToBe(...ENDED);
  const [paused = ''] = await launch({ name: 'To be resumed', epochs: 1_000_000 });
  await until(studio, async () => (await ask('runs:list', undefined)).some(({ status }) => status === 'running'));
  await ask('runs:pause', { ids: [paused] });
  const { id: sweep } = await ask('sweeps:launch', {
    definition: smallSweep({
      name: 'Rates and sizes',
      base: smallConfiguration({ epochs: 3 }),
      seeds: 1,
      dimensions: [
        { field: 'learningRate', kind: 'logarithmic', from: 1e-4, to: 0.1, count: 4 },
        { field: 'hiddenUnits', kind: 'integer', from: 2, to: 4, count: 2 },
      ],
    }),
  });
  await until(studio, async () => (await ask('sweeps:list', undefined))[0]?.status === 'completed');
  const [completed = ''] = compared;
  const change = { tags: ['baseline', 'keep'], notes: 'The first that beat persistence.' };
  await ask('runs:annotate', { ids: [completed], change });
  const trashed = await launch({ name: 'A mistake' });
  await studio.runsToBe(...ENDED);
  await ask('runs:delete', { ids: trashed });
  return { folder, completed, paused, diverged, sweep, compared };
}

function small(): RunConfiguration {
  return smallConfiguration({ epochs: 12 });
}

async function until({ page }: StudioApp, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await page.waitForTimeout(50);
}
