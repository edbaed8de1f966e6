import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { readAnyWeights } from '../../core/formats/read-weights';
import { verifyWeights } from '../../core/train/verify-weights';
import { answerSaveDialog, openImportSheet, openStudio, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';
import { sha256 } from '../support/trained-file';

const KINDS = ['rising', 'falling', 'still'] as const;
const SEQUENCES = 60;

/** Sequences of 5 to 18 rows that rise, fall or stay: told apart by where they end. */
const ROWS = Array.from({ length: SEQUENCES }, (_, sequence) => {
  const kind = KINDS[sequence % 3] ?? 'still';
  const length = 5 + ((sequence * 5) % 14);
  return Array.from({ length }, (_row, step) => {
    const way = (2 * step) / (length - 1) - 1;
    const level = kind === 'rising' ? way : kind === 'falling' ? -way : 0;
    return {
      case: `case ${sequence}`,
      level: level + Math.sin(sequence * 7 + step) / 20,
      noise: Math.cos(step * 3),
      kind,
    };
  });
});

function writeCsv(): string {
  const written = (value: number) => value.toFixed(4).replace('.', ',');
  const lines = ROWS.flat().map((row) => [row.case, written(row.level), written(row.noise), row.kind].join(';'));
  const path = join(temporaryFolder(), 'cases.csv');
  writeFileSync(path, ['case;level;noise;kind', ...lines].join('\r\n'));
  return path;
}

async function importCases(studio: StudioApp): Promise<void> {
  const sheet = await openImportSheet(studio, writeCsv());
  await sheet.getByText('text, 3 kinds').waitFor();
  await sheet.getByText(`text, ${SEQUENCES} kinds`).waitFor();
  await sheet.getByText('4 columns chosen').waitFor();
  await sheet.getByLabel('Sequences by: case').waitFor();
  await sheet.getByRole('button', { name: /^Import/ }).click();
  await sheet.waitFor({ state: 'detached' });
}

it('imports sequences with text classes, tells them apart, and saves a network that onnxruntime agrees with', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await importCases(studio);
  await page.getByRole('button', { name: 'New run with this data' }).click();
  const form = page.getByRole('dialog');
  // The sheet opens with what the columns say by themselves.
  await form.getByRole('radio', { name: 'Classify sequences', checked: true }).waitFor();
  await form.getByLabel('Class: kind (3 kinds)').waitFor();
  await form.getByLabel(`Sequence column: case (${SEQUENCES} kinds)`).waitFor();
  // What says nothing of whole sequences is not asked for.
  await expect.poll(() => form.getByLabel(/^Window length/).count()).toBe(0);
  await form.getByText('42 + 9 + 9 sequences of 5 to 18 steps').waitFor();
  await form.getByRole('list', { name: 'Classes' }).getByText('rising').waitFor();
  await form.getByLabel('Epochs', { exact: true }).fill('60');
  await form.getByLabel('Learning rate', { exact: true }).fill('0.01');
  await form.getByRole('button', { name: /^Launch/ }).click();
  await form.waitFor({ state: 'detached' });
  const [run] = await studio.runsToBe('completed', 'diverged', 'failed');
  expect([run?.status, run?.configuration.readout]).toEqual(['completed', 'last']);
  expect(run?.configuration.dataset).toEqual({
    kind: 'series',
    source: expect.stringMatching(/^imported:/) as string,
    inputs: ['level', 'noise'],
    target: 'kind',
    targetKind: 'class',
    horizon: 0,
    differencing: false,
    sequenceColumn: 'case',
    window: 24,
    stride: 1,
    validationFraction: 0.15,
    testFraction: 0.15,
  });

  const id = run?.id ?? '';
  await page.evaluate((of) => (location.hash = `#/run/${of}/predictions`), id);
  await page.getByRole('radio', { name: 'Final weights' }).click();
  const matrix = page.getByRole('table', { name: 'Confusion matrix' });
  await matrix.getByRole('rowheader', { name: 'falling' }).waitFor();
  const predictions = await studio.ask('runs:predictions', { id, part: 'validation', weights: 'final' });
  const { classes = [], confusion = [], evaluation } = predictions;
  expect(classes).toEqual(['falling', 'rising', 'still']);
  const shown = await matrix.getByRole('cell').allInnerTexts();
  expect(shown.map((cell) => Number(cell.split(/\s/)[0]))).toEqual(confusion.flat());
  const right = confusion.reduce((sum, row, own) => sum + (row[own] ?? 0), 0);
  expect(evaluation.accuracy).toBeCloseTo(right / 9, 12);
  // Guessing gets a third.
  expect(evaluation.accuracy).toBeGreaterThan(0.8);
  await page.getByText(`Accuracy ${((100 * right) / 9).toPrecision(3)} %`).waitFor();
  await page.getByLabel('Output: All classes').click();
  await page.getByRole('option', { name: 'rising' }).click();
  await page.getByRole('img', { name: 'Predicted against target' }).waitFor();

  await page.evaluate((of) => (location.hash = `#/run/${of}/files`), id);
  await page.getByRole('radio', { name: 'Final' }).click();
  const path = join(temporaryFolder(), 'cases.onnx');
  await answerSaveDialog(studio, path);
  await page.getByRole('button', { name: 'Save as ONNX', exact: true }).click();
  await expect.poll(() => existsSync(path)).toBe(true);
  const onnx = readFileSync(path);
  const found = readAnyWeights(onnx);
  expect(verifyWeights(found, sha256)).toMatchObject({ ok: true, weights: { sha256: run?.results?.weightsSha256 } });

  // The validation part is the sequences 43 to 51, as they stand in the file; each is as long as it is.
  const session = await InferenceSession.create(onnx);
  const scalings = found.preparation?.inputs ?? [];
  const said: number[] = [];
  for (const rows of ROWS.slice(42, 51)) {
    const values = rows.flatMap(({ level, noise }) =>
      [level, noise].map((value, d) => {
        const { offset = NaN, factor = NaN } = scalings[d] ?? {};
        return (Number(value.toFixed(4)) - offset) * factor;
      }),
    );
    const { y } = await session.run({ x: new Tensor('float32', Float32Array.from(values), [1, rows.length, 2]) });
    const outputs = Array.from(y?.data as Float32Array);
    said.push(outputs.indexOf(Math.max(...outputs)));
  }
  expect(said).toEqual(predictions.predicted);
});

it('forecasts two targets of sequences, shows them one by one, and says at its field what is wrong', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await importCases(studio);
  await page.getByRole('button', { name: 'New run with this data' }).click();
  const form = page.getByRole('dialog');
  // The classes come again and again: they are no ids.
  await form.getByLabel(/^Sequence column/).click();
  await page.getByRole('option', { name: /^kind/ }).click();
  await form
    .locator('#sequence-column ~ .error-text')
    .getByText(/comes back in row/)
    .waitFor();
  const launch = form.getByRole('button', { name: /^Launch/ });
  await expect.poll(() => launch.isDisabled()).toBe(true);
  // In the way of a launch: said beside the button, too.
  expect(await form.getByText('1 value to mend').getAttribute('title')).toMatch(/comes back in row/);
  await form.getByLabel(/^Sequence column/).click();
  await page.getByRole('option', { name: /^case/ }).click();
  await expect.poll(() => launch.isEnabled()).toBe(true);

  await form.getByRole('radio', { name: 'Sequence to sequence' }).click();
  await form.getByLabel('Targets: level').click();
  await page.getByRole('option', { name: 'noise' }).click();
  await page.keyboard.press('Escape');
  // Both are targets of the same row, and nothing is left to tell them from.
  await form.getByText('Choose at least one input column').waitFor();
  // Of a forecast the first target is an input too; the second joins it.
  await form.getByRole('radio', { name: 'Forecast' }).click();
  await form.getByLabel('Inputs: level').click();
  await page.getByRole('option', { name: 'noise' }).click();
  await page.keyboard.press('Escape');
  await form.getByLabel(/^Split/).click();
  await page.getByRole('option', { name: 'at random' }).click();
  await form.getByLabel('Split seed').fill('7');
  await form.getByLabel(/^Readout/).click();
  await page.getByRole('option', { name: /every/i }).click();
  await form.getByLabel('Epochs', { exact: true }).fill('2');
  await form.getByRole('button', { name: /^Launch/ }).click();
  await form.waitFor({ state: 'detached' });
  const [run] = await studio.runsToBe('completed', 'diverged', 'failed');
  expect([run?.status, run?.configuration.readout]).toEqual(['completed', 'every']);
  expect(run?.configuration.dataset).toMatchObject({
    inputs: ['level', 'noise'],
    target: 'level',
    otherTargets: ['noise'],
    horizon: 1,
    sequenceColumn: 'case',
    split: 'random',
    splitSeed: 7,
  });
  await page.evaluate((of) => (location.hash = `#/run/${of}/predictions`), run?.id ?? '');
  await page.getByLabel('Output: level').click();
  await page.getByRole('option', { name: 'noise' }).click();
  await page.getByLabel('Output: noise').waitFor();
  await page.getByRole('img', { name: 'Residual: target minus prediction' }).waitFor();
  const rmse = run?.results?.best?.validation?.outputs?.[1]?.rmse ?? NaN;
  await page.getByText(rmse.toPrecision(4)).first().waitFor();

  // Inside, both outputs are told apart by a legend.
  await page.evaluate((of) => (location.hash = `#/run/${of}/inside`), run?.id ?? '');
  const inside = page.getByRole('region', { name: 'A sequence through the network' });
  await inside.getByText('Outputs: broad is what the network says').waitFor();
  expect((await inside.locator('.legend span').allInnerTexts()).map((text) => text.trim())).toEqual(['level', 'noise']);
});
