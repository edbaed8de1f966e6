import { describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from '../../../core/contract/ipc';
import { readAnyWeights } from '../../../core/formats/read-weights';
import { encodeWeights } from '../../../core/formats/weights-file';
import { importedTensors } from '../../../core/train/imported-weights';
import { makeSelfTest, randomSequence } from '../../../core/train/self-test';
import { verifyWeights } from '../../../core/train/verify-weights';
import { messageOf } from '../../support/expect-studio-error';
import { randomNetwork } from '../../support/random-networks';
import { sha256, trainedFile } from '../../support/trained-file';
import { bitsOf } from '../../support/weights-samples';

const trained = trainedFile();

describe.each(EXPORT_FORMATS)('a file in the format %s', (format) => {
  it('says what it is of, gives the weights back to the bit, and is found to be what was exported', () => {
    const found = readAnyWeights(encodeWeights(format, trained.file));
    const { specification, preparation, notes, selfTest } = trained.file;
    expect(found).toMatchObject({ specification, preparation, notes, selfTest });
    expect(bitsOf(importedTensors(found))).toEqual(bitsOf(trained.file.tensors));
    const verification = verifyWeights(found, sha256);
    expect(verification).toMatchObject({ ok: true, weights: { expected: notes['sha256'] }, selfTest: { steps: 12 } });
    expect(verification.selfTest.largestDifference).toBe(0);
  });

  it('is told from one whose weights, or whose answers, are others', () => {
    const [first, ...others] = trained.file.tensors;
    if (!first || !trained.file.selfTest) throw new Error('no weights');
    const values = first.values.slice();
    values[0] = -(values[0] ?? 0);
    const otherWeights = { ...trained.file, tensors: [{ ...first, values }, ...others] };
    expect(verifyWeights(readAnyWeights(encodeWeights(format, otherWeights)), sha256)).toMatchObject({
      ...{ ok: false, weights: { ok: false }, selfTest: { ok: false } },
    });
    const outputs = trained.file.selfTest.outputs.map((row) => row.map((value) => Number(value) + 2e-5));
    const otherAnswers = { ...trained.file, selfTest: { ...trained.file.selfTest, outputs } };
    expect(verifyWeights(readAnyWeights(encodeWeights(format, otherAnswers)), sha256)).toMatchObject({
      ...{ ok: false, weights: { ok: true }, selfTest: { ok: false } },
    });
  });
});

it('a self-test of networks with NaN, ±Infinity and −0 among their weights holds in every format', () => {
  for (let index = 0; index < 30; index += 3) {
    const { file } = randomNetwork(index);
    const whole = { ...file, selfTest: makeSelfTest(file, randomSequence(file)) };
    for (const format of EXPORT_FORMATS) {
      expect(verifyWeights(readAnyWeights(encodeWeights(format, whole)), sha256).ok, `${format} ${index}`).toBe(true);
    }
  }
});

it('a file without a self-test is refused, and says so', () => {
  const found = readAnyWeights(encodeWeights('npz', { ...trained.file, selfTest: undefined }));
  expect(messageOf('bad-file', () => verifyWeights(found, sha256))).toMatch(/has no self-test/);
});

describe('weights from a file', () => {
  const found = readAnyWeights(encodeWeights('safetensors', trained.file));
  const foreign = { ...found, specification: null };
  const sizes = { model: 'alarmwork', inputs: 1, hiddenUnits: 6, outputs: 1 } as const;

  it('are taken by names and shapes where the file says nothing else', () => {
    expect(bitsOf(importedTensors(foreign))).toEqual(bitsOf(trained.file.tensors));
  });

  it('are refused for another network, with every parameter that does not fit named', () => {
    expect(messageOf('bad-file', () => importedTensors(found, { ...sizes, inputs: 2 }))).toBe(
      'The weights are not of an AlarmworkNet with 2 inputs, 6 hidden units and 1 outputs: ' +
        'w_in1 is [6, 1] where [6, 2] is due; w_in2 is [6, 1] where [6, 2] is due',
    );
    const renamed = found.tensors.map((tensor) => (tensor.name === 'w_out' ? { ...tensor, name: 'head' } : tensor));
    expect(messageOf('bad-file', () => importedTensors({ ...found, tensors: renamed }, sizes))).toMatch(
      /: "head" is no parameter of an AlarmworkNet; w_out is missing$/,
    );
  });

  it('are refused where they are no network', () => {
    const tensors = [{ name: 'conv.weight', shape: [1], values: Float32Array.of(1) }];
    expect(messageOf('bad-file', () => importedTensors({ ...foreign, tensors }))).toMatch(
      /^The tensors conv\.weight are not the parameters of a network/,
    );
  });

  it('in float64 are rounded, and refused past float32', () => {
    const doubles = found.tensors.map((tensor) => ({ ...tensor, values: Float64Array.from(tensor.values) }));
    expect(bitsOf(importedTensors({ ...found, tensors: doubles }))).toEqual(bitsOf(trained.file.tensors));
    const [first] = doubles;
    if (first) first.values[0] = 1e39;
    expect(messageOf('bad-file', () => importedTensors({ ...found, tensors: doubles }))).toMatch(
      /w_in1 has a number that is too large for float32/,
    );
  });
});
