/** Forms that launch something: a new run, a new sweep, a run for longer, an ablation. */
import { answerOpenDialog } from '../drive-studio';
import type { VariedStore } from '../varied-store';
import { at, byButton, byChoice, byList, DIALOG, type Open, over, run, type View } from './open-view';

const newRun = at(() => '#/new', '#run-name');
/** As it was at first: a form keeps what was chosen in it. */
const newAgain = over(byButton(newRun, 'Reset to defaults', '#run-name'), (page) =>
  page.getByRole('button', { name: 'Reset to defaults' }).click(),
);
const co2 = byChoice(newRun, 'Dataset', /Mauna Loa/, '#run-name');
const newSweep = at(() => '#/new-sweep', '#sweep-name');

const fromWeights: Open = over(newAgain, async (page, { weights }, studio) => {
  await answerOpenDialog(studio, weights);
  await page.getByRole('button', { name: 'Start from weights…' }).click();
  await page.getByText('first.safetensors').waitFor();
});

/** A form of the data's own page. */
const withData = (name: RegExp): Open =>
  over(
    at(() => '#/data', 'main canvas'),
    async (page) => {
      await page.getByRole('navigation', { name: 'Data library' }).getByRole('button', { name }).click();
      await page.getByRole('button', { name: 'New run with this data' }).click();
      await page.locator('#run-name').waitFor();
    },
  );

const classify: Open = over(withData(/^Waves/), async (page) => {
  await page.getByRole('radio', { name: 'Classify sequences' }).click();
  await page.getByRole('list', { name: 'Classes' }).waitFor();
});

const extend = (kind: keyof VariedStore['runs']): Open => byButton(run(kind), 'Train longer…', DIALOG);
const ablation = (kind: keyof VariedStore['runs']): Open =>
  byButton(run(kind), 'Ablation…', `${DIALOG} fieldset label`);

export const FORM_VIEWS: readonly View[] = [
  { name: 'new run', open: newRun },
  { name: 'new run, list of data', open: byList(newRun, 'Dataset') },
  { name: 'new run, list of inputs', open: byList(withData(/^Seattle/), 'Inputs') },
  { name: 'new run, list of optimizers', open: byList(newRun, 'Optimizer') },
  { name: 'new run, a task', open: byChoice(newRun, 'Dataset', /adding/i, '#run-name') },
  { name: 'new run, classes', open: classify },
  { name: 'new run, long names', open: withData(/^Data with a name/) },
  {
    name: 'new run, wrong values',
    open: over(co2, async (page) => {
      for (const id of ['#hyperparameter-epochs', '#hyperparameter-learningRate', '#run-seed']) {
        await page.locator(id).fill('-1');
      }
      await page.getByText('3 values to mend').waitFor();
    }),
    leave: newAgain,
  },
  { name: 'new run, from weights', open: fromWeights },
  {
    name: 'new run, weights that do not fit',
    open: over(newRun, async (page) => {
      await page.locator('#hyperparameter-hiddenUnits').fill('5');
      await page.getByText(/w_in1 is/).waitFor();
    }),
    leave: newAgain,
  },
  { name: 'fork a run', open: byButton(run('completed', 'files', 'main .button'), /^Fork from/, '#run-name') },
  { name: 'train longer', open: extend('completed') },
  { name: 'ablation', open: ablation('completed') },
  { name: 'ablation, long name', open: ablation('long') },
  { name: 'new sweep', open: newSweep },
  { name: 'new sweep, list of hyperparameters', open: byList(newSweep, 'Hyperparameter') },
  {
    name: 'new sweep, drawn at random, stopping weak trials',
    open: over(newSweep, async (page) => {
      await page.getByRole('radio', { name: /^Random/ }).click();
      await page.locator('#sweep-stopping').click();
      await page.locator('#sweep-min-epochs').waitFor();
    }),
  },
  {
    name: 'new sweep, wrong values',
    open: over(newSweep, async (page) => {
      await page.locator('#sweep-seeds').fill('0');
      await page.locator('#sweep-min-epochs').fill('0');
      await page.getByText('2 values to mend').waitFor();
    }),
  },
];
