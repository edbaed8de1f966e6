import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { readAnyWeights } from '../../core/formats/read-weights';
import { verifyWeights } from '../../core/train/verify-weights';
import { smallConfiguration } from '../support/configurations';
import { answerOpenDialog, answerSaveDialog, openStudio } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';
import { sha256 } from '../support/trained-file';

it('saves a run as ONNX that onnxruntime runs, as code, metrics and a bundle, which another store imports', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const configuration = smallConfiguration({ name: 'Outward', readout: 'every' });
  const [id] = await studio.ask('runs:launch', { configuration, count: 1 });
  const [run] = await studio.runsToBe('completed');
  await page.evaluate((of) => (location.hash = `#/run/${of ?? ''}/files`), id);
  await page.getByRole('radio', { name: 'Final' }).click();
  const folder = temporaryFolder();
  const save = async (title: string, name: string): Promise<Uint8Array> => {
    const path = join(folder, name);
    await answerSaveDialog(studio, path);
    await page.getByRole('button', { name: `Save as ${title}`, exact: true }).click();
    await expect.poll(() => existsSync(path)).toBe(true);
    return readFileSync(path);
  };

  const onnx = await save('ONNX', 'outward.onnx');
  const found = readAnyWeights(onnx);
  expect(verifyWeights(found, sha256)).toMatchObject({
    ok: true,
    weights: { sha256: run?.results?.weightsSha256 },
    selfTest: { source: 'the first sequence of the validation part' },
  });
  const { inputs, outputs } = found.selfTest ?? { inputs: [], outputs: [] };
  const session = await InferenceSession.create(onnx);
  const x = new Tensor('float32', Float32Array.from(inputs.flat()), [1, inputs.length, 1]);
  const { y } = await session.run({ x });
  // The self-test's own tolerance.
  outputs.flat().forEach((output, at) => expect(Number(y?.data[at])).toBeCloseTo(Number(output), 5));

  expect(readAnyWeights(await save('NumPy code', 'outward.zip')).format).toBe('code');
  const csv = Buffer.from(await save('CSV', 'metrics.csv')).toString();
  expect(csv.trimEnd().split('\r\n')).toHaveLength(configuration.epochs + 2);
  await save('bundle', 'run.zip');
  expect(studio.complaints).toEqual([]);
  await studio.close();

  const other = await openStudio(temporaryFolder());
  await answerOpenDialog(other, join(folder, 'run.zip'));
  await other.page.keyboard.press('Control+k');
  await other.page.keyboard.type('Import run from a bundle');
  await other.page.keyboard.press('Enter');
  await other.page.getByRole('row', { name: /Outward/ }).waitFor();
  const [imported] = await other.ask('runs:list', undefined);
  expect(imported?.results).toEqual(run?.results);
  await answerOpenDialog(other, join(folder, 'outward.zip'));
  const refused = await other.ask('runs:import-bundle', undefined);
  expect(refused?.refused).toEqual([expect.stringMatching(/^outward\.zip: .*no bundle\.json/)]);
  expect(other.complaints).toEqual([]);
});
