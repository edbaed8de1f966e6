/** Analytic gradients against central differences, on the first mini-batch of a run and its initial weights. */
import { StudioError } from '../contract/errors';
import type { RunConfiguration } from '../contract/run';
import type { PreparedDataset } from '../data/dataset';
import { initializeParameters } from '../nn/initialization';
import { createPass } from '../nn/network';
import { passSize } from '../nn/pass';
import { parameterLayout } from '../nn/parameters';
import { Rng } from '../random/rng';
import { BUDGET_BYTES } from './engine';
import { passSteps } from './pass-sizes';
import { specificationOf } from './specification';

/** Entries of a parameter that are checked: all of small ones, as many of large ones, chosen by the run's seed. */
const MOST_ENTRIES = 200;
/** Truncation h²/6 · E‴ and cancellation ε E / h are both about 1e-10 here. */
const H = 1e-5;
/** Of the largest entry of the parameter's gradient. */
const TOLERANCE = 1e-6;

export interface ParameterCheck {
  readonly name: string;
  readonly checked: number;
  readonly of: number;
  /** The entry with the largest difference; indices count from 0. */
  readonly worst: { readonly index: readonly number[]; readonly analytic: number; readonly numeric: number };
  /** |analytic − numeric| of the worst entry over the parameter's largest gradient. */
  readonly relativeError: number;
  readonly ok: boolean;
}

export interface GradientCheck {
  readonly ok: boolean;
  readonly loss: number;
  readonly sequences: number;
  readonly tolerance: number;
  readonly parameters: readonly ParameterCheck[];
}

/** Checks exact BPTT, in float64: `local` and truncated gradients leave terms out and are not derivatives of the loss. */
export function checkGradients(configuration: RunConfiguration, data: PreparedDataset): GradientCheck {
  const specification = specificationOf(configuration, data);
  const { training } = data.parts;
  const batchSize = Math.min(configuration.batchSize, training.count);
  const steps = passSteps(
    data,
    training,
    Uint32Array.from({ length: batchSize }, (_, index) => index),
  );
  const outputs = data.targetSteps === 1 ? 1 : steps;
  const sizes = {
    precision: 'float64' as const,
    batchSize,
    steps,
    outputs,
    updatesBack: Infinity,
    continues: false,
  };
  const gibibytes = (passSize(specification, sizes) * Float64Array.BYTES_PER_ELEMENT) / 2 ** 30;
  if (gibibytes > BUDGET_BYTES / 2 ** 30) {
    throw new StudioError(
      'bad-configuration',
      `Checking gradients in float64 needs ${gibibytes.toFixed(1)} GiB of memory and may use ${BUDGET_BYTES / 2 ** 30}: lower the hidden units, the batch size or the window`,
    );
  }
  const pass = createPass(specification, sizes);
  const whole = { from: 0, steps, outputs };
  const x = new Float32Array(pass.x.length);
  const t = new Float32Array(pass.t.length);
  for (let b = 0; b < batchSize; b++) training.copyInto(b, x, t, b, batchSize, whole);
  pass.x.set(x);
  pass.t.set(t);

  const rng = Rng.fromSeed(configuration.seed, 'initialization');
  const parameters = Float64Array.from(initializeParameters(specification, rng, configuration.initialization));
  const gradient = new Float64Array(parameters.length);
  pass.forward(parameters);
  const loss = pass.backward(parameters, gradient);

  const lossAt = (index: number, shift: number): number => {
    const kept = parameters[index] as number;
    parameters[index] = kept + shift;
    pass.forward(parameters);
    parameters[index] = kept;
    return pass.loss();
  };
  const checks = parameterLayout(specification).map(({ name, shape, offset, size }): ParameterCheck => {
    const entries = Uint32Array.from({ length: size }, (_, index) => index);
    rng.shuffle(entries);
    let worst = { index: 0, analytic: 0, numeric: 0, difference: -1 };
    for (const index of entries.subarray(0, MOST_ENTRIES)) {
      const analytic = gradient[offset + index] as number;
      const numeric = (lossAt(offset + index, H) - lossAt(offset + index, -H)) / (2 * H);
      const difference = Math.abs(analytic - numeric);
      // A difference that is not a number is the worst there can be.
      if (!(difference <= worst.difference)) worst = { index, analytic, numeric, difference };
    }
    const largest = gradient
      .subarray(offset, offset + size)
      .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // Where a whole gradient is zero (a layer that never updates) the differences must be zero too.
    const relativeError = worst.difference === 0 ? 0 : worst.difference / Math.max(largest, H);
    const columns = shape[1];
    return {
      name,
      checked: Math.min(size, MOST_ENTRIES),
      of: size,
      worst: {
        index: columns === undefined ? [worst.index] : [Math.floor(worst.index / columns), worst.index % columns],
        analytic: worst.analytic,
        numeric: worst.numeric,
      },
      relativeError,
      ok: relativeError <= TOLERANCE,
    };
  });
  return { ok: checks.every(({ ok }) => ok), loss, sequences: batchSize, tolerance: TOLERANCE, parameters: checks };
}
