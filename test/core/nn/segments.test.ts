import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPass } from '../../../core/nn/network';
import { parameterCount, type Specification } from '../../../core/nn/parameters';
import type { Pass } from '../../../core/nn/pass';
import { Rng } from '../../../core/random/rng';
import { segmentsOf, type Segment } from '../../../core/nn/segments';
import { simdEngine } from '../../../core/nn/simd-engine';
import { KERNEL_MODULES } from '../../support/kernel-modules';

const D = 2;
const M = 2;

interface Sizes {
  readonly model: 'alarmwork' | 'elman';
  readonly readout: 'last' | 'every';
  readonly P: number;
  readonly L: number;
  readonly B: number;
  readonly period: number;
  readonly updatesBack: number;
  readonly leastSteps: number;
  readonly seed: number;
}

const sizes: fc.Arbitrary<Sizes> = fc
  .record({
    model: fc.constantFrom('alarmwork' as const, 'elman' as const),
    readout: fc.constantFrom('last' as const, 'every' as const),
    P: fc.constantFrom(1, 5, 8, 9),
    L: fc.integer({ min: 1, max: 120 }),
    B: fc.constantFrom(1, 2, 5),
    period: fc.integer({ min: 1, max: 4 }),
    updatesBack: fc.integer({ min: 1, max: 3 }),
    leastSteps: fc.integer({ min: 1, max: 40 }),
    seed: fc.nat(),
  })
  .map((given) => (given.model === 'elman' ? { ...given, period: 1 } : given));

function outputsOf({ readout, L }: Sizes): number {
  return readout === 'last' ? 1 : L;
}

function specificationOf({ model, readout, P, period }: Sizes): Specification {
  return { model, inputs: D, hiddenUnits: P, outputs: M, period, readout };
}

function shapeOf(given: Sizes) {
  return { steps: given.L, outputs: outputsOf(given), period: given.period };
}

interface Result {
  readonly y: number[];
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** What `segments` in a row make of the same numbers, whatever they are. */
function run(
  given: Sizes,
  segments: readonly Segment[],
  newPass: (segment: Segment) => Pass,
  withGradient: boolean,
): Result {
  const { B, L } = given;
  const rng = Rng.fromSeed(given.seed, 'data');
  const numbers = (count: number) => Float32Array.from({ length: count }, () => rng.between(-0.9, 0.9));
  const x = numbers(L * B * D);
  const t = numbers(outputsOf(given) * B * M);
  const parameters = numbers(parameterCount(specificationOf(given)));
  const gradient = new Float64Array(parameters.length);
  const y: number[] = [];
  let loss = 0;
  let state: Pass['initialState'] | null = null;
  for (const segment of segments) {
    const pass = newPass(segment);
    pass.x.set(x.subarray(segment.from * B * D, (segment.from + segment.steps) * B * D));
    pass.t.set(t.subarray(y.length, y.length + segment.outputs * B * M));
    if (state) pass.initialState.set(state);
    pass.forward(parameters);
    loss += pass.loss();
    if (withGradient && segment.outputs > 0) pass.backward(parameters, gradient);
    y.push(...pass.y);
    state = pass.stateAfter(segment.passedOn);
  }
  return { y, loss, gradient };
}

/** Largest difference over the largest magnitude. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const largest = Math.max(1e-30, ...Array.from(b, Math.abs));
  return Math.max(0, ...Array.from(a, (value, i) => Math.abs(value - (b[i] as number)))) / largest;
}

function expectSame(actual: Result, expected: Result, tolerance: number): void {
  expect(actual.y).toHaveLength(expected.y.length);
  expect(difference(actual.y, expected.y)).toBeLessThan(tolerance);
  expect(difference([actual.loss], [expected.loss])).toBeLessThan(tolerance);
  expect(difference(actual.gradient, expected.gradient)).toBeLessThan(tolerance);
}

describe('the segments of a sequence', () => {
  it('sum to the gradient of the whole sequence', () => {
    fc.assert(
      fc.property(sizes, (given) => {
        const options = { precision: 'float64', batchSize: given.B, updatesBack: given.updatesBack } as const;
        const newPass = ({ from, steps, outputs }: Segment): Pass =>
          createPass(specificationOf(given), { ...options, steps, outputs, continues: from > 0 });
        const whole = segmentsOf(shapeOf(given), Infinity);
        expect(whole).toHaveLength(1);
        const segments = segmentsOf(shapeOf(given), given.updatesBack, given.leastSteps);
        // Sums in another order: float64 rounding, times some hundred terms.
        expectSame(run(given, segments, newPass, true), run(given, whole, newPass, true), 1e-12);
        const forward = segmentsOf(shapeOf(given), 0, given.leastSteps);
        expectSame(run(given, forward, newPass, false), run(given, whole, newPass, false), 1e-12);
      }),
      { numRuns: 400 },
    );
  });

  it.each(['fast', 'strict'] as const)('give what the reference gives with the %s kernels', (kernel) => {
    fc.assert(
      fc.property(sizes, (given) => {
        const segments = segmentsOf(shapeOf(given), given.updatesBack, given.leastSteps);
        const optionsOf = ({ from, steps, outputs }: Segment) => {
          const { B, updatesBack } = given;
          return { batchSize: B, steps, outputs, updatesBack, continues: from > 0 };
        };
        const specification = specificationOf(given);
        const engine = simdEngine(KERNEL_MODULES[kernel], specification, { optimizer: 'sgd' }, segments.map(optionsOf));
        const expected = run(
          given,
          segments,
          (segment) => createPass(specification, { ...optionsOf(segment), precision: 'float64' }),
          true,
        );
        // Float32: as in the kernels' own test.
        expectSame(
          run(given, segments, (segment) => engine.pass(optionsOf(segment)), true),
          expected,
          5e-5,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('need the memory of a piece, however long the sequence is', () => {
    for (const outputs of [1, 10_000_000]) {
      const segments = segmentsOf({ steps: 10_000_000, outputs, period: 2 }, 8);
      expect(Math.max(...segments.map(({ steps }) => steps))).toBeLessThan(2100);
      expect(segments.reduce((sum, segment) => sum + segment.outputs, 0)).toBe(outputs);
      expect(new Set(segments.map(({ steps, outputs: K }) => `${steps} ${K}`)).size).toBeLessThanOrEqual(3);
    }
  });
});
