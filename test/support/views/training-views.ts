/** What is under way: a run that trains, one in the queue behind it, a sweep. */
import type { RunId } from '../../../core/contract/run';
import { smallConfiguration } from '../configurations';
import type { StudioApp } from '../launch-studio';
import { smallSweep } from '../sweeps';
import { at, over, type Open, runs, TOAST, type View } from './open-view';

const SWEEP = '00000000-0000-4000-8000-00000000000a';
let training: RunId = '';
let queued: RunId = '';

/** Two runs of one after the other, and a sweep of which no run has had its turn. */
export async function startTraining({ ask, page }: StudioApp): Promise<void> {
  await ask('settings:set', { maxConcurrentRuns: 1 });
  const configuration = smallConfiguration({ name: 'Trains on and on', epochs: 1_000_000, hiddenUnits: 24 });
  [training = '', queued = ''] = await ask('runs:launch', { configuration, count: 2 });
  await ask('sweeps:launch', { definition: smallSweep({ id: SWEEP, name: 'Waits for its turn' }) });
  const epoch = async () => (await ask('runs:list', undefined)).find(({ id }) => id === training)?.progress?.epoch ?? 0;
  while ((await epoch()) < 2) await page.waitForTimeout(50);
}

const page = (id: () => RunId, tab: string, sign: string): Open => at(() => `#/run/${id()}/${tab}`, sign);
const FACTS = '[aria-labelledby="facts-heading"]';

export const TRAINING_VIEWS: readonly View[] = [
  { name: 'runs, one in training', open: runs },
  { name: 'run in training', open: page(() => training, 'overview', FACTS) },
  { name: 'run in training, curves', open: page(() => training, 'curves', 'canvas') },
  { name: 'run in training, predictions', open: page(() => training, 'predictions', '[role="tabpanel"]') },
  { name: 'run in training, inside', open: page(() => training, 'inside', 'figure .map') },
  { name: 'run in training, files', open: page(() => training, 'files', 'main .button') },
  { name: 'queued run', open: page(() => queued, 'overview', FACTS) },
  { name: 'queued run, curves', open: page(() => queued, 'curves', '[role="tabpanel"]') },
  { name: 'queued run, inside', open: page(() => queued, 'inside', '[role="tabpanel"]') },
  { name: 'compare, one in training', open: at(() => `#/compare/curves?ids=${training},${queued}`, 'canvas') },
  { name: 'sweeps, one under way', open: at(() => '#/sweeps', 'main td.name') },
  { name: 'sweep under way', open: at(() => `#/sweep/${SWEEP}/trials`, 'tr[data-trial]') },
  { name: 'sweep under way, hyperparameters', open: at(() => `#/sweep/${SWEEP}/hyperparameters`, '[role="tabpanel"]') },
];

/** Of a store that a newer version of the app wrote. */
export const READ_ONLY_VIEWS: readonly View[] = [
  { name: 'read-only, runs', open: runs },
  { name: 'read-only, run', open: at(({ runs: { completed } }) => `#/run/${completed}/overview`, FACTS) },
  { name: 'read-only, compare', open: at(({ compared }) => `#/compare/curves?ids=${compared.join()}`, 'canvas') },
  { name: 'read-only, data', open: at(() => '#/data', 'main canvas') },
  { name: 'read-only, settings', open: at(() => '#/settings', 'main .button') },
  {
    name: 'read-only, new run refused',
    open: over(
      at(() => '#/new', '#run-name'),
      async (window) => {
        await window.getByRole('button', { name: /^Launch/ }).click();
        await window.locator(`${TOAST}[data-type="error"]`).waitFor();
      },
    ),
  },
];
