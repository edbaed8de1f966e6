import { describe, expect, it } from 'vitest';
import { clipGradientNorm } from '../../../core/nn/gradient-clipping';
import { createOptimizer, type OptimizerChoice } from '../../../core/nn/optimizer';

/** Parameters after two updates with gradients (1, −2) and (3, 0.5) from (0, 0), learning rate 0.1, in float64. */
function afterTwoUpdates(choice: OptimizerChoice): number[] {
  const optimizer = createOptimizer(choice, 2);
  const parameters = new Float64Array(2);
  optimizer.update(parameters, Float64Array.of(1, -2), 0.1);
  optimizer.update(parameters, Float64Array.of(3, 0.5), 0.1);
  return [...parameters];
}

describe('an optimizer', () => {
  it('moves by the plain gradient as SGD', () => {
    const [a = NaN, b = NaN] = afterTwoUpdates({ optimizer: 'sgd' });
    expect(a).toBeCloseTo(-0.4, 12);
    expect(b).toBeCloseTo(0.15, 12);
  });

  it('adds nine tenths of the last velocity with momentum 0.9', () => {
    // v = 1, then 0.9 + 3 = 3.9; and −2, then −1.8 + 0.5 = −1.3. The velocity is kept in float32.
    const [a = NaN, b = NaN] = afterTwoUpdates({ optimizer: 'momentum', momentum: 0.9 });
    expect(a).toBeCloseTo(-0.1 * (1 + 3.9), 7);
    expect(b).toBeCloseTo(-0.1 * (-2 - 1.3), 7);
  });

  it('follows Adam as worked by hand', () => {
    // Step 1 moves by 0.1 · sign(g). Step 2: m̂ = (0.09 + 0.3)/0.19, v̂ = (0.000999 + 0.009)/0.001999, and for the second
    // m̂ = (−0.18 + 0.05)/0.19, v̂ = (0.003996 + 0.00025)/0.001999. Moments are kept in float32.
    const [a = NaN, b = NaN] = afterTwoUpdates({ optimizer: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });
    expect(a).toBeCloseTo(-0.1 - (0.1 * (0.39 / 0.19)) / Math.sqrt(0.009999 / 0.001999), 6);
    expect(b).toBeCloseTo(0.1 - (0.1 * (-0.13 / 0.19)) / Math.sqrt(0.004246 / 0.001999), 6);
  });
});

describe('gradient clipping', () => {
  it('shortens a long gradient to the bound and returns the length it had', () => {
    const gradient = Float64Array.of(3, 4);
    expect(clipGradientNorm(gradient, 1)).toBe(5);
    expect([...gradient]).toEqual([0.6000000000000001, 0.8]);
  });

  it('leaves a short gradient alone, and every gradient where the bound is 0', () => {
    const gradient = Float64Array.of(3, 4);
    clipGradientNorm(gradient, 6);
    clipGradientNorm(gradient, 0);
    expect([...gradient]).toEqual([3, 4]);
  });

  it('tells of a gradient that is not finite', () => {
    expect(clipGradientNorm(Float64Array.of(1, NaN), 1)).toBeNaN();
    expect(clipGradientNorm(Float64Array.of(1, Infinity), 1)).toBe(Infinity);
  });
});
