/** Networks of any sizes with random weights, and what the reference kernels say of them: the oracle of every export. */
import type { ModelSpecification, Tensor, WeightsFile } from '../../core/contract/weights';
import { createPass } from '../../core/nn/network';
import { parameterLayout } from '../../core/nn/parameters';
import { Rng } from '../../core/random/rng';
import { parametersOf } from '../../core/train/results';

export interface RandomNetwork {
  readonly file: WeightsFile;
  /** B and L of {@link x}. */
  readonly batch: number;
  readonly steps: number;
  /** (B, L, D) */
  readonly x: Float32Array;
}

/** The same network for the same index. Every third has a NaN, an Infinity or a −0 among its weights. */
export function randomNetwork(index: number): RandomNetwork {
  const rng = Rng.fromSeed(1000 + index, 'data');
  const model = index % 4 === 3 ? 'elman' : 'alarmwork';
  const specification: ModelSpecification = {
    model,
    inputs: 1 + rng.below(5),
    hiddenUnits: 1 + rng.below(33),
    outputs: 1 + rng.below(4),
    period: model === 'elman' ? 1 : 1 + rng.below(6),
    readout: rng.below(2) === 0 ? 'last' : 'every',
  };
  const tensors = parameterLayout(specification).map(({ name, shape, size }): Tensor => {
    // Within ±1/√(columns) each: a chain of many steps then does not blow a last bit up to a difference.
    const reach = 1 / Math.sqrt(shape[1] ?? 4);
    return { name, shape, values: Float32Array.from({ length: size }, () => (2 * rng.uniform() - 1) * reach) };
  });
  if (index % 3 === 0) {
    const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
    const { values } = tensors[rng.below(tensors.length)] as Tensor;
    values[rng.below(values.length)] = special[rng.below(special.length)] as number;
  }
  const batch = 1 + rng.below(4);
  const steps = 1 + rng.below(24);
  const x = Float32Array.from({ length: batch * steps * specification.inputs }, () => 2 * rng.uniform() - 1);
  const column = { name: 'A', unit: '', offset: 0, factor: 1 };
  const preparation = {
    inputs: Array.from({ length: specification.inputs }, () => column),
    outputs: Array.from({ length: specification.outputs }, () => column),
    window: steps,
    horizon: 1,
    differencing: false,
  };
  return { file: { specification, preparation, notes: {}, tensors }, batch, steps, x };
}

/** @returns (B, L, M) by the reference kernels in float32 */
export function referenceOutputs({ file, batch, steps, x }: RandomNetwork): Float32Array {
  const { inputs: D, outputs: M } = file.specification;
  const pass = createPass(file.specification, {
    precision: 'float32',
    batchSize: batch,
    steps,
    outputs: steps,
    updatesBack: 1,
    continues: false,
  });
  // (outer, inner, size) as (inner, outer, size)
  const swapped = (from: ArrayLike<number>, outer: number, inner: number, size: number) =>
    Float32Array.from({ length: from.length }, (_, at) => {
      const place = at % size;
      const row = Math.floor(at / size);
      return from[((row % outer) * inner + Math.floor(row / outer)) * size + place] as number;
    });
  pass.x.set(swapped(x, batch, steps, D));
  pass.forward(parametersOf(file.specification, file.tensors));
  return swapped(pass.y, steps, batch, M);
}
