import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { WeightsFile } from '../../../../core/contract/weights';
import { encodeWeights } from '../../../../core/formats/weights-file';
import { largestDifference, makeSelfTest, randomSequence } from '../../../../core/train/self-test';
import { forwardInPython, runModel, unpackExport } from '../../../support/code-exports';
import { numpyPython, torchPython } from '../../../support/foreign-readers';
import { randomNetwork } from '../../../support/random-networks';
import { trainedFile } from '../../../support/trained-file';

// float32 against float64, or float32 sums of six units in another order, over twelve steps.
const HELD_OUT_TOLERANCE = 1e-6;

const RUNTIMES = [
  { format: 'numpy', program: numpyPython, file: 'model.py' },
  { format: 'pytorch', program: torchPython, file: 'model.py' },
  { format: 'javascript', program: process.execPath, file: 'model.mjs' },
] as const;

interface Model {
  readonly Network: new (file: unknown) => { forward(x: number[][]): number[][]; predict(x: number[][]): number[] };
}

function withSelfTest(file: WeightsFile): WeightsFile {
  return { ...file, selfTest: makeSelfTest(file, randomSequence(file)) };
}

async function heldOut(format: (typeof RUNTIMES)[number]['format'], folder: string, program: string, x: number[][][]) {
  if (format !== 'javascript') return forwardInPython(format, program, folder, x);
  const { Network } = (await import(pathToFileURL(join(folder, 'model.mjs')).href)) as Model;
  const network = new Network(JSON.parse(readFileSync(join(folder, 'weights.json'), 'utf8')));
  return x.flatMap((sequence) => network.forward(sequence).flat());
}

describe.each(RUNTIMES)('the $format export', ({ format, program, file }) => {
  const it_ = it.skipIf(program === null);
  const run = (folder: string) => runModel(program ?? '', folder, file);

  it_.each(['alarmwork', 'elman'] as const)(
    'answers as the reference kernels do on the part held out: %s',
    async (model) => {
      const trained = trainedFile({ model, readout: 'every', period: model === 'elman' ? 2 : 3 });
      const folder = unpackExport(encodeWeights(format, trained.file));
      const outputs = await heldOut(format, folder, program ?? '', trained.x);
      expect(largestDifference(outputs, trained.expected)).toBeLessThan(HELD_OUT_TOLERANCE);
      expect(run(folder)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^self-test passed/) as string });
    },
  );

  it_('passes its self-test with NaN, ±Infinity and −0 among its weights', () => {
    for (const index of [0, 3, 6, 9]) {
      const folder = unpackExport(encodeWeights(format, withSelfTest(randomNetwork(index).file)));
      expect(run(folder)).toMatchObject({ status: 0, stderr: '' });
    }
  });

  it_('fails its self-test where the answer is another', () => {
    const { file: weights } = trainedFile();
    const outputs = weights.selfTest?.outputs.map((row) => row.map((value) => Number(value) + 1e-4)) ?? [];
    const wrong = { ...weights, selfTest: weights.selfTest && { ...weights.selfTest, outputs } };
    const folder = unpackExport(encodeWeights(format, wrong));
    expect(run(folder)).toMatchObject({ status: 1, stdout: expect.stringMatching(/^self-test FAILED/) as string });
  });

  it_('is not broken by what columns are called', () => {
    const { file: weights } = trainedFile();
    const name = '"""\\"; import os; os.exit(3) #\n\u2028 🌙 \'\'\' ${1} `|';
    const [column] = weights.preparation.inputs;
    if (!column) throw new Error('no column');
    const hostile = { ...weights, preparation: { ...weights.preparation, inputs: [{ ...column, name }] } };
    const folder = unpackExport(encodeWeights(format, hostile));
    expect(run(folder)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^self-test passed/) as string });
  });
});

it('the JavaScript export predicts in the columns’ own units', async () => {
  const trained = trainedFile({ readout: 'last' });
  const folder = unpackExport(encodeWeights('javascript', trained.file));
  const { Network } = (await import(pathToFileURL(join(folder, 'model.mjs')).href)) as Model;
  const network = new Network(JSON.parse(readFileSync(join(folder, 'weights.json'), 'utf8')));
  const { inputs, outputsInUnits } = trained.file.selfTest ?? { inputs: [], outputsInUnits: [] };
  const [scaling] = trained.file.preparation.inputs;
  const values = inputs.map((row) => row.map((value) => value / (scaling?.factor ?? 1) + (scaling?.offset ?? 0)));
  // ppm a month; the outputs' range is some ppm, of which float32 keeps seven digits.
  expect(network.predict(values)[0]).toBeCloseTo(Number(outputsInUnits.at(-1)?.[0]), 5);
});

it('the JavaScript export runs its self-test only when it is run itself', () => {
  const folder = unpackExport(encodeWeights('javascript', trainedFile().file));
  writeFileSync(join(folder, 'other.mjs'), "import './model.mjs'; console.log('quiet');");
  expect(runModel(process.execPath, folder, 'other.mjs')).toMatchObject({ status: 0, stdout: 'quiet' });
});
