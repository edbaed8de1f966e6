/** The self-test that an export carries: an input sequence, and what the reference kernels answer to it. */
import type { ModelSpecification, SelfTest, WeightsFile } from '../contract/weights';
import type { PreparedDataset } from '../data/dataset';
import { unscale } from '../data/scaling';
import { shortestDecimal } from '../formats/shortest-decimal';
import type { FloatArray, Precision } from '../nn/float-array';
import { createPass } from '../nn/network';
import { Rng } from '../random/rng';
import { parametersOf } from './results';

/**
 * Outputs lie within ±1 and have 24 bits, and other programs add up in another order and with another tanh. The sequence is
 * such that float32 and float64 differ by a tenth of this at the most, wherever a sequence like that exists.
 */
const TOLERANCE = 1e-5;
const SETTLED = TOLERANCE / 10;
/** In the inputs and both forms of the outputs together: the comment of a ZIP file has room for 65,535 bytes. */
const MOST_NUMBERS = 1500;
/** Digits of an output in the data's own units: more than float32 has. */
const UNIT_DIGITS = 9;

export interface TestSequence {
  readonly source: string;
  /** (L, D), scaled */
  readonly values: Float32Array;
}

/** The beginning of the first sequence that training did not see. */
export function validationSequence(data: PreparedDataset): TestSequence {
  const steps = Math.min(data.parts.validation.lengthOf(0), mostSteps(data));
  const values = new Float32Array(steps * data.inputs);
  const stretch = { from: 0, steps, outputs: 0 };
  data.parts.validation.copyInto(0, values, new Float32Array(0), 0, 1, stretch);
  return { source: 'the first sequence of the validation part', values };
}

/** Where the data is not at hand. */
export function randomSequence({
  specification,
  preparation,
}: Pick<WeightsFile, 'specification' | 'preparation'>): TestSequence {
  const rng = Rng.fromSeed(1, 'data');
  const steps = Math.min(Math.max(preparation.window, 1), mostSteps(specification));
  const values = Float32Array.from({ length: steps * specification.inputs }, () => 1.6 * rng.uniform() - 0.8);
  return { source: 'random numbers within ±0.8', values };
}

/** @param sequence cut to what a file has room for, and to where rounding does not decide the answer */
export function makeSelfTest(file: WeightsFile, { source, values }: TestSequence): SelfTest {
  const { specification, preparation } = file;
  const { inputs: D, outputs: M } = specification;
  const parameters = parametersOf(specification, file.tensors);
  const run = (precision: Precision, steps: number) =>
    outputsOfEveryStep(specification, parameters, values.subarray(0, steps * D), precision);
  let steps = Math.min(values.length / D, mostSteps(specification));
  while (steps > 1 && largestDifference(run('float32', steps), run('float64', steps)) > SETTLED) {
    steps = Math.floor(steps / 2);
  }
  const outputs = run('float32', steps);
  const inUnits = Array.from(outputs, (value, at) => {
    const scaling = preparation.outputs[at % M] ?? { offset: 0, factor: 1 };
    return Number(unscale(value, scaling).toPrecision(UNIT_DIGITS));
  });
  return {
    source,
    inputs: rows(
      Array.from(values.subarray(0, steps * D), (value) => Number(shortestDecimal(value))),
      D,
    ),
    outputs: rows(
      Array.from(outputs, (value) => jsonNumber(Number.isFinite(value) ? Number(shortestDecimal(value)) : value)),
      M,
    ),
    outputsInUnits: rows(inUnits.map(jsonNumber), M),
    tolerance: TOLERANCE,
  };
}

/** @returns (L, M) by the reference kernels, whatever the readout */
export function outputsOfEveryStep(
  specification: ModelSpecification,
  parameters: Float32Array,
  inputs: ArrayLike<number>,
  precision: Precision,
): FloatArray {
  const steps = inputs.length / specification.inputs;
  const pass = createPass(specification, {
    precision,
    batchSize: 1,
    steps,
    outputs: steps,
    updatesBack: 1,
    continues: false,
  });
  pass.x.set(inputs);
  pass.forward(precision === 'float64' ? Float64Array.from(parameters) : parameters);
  return pass.y;
}

/** Infinity where one is no number and the other is. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Infinity;
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] ?? NaN, b[at] ?? NaN];
    if (Object.is(x, y)) continue;
    const difference = Math.abs(x - y);
    largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }
  return largest;
}

function mostSteps({ inputs, outputs }: Pick<ModelSpecification, 'inputs' | 'outputs'>): number {
  return Math.max(1, Math.floor(MOST_NUMBERS / (inputs + 2 * outputs)));
}

function rows<T>(values: readonly T[], width: number): T[][] {
  return Array.from({ length: values.length / width }, (_, row) => values.slice(row * width, (row + 1) * width));
}

function jsonNumber(value: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}
