import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRICS, type RunConfiguration, type RunSummary } from '../../core/contract/run';
import { prepareDataset } from '../../core/data/prepare';
import { sampleSeries } from '../../core/data/sample-series';
import { parametersOf } from '../../core/train/results';
import { TrainingSession } from '../../core/train/session';
import { loadKernels } from '../../electron/store/kernel-module';
import { readWeights } from '../../electron/store/weights-store';
import { smallConfiguration } from '../support/configurations';
import { rollOut, scalarAlarmwork } from '../support/scalar-rollout';
import { answerOpenDialog, answerSaveDialog, metricRows, openStudio, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';
import { sha256 } from '../support/trained-file';

/** Strict kernels: the test computes the same bits. */
const CONFIGURATION = smallConfiguration({ name: 'Tide', kernel: 'strict', epochs: 6 });

async function trained(studio: StudioApp, configuration: RunConfiguration = CONFIGURATION): Promise<RunSummary> {
  await studio.ask('runs:launch', { configuration, count: 1 });
  const runs = await studio.runsToBe('completed');
  const run = runs.find((each) => each.configuration.name === configuration.name);
  if (!run) throw new Error('The run is not there');
  return run;
}

function networkOf(userData: string, run: RunSummary) {
  const weights = readWeights(join(userData, 'store', 'runs', run.id));
  if (!weights) throw new Error('The run has no weights');
  const { specification, preparation, final } = weights;
  const say = scalarAlarmwork(specification, parametersOf(specification, final));
  return { say, preparation };
}

/** The last months of the series, in a file of its own with another separator; by the name that `column` gives it. */
function writeSeries(column = 'CO2'): { path: string; values: number[] } {
  const { columns, labels } = sampleSeries('co2');
  const values = Array.from(columns[0]?.values.slice(-90) ?? []);
  const rows = values.map((value, r) => `${labels?.at(r - 90)};${value}`);
  const path = join(temporaryFolder(), 'months.csv');
  writeFileSync(path, [`month;${column}`, ...rows].join('\n'));
  return { path, values };
}

async function choose(studio: StudioApp, path: string): Promise<void> {
  const { page } = studio;
  await page.evaluate(() => (location.hash = '#/predict'));
  await page.getByRole('radio', { name: 'Final weights' }).click();
  await answerOpenDialog(studio, path);
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('1 column chosen').waitFor();
  await sheet.getByRole('button', { name: /^Import/ }).click();
  await sheet.waitFor({ state: 'detached' });
}

async function save(studio: StudioApp): Promise<string[][]> {
  const path = join(temporaryFolder(), 'predictions.csv');
  await answerSaveDialog(studio, path);
  await studio.page.getByRole('button', { name: 'Save CSV…' }).click();
  await expect.poll(() => existsSync(path)).toBe(true);
  const text = readFileSync(path, 'utf8').trimEnd();
  return text.split('\r\n').map((line) => line.split(','));
}

describe('Predict', () => {
  it('runs a trained network on a new CSV file: figures, plot, and a table under the file’s own rows', async () => {
    const userData = temporaryFolder();
    const studio = await openStudio(userData);
    const { page } = studio;
    const run = await trained(studio);
    const { path, values } = writeSeries();
    await choose(studio, path);
    await page.getByRole('img', { name: 'Predicted CO2 against target' }).waitFor();

    const [header, ...lines] = await save(studio);
    expect(header).toEqual(['row', 'label', 'CO2 predicted', 'CO2 target']);
    // Twelve changes before the first, one row past the end after the last.
    expect(lines.map(([row]) => Number(row))).toEqual(Array.from({ length: 78 }, (_, place) => 14 + place));
    const { say, preparation } = networkOf(userData, run);
    let squares = 0;
    for (const [row = '', , predicted = '', target = ''] of lines) {
      const known = values.slice(0, Number(row) - 1);
      const [expected] = rollOut(say, preparation, { CO2: known }, 1);
      // Doubles against float32, of some hundreds.
      expect(Number(predicted)).toBeCloseTo(expected?.[0] ?? NaN, 3);
      if (target === '') continue;
      expect(Number(target)).toBe(values[Number(row) - 1]);
      squares += (Number(predicted) - Number(target)) ** 2;
    }
    const rmse = Math.sqrt(squares / 77);
    const cells = page.getByRole('row', { name: /^CO2/ }).getByRole('cell');
    expect(Number.parseFloat(await cells.nth(1).innerText())).toBeCloseTo(rmse, 3);
    expect(await cells.nth(3).innerText()).toBe('77');
    await page
      .getByText('90 rows of data, 77 predictions')
      .or(page.getByText('90 rows of data, 78 predictions'))
      .waitFor();
    expect(studio.complaints).toEqual([]);
  });

  it('forecasts past the end by feeding predictions back, with weights from a file', async () => {
    const userData = temporaryFolder();
    const studio = await openStudio(userData);
    const { page } = studio;
    const run = await trained(studio);
    const file = join(temporaryFolder(), 'tide.safetensors');
    await answerSaveDialog(studio, file);
    await studio.ask('runs:export-weights', { id: run.id, format: 'safetensors', weights: 'final' });
    const { path, values } = writeSeries();
    await choose(studio, path);
    await page.getByRole('radio', { name: 'From a file' }).click();
    await answerOpenDialog(studio, file);
    await page.getByRole('button', { name: 'Open weights…' }).click();
    await page.getByText('Of the run “Tide”').waitFor();
    await page.getByRole('switch', { name: 'Free-running forecast' }).click();
    await page.getByLabel('Steps').fill('8');
    await page.getByText('from row 91 on predictions are fed back').waitFor();

    const lines = (await save(studio)).slice(1);
    expect(lines.at(-1)?.[0]).toBe('98');
    const { say, preparation } = networkOf(userData, run);
    const expected = rollOut(say, preparation, { CO2: values }, 8);
    expected.forEach(([value = NaN], step) => expect(Number(lines.at(step - 8)?.[2])).toBeCloseTo(value, 3));
    expect(studio.complaints).toEqual([]);
  });

  it('names what data lacks, and what a file of weights is not', async () => {
    const studio = await openStudio(temporaryFolder());
    const { page } = studio;
    await trained(studio);
    await choose(studio, writeSeries('height').path);
    await page.getByRole('alert').getByText('The data has no column “CO2”').waitFor();
    expect(await page.getByRole('button', { name: 'Save CSV…' }).isDisabled()).toBe(true);
    const { path } = writeSeries();
    await answerOpenDialog(studio, path);
    await page.getByRole('radio', { name: 'From a file' }).click();
    await page.getByRole('button', { name: 'Open weights…' }).click();
    await page.getByText(/months\.csv: .*neither safetensors/).waitFor();
  });
});

describe('a run that begins with weights from a file', () => {
  /** What a run comes to that begins with these weights, computed here. */
  function expectedOf(userData: string, run: RunSummary, configuration: RunConfiguration): string {
    const weights = readWeights(join(userData, 'store', 'runs', run.id));
    if (!weights) throw new Error('The run has no weights');
    const begin = parametersOf(weights.specification, weights.final);
    const data = prepareDataset(configuration.dataset, configuration.readout, null);
    const tools = { clock: () => 0, sha256, loadKernels };
    const session = new TrainingSession(configuration, data, tools, null, undefined, begin);
    while (!session.done) session.advance(0);
    return session.finish().results.weightsSha256;
  }

  async function exported(studio: StudioApp, { id }: RunSummary): Promise<string> {
    const path = join(temporaryFolder(), 'first.npz');
    await answerSaveDialog(studio, path);
    await studio.ask('runs:export-weights', { id, format: 'npz', weights: 'final' });
    return path;
  }

  it('is launched from the new-run sheet, says where it began, and refuses what does not fit by name', async () => {
    const userData = temporaryFolder();
    const studio = await openStudio(userData);
    const { page } = studio;
    const first = await trained(studio);
    const hash = first.results?.weightsSha256 ?? '';
    await answerOpenDialog(studio, await exported(studio, first));
    await page.keyboard.press('Control+n');
    const sheet = page.getByRole('dialog', { name: 'New run' });
    await sheet.getByRole('button', { name: 'Start from weights…' }).click();
    await sheet.getByText(`SHA-256 ${hash}`).waitFor();
    // The file's sizes were taken over; with others its weights do not fit.
    const units = sheet.locator('#hyperparameter-hiddenUnits');
    expect(await units.inputValue()).toBe('6');
    await units.fill('5');
    await sheet.getByText(/first\.npz: .*w_in1 is \[6, 1\] where \[5, 1\] is due/).waitFor();
    expect(await sheet.getByRole('button', { name: /^Launch/ }).isDisabled()).toBe(true);
    await units.fill('6');
    await expect.poll(() => sheet.getByRole('button', { name: /^Launch/ }).isEnabled()).toBe(true);
    await sheet.locator('#hyperparameter-epochs').fill('5');
    await sheet.locator('#run-name').fill('Second');
    await page.keyboard.press('Control+Enter');
    await sheet.waitFor({ state: 'detached' });
    await expect.poll(async () => (await studio.ask('runs:list', undefined)).length).toBe(2);
    const second = (await studio.runsToBe('completed')).find(({ configuration }) => configuration.name === 'Second');
    expect(second?.notes).toBe(`Began with the weights of first.npz (SHA-256 ${hash}).`);
    const [untrained] = await metricRows(studio, second?.id ?? '', METRICS.length);
    expect(untrained?.[METRICS.indexOf('epoch')]).toBe(0);

    await studio.ask('runs:launch', { configuration: { ...CONFIGURATION, name: 'Plain' }, count: 1 });
    await page.evaluate((id) => (location.hash = `#/run/${id ?? ''}/overview`), second?.id);
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Note' }).inputValue())
      .toContain('Began with the weights of first.npz');
    expect(studio.complaints).toEqual([]);
  });

  it('ends with the same bits when the app is closed while it trains', async () => {
    const userData = temporaryFolder();
    const studio = await openStudio(userData);
    const first = await trained(studio);
    await answerOpenDialog(studio, await exported(studio, first));
    const { token = '' } = (await studio.ask('weights:choose-file', undefined)) ?? {};
    const configuration = { ...CONFIGURATION, name: 'Second', epochs: 2000, patience: 0 };
    const [id = ''] = await studio.ask('runs:launch-with-weights', { token, configuration, count: 1 });
    const stands = async () => (await studio.ask('runs:list', undefined)).find((run) => run.id === id);
    await expect.poll(async () => (await stands())?.progress?.step ?? 0).toBeGreaterThan(0);
    await studio.close();

    const again = await openStudio(userData);
    const [stopped] = (await again.ask('runs:list', undefined)).filter((run) => run.id === id);
    expect(stopped?.status).toBe('interrupted');
    await again.ask('runs:resume', { ids: [id] });
    const ended = (await again.runsToBe('completed')).find((run) => run.id === id);
    expect(ended?.results?.weightsSha256).toBe(expectedOf(userData, first, configuration));
    expect(ended?.notes).toMatch(/^Began with the weights of first\.npz/);
  });
});
