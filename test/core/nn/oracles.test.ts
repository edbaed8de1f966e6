import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GradientCase, type NestedNumbers } from '../../../core/contract/gradient-case';
import { computeCase } from '../../../core/train/gradient-case';
import { KERNEL_MODULES } from '../../support/kernel-modules';

// Computed by PyTorch's automatic differentiation in float64: see fixtures/oracles/README.md.
const folder = join(import.meta.dirname, '../../fixtures/oracles');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

// Both sides round each of some dozens of terms to 2^-53; entries that are zero by structure must be exactly zero.
const TOLERANCE = 1e-12;
// The same with 2^-24, and tanh within 2 ulp.
const FLOAT32_TOLERANCE = 1e-5;

describe.each(files)('%s', (file) => {
  const json: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const given = GradientCase.parse(json);
  const expected = json as { y: NestedNumbers; loss: number; gradients: Record<string, Record<string, NestedNumbers>> };

  it.each([
    ['scalar form', 'scalar', TOLERANCE],
    ['vector form', 'vector', TOLERANCE],
    ['fast kernels', KERNEL_MODULES.fast, FLOAT32_TOLERANCE],
    ['strict kernels', KERNEL_MODULES.strict, FLOAT32_TOLERANCE],
  ] as const)('is matched by the %s', (_, by, tolerance) => {
    const result = computeCase(given, by);
    expect(worstRelativeError(result.y, expected.y)).toBeLessThan(tolerance);
    expect(worstRelativeError(result.loss, expected.loss)).toBeLessThan(tolerance);
    for (const [mode, gradients] of Object.entries(expected.gradients)) {
      for (const [name, gradient] of Object.entries(gradients)) {
        const computed = result.gradients[mode]?.[name];
        expect(worstRelativeError(computed, gradient), `${mode} ${name}`).toBeLessThan(tolerance);
      }
    }
  });
});

it('finds the oracle files', () => {
  expect(files.length).toBeGreaterThanOrEqual(8);
});

/** Largest |a − b| over the largest |b| of the array; NaN where the shapes differ, which no bound admits. */
function worstRelativeError(a: NestedNumbers | undefined, b: NestedNumbers): number {
  const left = flat(a ?? []);
  const right = flat(b);
  if (left.length !== right.length) return NaN;
  const scale = Math.max(...right.map(Math.abs));
  const worst = Math.max(...left.map((value, index) => Math.abs(value - (right[index] as number))));
  return worst === 0 ? 0 : worst / scale;
}

function flat(value: NestedNumbers): number[] {
  return typeof value === 'number' ? [value] : value.flatMap(flat);
}
