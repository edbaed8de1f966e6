import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import fc from 'fast-check';
import { PbfReader } from 'pbf';
import { expect, it } from 'vitest';
import { writeOnnx } from '../../../core/formats/onnx';
import { readOnnx } from '../../../core/formats/onnx-reader';
import { bitFlips, scrambles, truncations } from '../../support/damage';
import { messageOf, valueOrRefusal } from '../../support/expect-studio-error';
import { randomNetwork, referenceOutputs, type RandomNetwork } from '../../support/random-networks';
import { anyWeights, bitsOf, sampleWeights } from '../../support/weights-samples';

const NETWORKS = 100;

async function runtimeOutputs({ file, batch, steps, x }: RandomNetwork): Promise<Float32Array> {
  const session = await InferenceSession.create(writeOnnx(file), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const { y } = await session.run({ x: new OnnxTensor('float32', x, [batch, steps, file.specification.inputs]) });
  const { outputs: M, readout } = file.specification;
  expect(y?.dims).toEqual(readout === 'last' ? [batch, M] : [batch, steps, M]);
  await session.release();
  return y?.data as Float32Array;
}

/** Of (B, L, M), what the readout keeps. */
function readOut(all: Float32Array, { file, steps }: RandomNetwork): Float32Array {
  const { outputs: M, readout } = file.specification;
  return readout === 'every' ? all : all.filter((_, at) => Math.floor(at / M) % steps === steps - 1);
}

it(`computes in onnxruntime what the reference kernels do, on ${NETWORKS} random networks with NaN, ±Infinity and −0 among their weights`, async () => {
  let notNumbers = 0;
  for (let index = 0; index < NETWORKS; index++) {
    const network = randomNetwork(index);
    const expected = readOut(referenceOutputs(network), network);
    const actual = await runtimeOutputs(network);
    expect(actual.length).toBe(expected.length);
    for (const [at, value] of expected.entries()) {
      if (Number.isNaN(value)) {
        notNumbers++;
        expect(actual[at], `network ${index}, output ${at}`).toBeNaN();
      } else {
        // float32 sums of at most 33 terms in another order, over at most 24 updates, and the runtime's own tanh.
        expect(Math.abs((actual[at] as number) - value), `network ${index}, output ${at}`).toBeLessThan(1e-5);
      }
    }
  }
  expect(notNumbers).toBeGreaterThan(0);
}, 120_000);

it('gives any weights back to the bit, with the texts beside them', () => {
  fc.assert(
    fc.property(anyWeights, (weights) => {
      const { tensors, metadata } = readOnnx(writeOnnx(weights));
      expect(bitsOf(tensors)).toEqual(bitsOf(weights.tensors));
      expect(JSON.parse(metadata['specification'] ?? '')).toEqual(weights.specification);
      expect(JSON.parse(metadata['notes'] ?? '')).toEqual(weights.notes);
    }),
  );
});

it('is read by pbf: initialisers by the parameters’ names, with their shapes and bits', () => {
  interface Found {
    name: string;
    shape: number[];
    bytes: string;
  }
  const initializer = (tag: number, found: Found, pbf: PbfReader) => {
    if (tag === 1) found.shape.push(pbf.readVarint());
    if (tag === 8) found.name = pbf.readString();
    if (tag === 9) found.bytes = Buffer.from(pbf.readBytes()).toString('hex');
  };
  const graph = (tag: number, all: Found[], pbf: PbfReader) => {
    if (tag === 5) all.push(pbf.readMessage(initializer, { name: '', shape: [], bytes: '' }));
  };
  const model = (tag: number, all: Found[], pbf: PbfReader) => {
    if (tag === 7) pbf.readMessage(graph, all);
  };
  const weights = sampleWeights();
  const none: Found[] = [];
  const found = new PbfReader(writeOnnx(weights)).readFields(model, none);
  const names = weights.tensors.map(({ name }) => name);
  expect(found.filter(({ name }) => names.includes(name)).map((each) => ({ ...each, width: 4 }))).toEqual(
    bitsOf(weights.tensors),
  );
});

it('refuses a damaged file, or reads it, and never anything else', () => {
  const bytes = writeOnnx(sampleWeights());
  for (const { damaged } of bitFlips(bytes, 1000)) valueOrRefusal(() => readOnnx(damaged));
  for (const damaged of truncations(bytes, 500)) valueOrRefusal(() => readOnnx(damaged));
  for (const damaged of scrambles(bytes, 500)) valueOrRefusal(() => readOnnx(damaged));
  expect(messageOf('bad-file', () => readOnnx(bytes.subarray(0, bytes.length - 1)))).toMatch(/reaches past its end/);
});
