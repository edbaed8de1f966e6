/** Pages of runs, by how they ended and what they learnt from. */
import { at, byChoice, over, run, type View } from './open-view';

const PANEL = '[role="tabpanel"]';

export const RUN_VIEWS: readonly View[] = [
  { name: 'run, overview', open: run('completed') },
  {
    name: 'run, renaming',
    open: over(run('long'), async (page) => {
      await page.getByRole('heading', { level: 1 }).getByRole('button').click();
      await page.getByRole('textbox', { name: 'Name of the run' }).waitFor();
    }),
    leave: over(run('long'), (page) => page.keyboard.press('Escape')),
  },
  { name: 'run, curves', open: run('completed', 'curves', 'canvas') },
  { name: 'run, predictions', open: run('completed', 'predictions', 'canvas') },
  { name: 'run, inside', open: run('completed', 'inside', 'figure .map') },
  { name: 'run, files', open: run('completed', 'files', 'main .button') },
  { name: 'run, long name', open: run('long') },
  { name: 'run, long name, curves', open: run('long', 'curves', 'canvas') },
  { name: 'run, long name, predictions', open: run('long', 'predictions', 'canvas') },
  { name: 'run, long name, inside', open: run('long', 'inside', 'figure .map') },
  { name: 'run, long name, files', open: run('long', 'files', 'main .button') },
  { name: 'forked run', open: run('forked') },
  {
    name: 'run of a sweep',
    open: over(
      at(({ sweeps }) => `#/sweep/${sweeps.ended}/trials`, 'tr[data-trial]'),
      async (page) => {
        await page.locator('tr[data-trial] a[href*="/run/"]').first().click();
        await page.locator('#lineage-heading').waitFor();
      },
    ),
  },
  { name: 'run of imported data', open: run('imported') },
  { name: 'run of classes', open: run('classes') },
  { name: 'run of classes, predictions', open: run('classes', 'predictions', 'table') },
  {
    name: 'run of classes, one class',
    open: byChoice(run('classes', 'predictions', 'table'), 'Output', /square/, 'canvas'),
  },
  { name: 'run of classes, inside', open: run('classes', 'inside', 'figure .map') },
  { name: 'run of three targets', open: run('targets') },
  { name: 'run of three targets, predictions', open: run('targets', 'predictions', 'canvas') },
  { name: 'paused run', open: run('paused') },
  { name: 'paused run, predictions', open: run('paused', 'predictions', PANEL) },
  { name: 'paused run, files', open: run('paused', 'files', PANEL) },
  { name: 'interrupted run', open: run('interrupted') },
  { name: 'cancelled run', open: run('cancelled') },
  { name: 'archived run', open: run('archived') },
  { name: 'diverged run', open: run('diverged') },
  { name: 'diverged run, curves', open: run('diverged', 'curves', 'canvas') },
  { name: 'diverged run, predictions', open: run('diverged', 'predictions', PANEL) },
  { name: 'diverged run, inside', open: run('diverged', 'inside', PANEL) },
  { name: 'failed run', open: run('failed') },
  { name: 'failed run, curves', open: run('failed', 'curves', PANEL) },
  { name: 'failed run, predictions', open: run('failed', 'predictions', PANEL) },
  { name: 'failed run, inside', open: run('failed', 'inside', PANEL) },
  { name: 'failed run, files', open: run('failed', 'files', PANEL) },
  { name: 'unknown run', open: at(() => '#/run/nowhere', 'main .button') },
];
