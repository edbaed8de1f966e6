import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GradientCase, NestedNumbers } from '../../../core/contract/gradient-case';
import { createPass } from '../../../core/nn/network';
import { sumSquaredError } from '../../../core/nn/loss';
import { parameterCount, parameterLayout, parameterView, type Specification } from '../../../core/nn/parameters';
import type { Pass } from '../../../core/nn/pass';
import { outputDelta, squaredError } from '../../../core/nn/scalar/output-error';
import { segmentsOf, type Segment } from '../../../core/nn/segments';
import { simdEngine } from '../../../core/nn/simd-engine';
import { Rng } from '../../../core/random/rng';
import { computeCase } from '../../../core/train/gradient-case';
import { KERNEL_MODULES } from '../../support/kernel-modules';

interface Sizes {
  readonly model: 'alarmwork' | 'elman';
  readonly D: number;
  readonly P: number;
  readonly M: number;
  /** Of every sequence; 0 is a sequence without any target. */
  readonly lengths: readonly number[];
  readonly period: number;
  readonly updatesBack: number;
  /** In pieces, as long sequences are gone through, or whole. */
  readonly inSegments: boolean;
  readonly seed: number;
}

/** On both sides of the widths of vectors (4), of panels (8), of pairs of them, and of tiles (6 rows). */
const sizes: fc.Arbitrary<Sizes> = fc
  .record({
    model: fc.constantFrom('alarmwork' as const, 'elman' as const),
    D: fc.constantFrom(1, 2, 4, 5, 8, 9),
    P: fc.constantFrom(1, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17),
    M: fc.constantFrom(1, 2, 3, 4, 5, 8, 9),
    N: fc.constantFrom(1, 2, 3, 5, 6, 7, 12, 13),
    longest: fc.integer({ min: 1, max: 12 }),
    period: fc.integer({ min: 1, max: 4 }),
    updatesBack: fc.constantFrom(1, 2, 3, Infinity),
    inSegments: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ N, longest, ...rest }) => {
    const rng = Rng.fromSeed(rest.seed, 'data');
    const lengths = Array.from({ length: N }, () => rng.below(longest + 1));
    // One of them is as long as the mini-batch.
    lengths[rng.below(N)] = longest;
    return { ...rest, lengths, period: rest.model === 'elman' ? 1 : rest.period };
  });

function specificationOf({ model, D, P, M, period }: Sizes): Specification {
  return { model, inputs: D, hiddenUnits: P, outputs: M, period, readout: 'every' };
}

interface Sequence {
  /** [length][D] and [length][M] */
  readonly x: readonly (readonly number[])[];
  readonly t: readonly (readonly number[])[];
}

interface Numbers {
  readonly parameters: Float32Array;
  readonly sequences: readonly Sequence[];
}

/** Rounded to float32, so that all forms start from the same numbers. One target in five is missing among the others. */
function numbersOf(given: Sizes): Numbers {
  const rng = Rng.fromSeed(given.seed, 'initialization');
  const row = (width: number, value: () => number): number[] => Array.from({ length: width }, value);
  const limit = 1 / Math.sqrt(given.P);
  const targetOrNone = (): number => (rng.below(5) === 0 ? NaN : Math.fround(rng.between(-0.9, 0.9)));
  return {
    parameters: Float32Array.from({ length: parameterCount(specificationOf(given)) }, () => rng.between(-limit, limit)),
    sequences: given.lengths.map((length) => ({
      x: Array.from({ length }, () => row(given.D, () => Math.fround(rng.between(-1, 1)))),
      t: Array.from({ length }, () => row(given.M, targetOrNone)),
    })),
  };
}

interface Result {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** Each sequence alone, as long as it is, by loops over the seed's equations; added up. */
function byItself(given: Sizes, { parameters, sequences }: Numbers): Result {
  const layout = parameterLayout(specificationOf(given));
  const params = Object.fromEntries(
    layout.map(({ name, shape: [rows = 1, columns] }) => {
      const values = Array.from(parameterView(layout, parameters, name));
      const matrix = Array.from({ length: rows }, (_, j) => values.slice(j * (columns ?? 1), (j + 1) * (columns ?? 1)));
      return [name, columns === undefined ? values : matrix];
    }),
  );
  let loss = 0;
  const gradient = new Float64Array(parameters.length);
  for (const { x, t } of sequences) {
    if (x.length === 0) continue;
    const { model, D, P, M, period, updatesBack } = given;
    const alone = { model, D, P, M, period, readout: 'every', L: x.length, N: 1, params, x: [x], t: [t] };
    const result = computeCase(alone as unknown as GradientCase, 'scalar', { asked: updatesBack });
    loss += result.loss;
    for (const { name, offset } of layout) {
      flat(result.gradients['asked']?.[name]).forEach(
        (value, i) => (gradient[offset + i] = at(gradient, offset + i) + value),
      );
    }
  }
  return { loss, gradient };
}

function flat(values: NestedNumbers | undefined): number[] {
  return typeof values === 'number' ? [values] : (values ?? []).flatMap(flat);
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? NaN;
}

function segmentsFor(given: Sizes): readonly Segment[] {
  const L = Math.max(...given.lengths);
  const shape = { steps: L, outputs: L, period: given.period };
  return given.inSegments ? segmentsOf(shape, given.updatesBack, 3) : segmentsOf(shape, Infinity);
}

type NewPass = (segment: Segment) => Pass;

/** All in one mini-batch, padded at the end with targets of NaN and with `padding` for inputs. */
function inOneBatch(given: Sizes, { parameters, sequences }: Numbers, newPass: NewPass, padding: () => number): Result {
  const { D, M } = given;
  const B = sequences.length;
  const gradient = new Float64Array(parameters.length);
  let loss = 0;
  let state: Pass['initialState'] | null = null;
  let targetsFrom = 0;
  for (const segment of segmentsFor(given)) {
    const pass = newPass(segment);
    for (let i = 0; i < pass.x.length; i++) {
      const step = segment.from + Math.floor(i / (B * D));
      pass.x[i] = sequences[Math.floor(i / D) % B]?.x[step]?.[i % D] ?? padding();
    }
    for (let i = 0; i < pass.t.length; i++) {
      const step = targetsFrom + Math.floor(i / (B * M));
      pass.t[i] = at(sequences[Math.floor(i / M) % B]?.t[step] ?? [], i % M);
    }
    targetsFrom += segment.outputs;
    if (state) pass.initialState.set(state);
    pass.forward(parameters);
    if (segment.outputs > 0) {
      const before = pass.loss();
      expect(pass.backward(parameters, gradient)).toBe(before);
      loss += before;
    }
    state = pass.stateAfter(segment.passedOn);
  }
  return { loss, gradient };
}

const FORMS = ['float64', 'float32', 'fast', 'strict'] as const;
type Form = (typeof FORMS)[number];

function passesOf(given: Sizes, form: Form): NewPass {
  const specification = specificationOf(given);
  const optionsOf = ({ from, steps, outputs }: Segment) => ({
    ...{ batchSize: given.lengths.length, steps, outputs, updatesBack: given.updatesBack, continues: from > 0 },
  });
  if (form === 'float64' || form === 'float32') {
    return (segment) => createPass(specification, { ...optionsOf(segment), precision: form });
  }
  const options = segmentsFor(given).map(optionsOf);
  const engine = simdEngine(KERNEL_MODULES[form], specification, { optimizer: 'sgd' }, options);
  return (segment) => engine.pass(optionsOf(segment));
}

/** Largest difference over the largest magnitude. */
function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const largest = Math.max(1e-30, ...Array.from(expected, Math.abs));
  const differences = Array.from(actual, (value, i) => Math.abs(value - at(expected, i)));
  return Math.max(0, ...differences) / largest;
}

const zero = (): number => 0;

describe.each(FORMS)('targets that are NaN, in %s', (form) => {
  it('leave the loss and the gradient of each unpadded sequence alone, added up', () => {
    // The same terms in another order of summation; float32 as in the kernels' own test.
    const tolerance = form === 'float64' ? 1e-12 : 5e-5;
    fc.assert(
      fc.property(sizes, (given) => {
        const numbers = numbersOf(given);
        const actual = inOneBatch(given, numbers, passesOf(given, form), zero);
        const expected = byItself(given, numbers);
        expect(difference([actual.loss], [expected.loss])).toBeLessThan(tolerance);
        expect(difference(actual.gradient, expected.gradient)).toBeLessThan(tolerance);
      }),
      { numRuns: 150 },
    );
  });

  it('let no bit of the padding through, whatever finite numbers it is made of', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom(1, 100, 1e6), (given, reach) => {
        const numbers = numbersOf(given);
        const rng = Rng.fromSeed(given.seed, 'shuffling');
        const padding = (): number => Math.fround(rng.between(-reach, reach));
        const newPass = passesOf(given, form);
        const expected = inOneBatch(given, numbers, newPass, zero);
        const actual = inOneBatch(given, numbers, newPass, padding);
        // Signs of zeros as well.
        expect(actual).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('make a mini-batch without targets one without loss and gradient', () => {
    fc.assert(
      fc.property(sizes, (given) => {
        const { parameters, sequences } = numbersOf(given);
        const masked = sequences.map(({ x, t }) => ({ x, t: t.map((row) => row.map(() => NaN)) }));
        const { loss, gradient } = inOneBatch(given, { parameters, sequences: masked }, passesOf(given, form), zero);
        expect(loss).toBe(0);
        expect(gradient.every((value) => value === 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('one masked sequence among others', () => {
  it.each(FORMS)('counts for nothing, in %s', (form) => {
    const given: Sizes = {
      ...{
        model: 'alarmwork',
        D: 3,
        P: 9,
        M: 2,
        lengths: [7, 7, 7],
        period: 2,
        updatesBack: Infinity,
        inSegments: false,
      },
      seed: 5,
    };
    const { parameters, sequences } = numbersOf(given);
    const masked = sequences.map(({ x, t }, n) => ({ x, t: n === 1 ? t.map((row) => row.map(() => NaN)) : t }));
    const without = sequences.filter((_, n) => n !== 1);
    const actual = inOneBatch(given, { parameters, sequences: masked }, passesOf(given, form), zero);
    const expected = byItself({ ...given, lengths: [7, 7] }, { parameters, sequences: without });
    // As above.
    expect(difference(actual.gradient, expected.gradient)).toBeLessThan(form === 'float64' ? 1e-12 : 5e-5);
    expect(difference([actual.loss], [expected.loss])).toBeLessThan(form === 'float64' ? 1e-12 : 5e-5);
  });
});

describe('an output without target', () => {
  it('has no error even where it is NaN or infinite itself', () => {
    for (const y of [0.5, NaN, Infinity]) {
      expect([outputDelta(NaN, y), squaredError(NaN, y)]).toEqual([0, 0]);
      const delta = Float64Array.of(9, 9);
      expect(sumSquaredError(delta, Float64Array.of(y, 0.5), Float64Array.of(NaN, 0.25))).toBe(0.03125);
      expect([...delta]).toEqual([0, 0.1875]);
    }
  });

  it.each(['fast', 'strict'] as const)('has none in the %s kernels either', (kernel) => {
    const specification: Specification = {
      model: 'elman',
      inputs: 1,
      hiddenUnits: 4,
      outputs: 2,
      period: 1,
      readout: 'last',
    };
    const size = { batchSize: 1, steps: 1, outputs: 1, updatesBack: 1, continues: false };
    const engine = simdEngine(KERNEL_MODULES[kernel], specification, { optimizer: 'sgd' }, [size]);
    const pass = engine.pass(size);
    const layout = parameterLayout(specification);
    engine.parameters.fill(0.5);
    // The bias of the first output: its output is NaN, and nothing else.
    parameterView(layout, engine.parameters, 'b_out')[0] = NaN;
    pass.x.fill(1);
    pass.t.set([NaN, 0.25]);
    pass.forward(engine.parameters);
    const gradient = new Float32Array(engine.parameters.length);
    expect(Array.from(pass.y, Number.isNaN)).toEqual([true, false]);
    expect(pass.loss()).toBe((0.25 - at(pass.y, 1)) ** 2 / 2);
    pass.backward(engine.parameters, gradient);
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(Array.from(parameterView(layout, gradient, 'b_out'), Math.sign)).toEqual([0, 1]);
  });
});
