import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPass } from '../../../core/nn/network';
import { parameterCount, type Specification } from '../../../core/nn/parameters';
import type { Pass } from '../../../core/nn/pass';
import { Rng } from '../../../core/random/rng';
import type { GradientCase, NestedNumbers } from '../../../core/contract/gradient-case';
import { computeCase } from '../../../core/train/gradient-case';

interface Sizes {
  readonly model: 'alarmwork' | 'elman';
  readonly readout: 'last' | 'every';
  readonly D: number;
  readonly P: number;
  readonly M: number;
  readonly L: number;
  readonly N: number;
  readonly period: number;
  readonly seed: number;
}

const sizes = (): fc.Arbitrary<Sizes> =>
  fc.record({
    model: fc.constantFrom('alarmwork' as const, 'elman' as const),
    readout: fc.constantFrom('last' as const, 'every' as const),
    D: fc.integer({ min: 1, max: 4 }),
    P: fc.integer({ min: 1, max: 6 }),
    M: fc.integer({ min: 1, max: 3 }),
    L: fc.integer({ min: 1, max: 9 }),
    N: fc.integer({ min: 1, max: 3 }),
    period: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat(),
  });

function specificationOf({ model, readout, D, P, M, period }: Sizes): Specification {
  return { model, inputs: D, hiddenUnits: P, outputs: M, period, readout };
}

function randomPass(given: Sizes, updatesBack: number): { pass: Pass; parameters: Float64Array } {
  const rng = Rng.fromSeed(given.seed, 'data');
  const specification = specificationOf(given);
  const pass = createPass(specification, {
    precision: 'float64',
    batchSize: given.N,
    steps: given.L,
    outputs: given.readout === 'last' ? 1 : given.L,
    updatesBack,
    continues: false,
  });
  pass.x.forEach((_, i) => (pass.x[i] = rng.between(-1, 1)));
  pass.t.forEach((_, i) => (pass.t[i] = rng.between(-0.9, 0.9)));
  const parameters = Float64Array.from({ length: parameterCount(specification) }, () => rng.between(-0.8, 0.8));
  return { pass, parameters };
}

function gradientOf(given: Sizes, updatesBack: number): Float64Array {
  const { pass, parameters } = randomPass(given, updatesBack);
  const gradient = new Float64Array(parameters.length);
  pass.forward(parameters);
  pass.backward(parameters, gradient);
  return gradient;
}

function largest(values: ArrayLike<number>): number {
  return Math.max(...Array.from(values, Math.abs));
}

describe('exact BPTT', () => {
  it('agrees with central differences for any sizes, period and readout', () => {
    fc.assert(
      fc.property(sizes(), (given) => {
        const { pass, parameters } = randomPass(given, Infinity);
        const gradient = new Float64Array(parameters.length);
        pass.forward(parameters);
        pass.backward(parameters, gradient);
        const h = 1e-5;
        const lossAt = (i: number, shift: number): number => {
          const moved = parameters.slice();
          moved[i] = (moved[i] as number) + shift;
          pass.forward(moved);
          return pass.loss();
        };
        gradient.forEach((analytic, i) => {
          const numeric = (lossAt(i, h) - lossAt(i, -h)) / (2 * h);
          // Truncation h²/6 · E‴ ≈ 1e-10 and cancellation ε·E/h ≈ 1e-10, both with room.
          expect(Math.abs(analytic - numeric)).toBeLessThan(1e-8 * Math.max(1, Math.abs(numeric)));
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('truncated BPTT', () => {
  it('is exact as soon as it reaches back over all updates', () => {
    fc.assert(
      fc.property(sizes(), (given) => {
        const updates = given.model === 'elman' ? given.L : Math.floor(given.L / given.period);
        expect(gradientOf(given, Math.max(1, updates))).toEqual(gradientOf(given, Infinity));
      }),
    );
  });

  it('agrees with the scalar form, which carries one error at a time, for every k', () => {
    fc.assert(
      fc.property(sizes(), fc.integer({ min: 1, max: 6 }), (given, updatesBack) => {
        const vector = gradientOf(given, updatesBack);
        const scalar = scalarGradient(given, updatesBack);
        // The same terms in another order of summation.
        const worst = largest(vector.map((value, i) => value - (scalar[i] as number)));
        expect(worst).toBeLessThanOrEqual(1e-12 * Math.max(1, largest(scalar)));
      }),
    );
  });
});

describe('the vector form', () => {
  it('gives a sequence the same outputs and loss alone as in a mini-batch', () => {
    const given: Sizes = { model: 'alarmwork', readout: 'every', D: 3, P: 5, M: 2, L: 7, N: 4, period: 3, seed: 9 };
    const together = randomPass(given, Infinity);
    together.pass.forward(together.parameters);
    const alone = randomPass({ ...given, N: 1 }, Infinity).pass;
    let loss = 0;
    for (let n = 0; n < given.N; n++) {
      for (let l = 0; l < given.L; l++) {
        const row = l * given.N + n;
        alone.x.set(together.pass.x.subarray(row * given.D, (row + 1) * given.D), l * given.D);
        alone.t.set(together.pass.t.subarray(row * given.M, (row + 1) * given.M), l * given.M);
      }
      alone.forward(together.parameters);
      loss += alone.loss();
      const last = together.pass.y.length - (given.N - n) * given.M;
      expect(alone.y.slice(-given.M)).toEqual(together.pass.y.slice(last, last + given.M));
    }
    // Sums in another order.
    expect(loss).toBeCloseTo(together.pass.loss(), 13);
  });

  it('computes the same last output whether or not the steps before it are read out', () => {
    const given: Sizes = { model: 'alarmwork', readout: 'every', D: 2, P: 4, M: 2, L: 5, N: 3, period: 2, seed: 4 };
    const every = randomPass(given, 1);
    every.pass.forward(every.parameters);
    const last = randomPass({ ...given, readout: 'last' }, 1);
    last.pass.x.set(every.pass.x);
    last.pass.forward(every.parameters);
    expect(last.pass.y).toEqual(every.pass.y.slice(-last.pass.y.length));
  });

  it('accumulates into the gradient', () => {
    const given: Sizes = { model: 'elman', readout: 'last', D: 2, P: 3, M: 1, L: 4, N: 2, period: 1, seed: 5 };
    const { pass, parameters } = randomPass(given, Infinity);
    const once = new Float64Array(parameters.length);
    const twice = new Float64Array(parameters.length);
    pass.forward(parameters);
    pass.backward(parameters, once);
    pass.backward(parameters, twice);
    pass.backward(parameters, twice);
    twice.forEach((value, i) => expect(value).toBeCloseTo(2 * (once[i] as number), 13));
  });
});

/** The gradient by the scalar form, flattened in the order of the layout; k = 1 and k = Infinity are its two modes. */
function scalarGradient(given: Sizes, updatesBack: number): number[] {
  const { pass, parameters } = randomPass(given, 1);
  const { D, P, M, L, N, readout, model } = given;
  const take = (() => {
    let offset = 0;
    return (rows: number, columns: number | null): number[] | number[][] => {
      const values = [...parameters.subarray(offset, (offset += rows * (columns ?? 1)))];
      return columns === null
        ? values
        : Array.from({ length: rows }, (_, j) => values.slice(j * columns, (j + 1) * columns));
    };
  })();
  const params: GradientCase['params'] =
    model === 'alarmwork'
      ? {
          w_in1: take(P, D),
          w_rec1: take(P, P),
          b_in1: take(P, null),
          w_in2: take(P, D),
          w_rec2: take(P, P),
          b_in2: take(P, null),
          w_out: take(M, P),
          b_out: take(M, null),
        }
      : { w_in: take(P, D), w_rec: take(P, P), b_in: take(P, null), w_out: take(M, P), b_out: take(M, null) };
  const atStep = (values: ArrayLike<number>, width: number, l: number, n: number): number[] =>
    Array.from({ length: width }, (_, i) => values[(l * N + n) * width + i] as number);
  const sequences = Array.from({ length: N }, (_, n) => n);
  const steps = Array.from({ length: L }, (_, l) => l);
  const result = computeCase(
    {
      ...given,
      params,
      x: sequences.map((n) => steps.map((l) => atStep(pass.x, D, l, n))),
      t: sequences.map((n) =>
        readout === 'last' ? atStep(pass.t, M, 0, n) : steps.map((l) => atStep(pass.t, M, l, n)),
      ),
    },
    'scalar',
    { truncated: updatesBack },
  );
  const flat = (value: NestedNumbers): number[] => (typeof value === 'number' ? [value] : value.flatMap(flat));
  return Object.values(result.gradients['truncated'] ?? {}).flatMap(flat);
}
