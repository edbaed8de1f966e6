import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPass } from '../../../core/nn/network';
import { referenceEngine, type Engine, type PassSizes } from '../../../core/nn/engine';
import type { FloatArray } from '../../../core/nn/float-array';
import { initializeParameters } from '../../../core/nn/initialization';
import type { OptimizerChoice } from '../../../core/nn/optimizer';
import { parameterCount, parameterLayout, type Specification } from '../../../core/nn/parameters';
import type { Pass } from '../../../core/nn/pass';
import { Rng } from '../../../core/random/rng';
import { simdBytes, simdEngine } from '../../../core/nn/simd-engine';
import { KERNEL_MODULES } from '../../support/kernel-modules';

interface Sizes {
  readonly model: 'alarmwork' | 'elman';
  readonly readout: 'last' | 'every';
  readonly D: number;
  readonly P: number;
  readonly M: number;
  readonly L: number;
  readonly N: number;
  readonly period: number;
  readonly updatesBack: number;
  readonly seed: number;
}

/** On both sides of every width at which the kernels change their way: vectors, tiles, panels, cache blocks. */
const WIDTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 31, 32, 33, 64, 65];

const sizes: fc.Arbitrary<Sizes> = fc.record({
  model: fc.constantFrom('alarmwork' as const, 'elman' as const),
  readout: fc.constantFrom('last' as const, 'every' as const),
  D: fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 17),
  P: fc.constantFrom(...WIDTHS),
  M: fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 17),
  L: fc.integer({ min: 1, max: 12 }),
  N: fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 8, 13, 33, 65),
  period: fc.integer({ min: 1, max: 5 }),
  updatesBack: fc.constantFrom(1, 2, 3, 5, Infinity),
  seed: fc.nat(),
});

function specificationOf({ model, readout, D, P, M, period }: Sizes): Specification {
  return { model, inputs: D, hiddenUnits: P, outputs: M, period, readout };
}

function passSizesOf({ N, L, readout, updatesBack }: Sizes): PassSizes {
  return { batchSize: N, steps: L, outputs: readout === 'last' ? 1 : L, updatesBack, continues: false };
}

function results(pass: Pass, given: Sizes, parameters: FloatArray, numbers: (rng: Rng) => number): Result {
  const rng = Rng.fromSeed(given.seed, 'data');
  // Rounded to float32, so that both forms start from the same numbers.
  for (let i = 0; i < pass.x.length; i++) pass.x[i] = Math.fround(numbers(rng));
  for (let i = 0; i < pass.t.length; i++) pass.t[i] = Math.fround(rng.between(-0.9, 0.9));
  pass.forward(parameters);
  const gradient = new Float64Array(parameters.length);
  const loss = pass.loss();
  expect(pass.backward(parameters, gradient)).toBe(loss);
  return { y: Float64Array.from(pass.y), loss, gradient };
}

interface Result {
  readonly y: Float64Array;
  readonly loss: number;
  readonly gradient: Float64Array;
}

function bothWays(given: Sizes, kernel: 'fast' | 'strict', numbers: (rng: Rng) => number): [Result, Result] {
  const specification = specificationOf(given);
  const sizes = passSizesOf(given);
  const rng = Rng.fromSeed(given.seed, 'initialization');
  const limit = 1 / Math.sqrt(given.P);
  const parameters = Float32Array.from({ length: parameterCount(specification) }, () => rng.between(-limit, limit));
  const engine = simdEngine(KERNEL_MODULES[kernel], specification, { optimizer: 'sgd' }, [sizes]);
  engine.parameters.set(parameters);
  const actual = results(engine.pass(sizes), given, engine.parameters, numbers);
  const reference = createPass(specification, { ...sizes, precision: 'float64' });
  return [actual, results(reference, given, Float64Array.from(parameters), numbers)];
}

/** Largest difference over the largest magnitude; NaN and infinities must be in the same places. */
function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let scale = 1e-30;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i] as number;
    const b = expected[i] as number;
    if (!Number.isFinite(b)) {
      if (!Object.is(a, b)) return NaN;
      continue;
    }
    scale = Math.max(scale, Math.abs(b));
    difference = Math.max(difference, Math.abs(a - b));
    if (Number.isNaN(a)) return NaN;
  }
  return difference / scale;
}

function finite(values: ArrayLike<number>): boolean[] {
  return Array.from(values, Number.isFinite);
}

const RECURRENT_WEIGHTS: readonly string[] = ['w_rec1', 'w_in2', 'w_rec2', 'w_in', 'w_rec'];

const uniform = (rng: Rng): number => rng.between(-1, 1);

const SMALL: Specification = { model: 'alarmwork', inputs: 3, hiddenUnits: 9, outputs: 2, period: 2, readout: 'every' };
const SMALL_SIZES: PassSizes = { batchSize: 5, steps: 9, outputs: 9, updatesBack: Infinity, continues: false };
const SMALL_GIVEN: Sizes = {
  ...{ model: 'alarmwork', readout: 'every', D: 3, P: 9, M: 2, L: 9, N: 5, period: 2, updatesBack: Infinity, seed: 7 },
};

/** A run's configuration, which is what engines are given, has the numbers of every rule whichever is chosen. */
const NUMBERS = { momentum: 0.9, smoothing: 0.99, beta1: 0.8, beta2: Math.fround(0.99999), epsilon: 1e-8 };
const OPTIMIZERS: readonly OptimizerChoice[] = (
  ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const
).flatMap((optimizer) => [0, 0.01].map((weightDecay) => ({ optimizer, ...NUMBERS, weightDecay })));

function smallEngine(kernel: 'fast' | 'strict', choice: OptimizerChoice): Engine {
  return simdEngine(KERNEL_MODULES[kernel], SMALL, choice, [SMALL_SIZES]);
}

/** Steps on one mini-batch after another, the same for every engine. */
function trained(engine: Engine, sizes: PassSizes, steps: number): Trained {
  engine.parameters.set(initializeParameters(SMALL, Rng.fromSeed(5, 'initialization')));
  const pass = engine.pass(sizes);
  const rng = Rng.fromSeed(5, 'data');
  const losses: number[] = [];
  const norms: number[] = [];
  for (let step = 0; step < steps; step++) {
    for (let i = 0; i < pass.x.length; i++) pass.x[i] = rng.between(-1, 1);
    for (let i = 0; i < pass.t.length; i++) pass.t[i] = rng.between(-0.9, 0.9);
    const { loss, gradientNorm } = engine.step([pass], { learningRate: 0.01, clipNorm: 0.3 });
    losses.push(loss);
    norms.push(gradientNorm);
  }
  return { parameters: engine.parameters, losses, norms };
}

interface Trained {
  readonly parameters: Float32Array;
  readonly losses: readonly number[];
  readonly norms: readonly number[];
}

describe.each(['fast', 'strict'] as const)('the %s kernels', (kernel) => {
  it('agree with the reference kernels for any sizes, model, period, readout and truncation', () => {
    fc.assert(
      fc.property(sizes, (given) => {
        const [actual, expected] = bothWays(given, kernel, (rng) => rng.between(-1, 1));
        // float32 rounds each of a sum's terms to 2^-24, and errors travel along the chain of updates: most cases stay
        // below 1e-5, and some in ten thousand, whose terms cancel, reach twice that.
        expect(worst(actual.y, expected.y)).toBeLessThan(5e-5);
        expect(worst([actual.loss], [expected.loss])).toBeLessThan(5e-5);
        expect(worst(actual.gradient, expected.gradient)).toBeLessThan(5e-5);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ...[127, 128, 129, 130, 255, 256, 257, 262].map((P) => ({ P, N: 7, L: 5, D: 4, M: 1 })),
    // More rows than are gone through at once; more outputs and inputs than units.
    { P: 256, N: 67, L: 10, D: 4, M: 1 },
    { P: 260, N: 3, L: 4, D: 259, M: 261 },
    { P: 3, N: 1, L: 150, D: 1, M: 1 },
  ])('agree with the reference kernels where layers are wide or sequences long: %o', (size) => {
    for (const model of ['alarmwork', 'elman'] as const) {
      const given: Sizes = { ...size, model, readout: 'every', period: 2, updatesBack: Infinity, seed: 11 };
      const [actual, expected] = bothWays(given, kernel, uniform);
      // As above; sums of up to 670 × 262 terms of mixed signs round to a few units in the last place more.
      expect(worst(actual.y, expected.y)).toBeLessThan(1e-5);
      expect(worst(actual.gradient, expected.gradient)).toBeLessThan(1e-5);
    }
  });

  it('carry NaN and infinite inputs to where the reference kernels do', () => {
    const strange = fc.constantFrom(NaN, Infinity, -Infinity, 1e38, -1e38);
    fc.assert(
      fc.property(sizes, strange, fc.nat(), (given, value, place) => {
        const numbers = given.L * given.N * given.D;
        let i = 0;
        const [actual, expected] = bothWays(given, kernel, (rng) => {
          const ordinary = rng.between(-1, 1);
          return i++ % numbers === place % numbers ? value : ordinary;
        });
        expect(finite(actual.y)).toEqual(finite(expected.y));
        // Products of 1e38 overflow float32 and not float64: there only the outputs, which tanh bounds, are alike.
        if (Math.abs(value) === 1e38) return;
        for (const { name, offset, size } of parameterLayout(specificationOf(given))) {
          const [found, wanted] = [actual, expected].map(({ gradient }) =>
            finite(gradient.subarray(offset, offset + size)),
          );
          // The kernels skip states and errors that are zero by definition; the reference multiplies, and 0 · NaN is NaN.
          const skipped = RECURRENT_WEIGHTS.includes(name) && (found ?? []).some(Boolean);
          expect(skipped ? 'skipped' : found, name).toEqual(skipped ? 'skipped' : wanted);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are exact where every unit is saturated: tanh has no slope there', () => {
    const given: Sizes = {
      ...{
        model: 'alarmwork',
        readout: 'every',
        D: 3,
        P: 9,
        M: 2,
        L: 7,
        N: 5,
        period: 2,
        updatesBack: Infinity,
        seed: 3,
      },
    };
    const specification = specificationOf(given);
    const sizes: PassSizes = { batchSize: 5, steps: 7, outputs: 7, updatesBack: Infinity, continues: false };
    const engine = simdEngine(KERNEL_MODULES[kernel], specification, { optimizer: 'sgd' }, [sizes]);
    engine.parameters.fill(100);
    const { y, gradient } = results(engine.pass(sizes), given, engine.parameters, (rng) => rng.between(0.5, 1));
    expect(new Set(y)).toEqual(new Set([1]));
    expect(new Set(gradient.map(Math.abs))).toEqual(new Set([0]));
  });

  it.each(OPTIMIZERS)('follow the reference in $optimizer, decay $weightDecay, with clipping', (choice) => {
    const reference = trained(referenceEngine(SMALL, choice), SMALL_SIZES, 20);
    const simd = trained(smallEngine(kernel, choice), SMALL_SIZES, 20);
    // Twenty steps let rounding grow; a wrong formula is off by the size of a step, 1e-2.
    expect(worst(simd.parameters, reference.parameters)).toBeLessThan(2e-5);
    expect(worst(simd.losses, reference.losses)).toBeLessThan(2e-5);
    expect(worst(simd.norms, reference.norms)).toBeLessThan(2e-4);
  });

  it('say so when a parameter is no longer finite', () => {
    const engine = smallEngine(kernel, { optimizer: 'sgd' });
    const pass = engine.pass(SMALL_SIZES);
    engine.parameters.fill(0.1);
    pass.x.fill(0.5);
    expect(engine.step([pass], { learningRate: 0.1, clipNorm: 0 }).finite).toBe(true);
    engine.parameters[3] = NaN;
    expect(engine.step([pass], { learningRate: 0.1, clipNorm: 0 }).finite).toBe(false);
    engine.parameters.fill(0.1);
    engine.parameters[engine.parameters.length - 1] = Infinity;
    expect(engine.step([pass], { learningRate: 0.1, clipNorm: 0 }).finite).toBe(false);
  });

  it('let passes of several sizes share one memory', () => {
    const small: PassSizes = { ...SMALL_SIZES, batchSize: 2 };
    const alone = simdEngine(KERNEL_MODULES[kernel], SMALL, { optimizer: 'sgd' }, [small]);
    const both = simdEngine(KERNEL_MODULES[kernel], SMALL, { optimizer: 'sgd' }, [small, SMALL_SIZES]);
    const given: Sizes = { ...SMALL_GIVEN, N: 2 };
    const parameters = initializeParameters(SMALL, Rng.fromSeed(1, 'initialization'));
    const run = (engine: Engine, sizes: PassSizes): Result => results(engine.pass(sizes), given, parameters, uniform);
    const expected = run(alone, small);
    run(both, SMALL_SIZES);
    expect(run(both, small)).toEqual(expected);
    expect(() => alone.pass(SMALL_SIZES)).toThrow('smaller passes');
  });

  it('are given the memory they were said to need', () => {
    let given = 0;
    const module = KERNEL_MODULES[kernel];
    const counting = {
      kernel,
      instantiate: (bytes: number) => {
        given = bytes;
        return module.instantiate(bytes);
      },
    };
    simdEngine(counting, SMALL, { optimizer: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, [SMALL_SIZES]);
    expect(given).toBe(simdBytes(SMALL, { optimizer: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, [SMALL_SIZES]));
  });
});
