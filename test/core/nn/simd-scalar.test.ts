import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { GradientCase, NestedNumbers } from '../../../core/contract/gradient-case';
import { parameterLayout, type Specification } from '../../../core/nn/parameters';
import { Rng } from '../../../core/random/rng';
import { computeCase } from '../../../core/train/gradient-case';
import { KERNEL_MODULES } from '../../support/kernel-modules';

/** On both sides of the widths of vectors (4), of panels (8) and of tiles (6 rows). */
const WIDTHS = [1, 3, 4, 5, 7, 8, 9, 12, 13, 17];

const cases: fc.Arbitrary<GradientCase> = fc
  .record({
    model: fc.constantFrom('alarmwork' as const, 'elman' as const),
    readout: fc.constantFrom('last' as const, 'every' as const),
    D: fc.constantFrom(1, 2, 4, 5, 9),
    P: fc.constantFrom(...WIDTHS),
    M: fc.constantFrom(1, 2, 4, 5, 9),
    L: fc.integer({ min: 1, max: 9 }),
    N: fc.constantFrom(1, 3, 4, 6, 7, 13),
    period: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(),
  })
  .map(({ seed, ...sizes }) => {
    const { model, D, P, M, L, N, readout, period } = sizes;
    const rng = Rng.fromSeed(seed, 'data');
    // Rounded to float32, so that both forms start from the same numbers.
    const numbers = (limit: number, [length = 1, ...rest]: readonly number[]): NestedNumbers =>
      Array.from({ length }, () => (rest.length > 0 ? numbers(limit, rest) : Math.fround(rng.between(-limit, limit))));
    const specification: Specification = { model, inputs: D, hiddenUnits: P, outputs: M, period, readout };
    const params = parameterLayout(specification).map(({ name, shape }) => [name, numbers(1 / Math.sqrt(P), shape)]);
    return {
      ...sizes,
      period: model === 'elman' ? 1 : period,
      params: Object.fromEntries(params) as GradientCase['params'],
      x: numbers(1, [N, L, D]) as GradientCase['x'],
      t: numbers(0.9, readout === 'last' ? [N, M] : [N, L, M]) as GradientCase['t'],
    };
  });

function flat(values: NestedNumbers | undefined): number[] {
  return typeof values === 'number' ? [values] : (values ?? []).flatMap(flat);
}

/** Largest difference over the largest magnitude of all that is compared. */
function worst(actual: readonly number[], expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  const difference = Math.max(...actual.map((value, i) => Math.abs(value - (expected[i] as number))));
  return difference === 0 ? 0 : difference / Math.max(...expected.map(Math.abs));
}

it.each(['fast', 'strict'] as const)('the %s kernels agree with the scalar form', (kernel) => {
  const modes = { bptt: Infinity, truncated: 2, local: 1 };
  fc.assert(
    fc.property(cases, (given) => {
      const actual = computeCase(given, KERNEL_MODULES[kernel], modes);
      const expected = computeCase(given, 'scalar', modes);
      // As against the reference kernels: see simd-engine.test.ts.
      expect(worst(flat(actual.y), flat(expected.y))).toBeLessThan(5e-5);
      expect(worst(flat(actual.loss), flat(expected.loss))).toBeLessThan(5e-5);
      for (const mode of Object.keys(modes)) {
        for (const [name, gradient] of Object.entries(expected.gradients[mode] ?? {})) {
          expect(worst(flat(actual.gradients[mode]?.[name]), flat(gradient)), `${mode} ${name}`).toBeLessThan(5e-5);
        }
      }
    }),
    { numRuns: 200 },
  );
});
