/** Runs side by side: curves, statistics, hyperparameters, an ablation; and sweeps. */
import type { VariedStore } from '../varied-store';
import { at, byButton, byChoice, byList, DIALOG, FLOATING, type Open, over, run, TOAST, type View } from './open-view';

const compared = (tab: string, sign: string, ids = ({ compared: all }: VariedStore) => all): Open =>
  at((store) => `#/compare/${tab}?ids=${ids(store).join()}`, sign);
const withLong = ({ runs, compared: all }: VariedStore): string[] => [runs.long, runs.imported, ...all];
const withOthers = ({ runs, compared: all }: VariedStore): string[] => [
  runs.failed,
  runs.diverged,
  runs.classes,
  ...all,
];
const curves = compared('curves', 'canvas');
const statistics = compared('seeds', '[data-complete="true"]');
const hyperparameters = compared('hyperparameters', '#parallel-heading');

const groups = byButton(curves, /^Groups:/, FLOATING);
const bands = over(byChoice(groups, 'Group by', /but the seed/, FLOATING), async (page) => {
  await page.keyboard.press('Escape');
  await page.locator('button[aria-label^="Runs of"]').first().waitFor();
});
const noBands = byChoice(groups, 'Group by', 'No groups', 'canvas');

const ablated: Open = over(byButton(run('completed'), 'Ablation…', `${DIALOG} fieldset label`), async (page) => {
  await page.locator('#ablation-seeds').fill('3');
  await page.getByRole('button', { name: 'Launch and compare' }).click();
  await page.locator(`${TOAST}:has-text("Launched")`).waitFor();
});
const toldApart = at(() => '#/compare/seeds', '[data-complete="true"] [data-testid="sentence"]');

const underPointer = (view: Open): Open =>
  over(view, async (page) => {
    const box = await page.locator('main canvas').first().boundingBox();
    if (!box) throw new Error('The chart is not in sight');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.locator('.values').first().waitFor();
  });

const sweep = (which: keyof VariedStore['sweeps'], tab: string, sign: string): Open =>
  at(({ sweeps }) => `#/sweep/${sweeps[which]}/${tab}`, sign);

export const COMPARISON_VIEWS: readonly View[] = [
  { name: 'compare, curves', open: curves },
  { name: 'compare, values under the pointer', open: underPointer(curves) },
  { name: 'compare, metrics', open: byButton(curves, /^Metrics:/, FLOATING) },
  { name: 'compare, along', open: byButton(curves, /^Along:/, FLOATING) },
  { name: 'compare, list of axes', open: byList(byButton(curves, /^Along:/, FLOATING), 'Horizontal axis') },
  { name: 'compare, smoothing', open: byButton(curves, /^Smoothing:/, FLOATING) },
  { name: 'compare, groups', open: groups },
  { name: 'compare, list of groups', open: byList(groups, 'Group by') },
  { name: 'compare, bands', open: bands },
  { name: 'compare, bands under the pointer', open: underPointer(curves) },
  { name: 'compare, how bands are drawn', open: byList(groups, 'Band of a group'), leave: noBands },
  { name: 'compare, save', open: byButton(curves, 'Save in another form', FLOATING) },
  { name: 'compare, report', open: byButton(curves, 'Report…', FLOATING) },
  { name: 'compare, long names', open: compared('curves', 'canvas', withLong) },
  { name: 'compare, other ends and other data', open: compared('curves', 'canvas', withOthers) },
  { name: 'compare, statistics', open: compared('seeds', 'main svg[role="img"]') },
  { name: 'compare, list of figures', open: byList(statistics, 'Figure') },
  { name: 'compare, statistics of other data', open: compared('seeds', '[data-complete="true"]', withOthers) },
  { name: 'compare, statistics with long names', open: compared('seeds', '[data-complete="true"]', withLong) },
  { name: 'compare, hyperparameters', open: hyperparameters },
  { name: 'compare, list of outcomes', open: byList(hyperparameters, 'Outcome') },
  { name: 'ablation, launched', open: ablated },
  { name: 'ablation, compared', open: toldApart },
  { name: 'sweeps', open: at(() => '#/sweeps', 'main td.name') },
  { name: 'sweep, trials', open: sweep('ended', 'trials', 'tr[data-trial]') },
  {
    name: 'sweep, hyperparameters',
    open: sweep('ended', 'hyperparameters', '[aria-labelledby="importance-heading"] table'),
  },
  { name: 'sweep, list of hyperparameters', open: byList(sweep('ended', 'hyperparameters', 'main canvas'), 'Across') },
  { name: 'sweep, stopped trials', open: sweep('halved', 'trials', '.why') },
  { name: 'sweep, paused', open: sweep('paused', 'trials', 'tr[data-trial]') },
  { name: 'sweep, long name', open: sweep('long', 'trials', 'tr[data-trial]') },
  { name: 'unknown sweep', open: at(() => '#/sweep/nowhere', 'main .button') },
];
