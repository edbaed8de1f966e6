import { describe, expect, it } from 'vitest';
import { initializeParameters, type Initialization } from '../../../core/nn/initialization';
import { parameterLayout, parameterView, type ParameterName, type Specification } from '../../../core/nn/parameters';
import { Rng } from '../../../core/random/rng';

const P = 40;
const specification: Specification = {
  model: 'alarmwork',
  inputs: 10,
  hiddenUnits: P,
  outputs: 2,
  period: 2,
  readout: 'last',
};

function initialized(initialization: Initialization): (name: ParameterName) => Float32Array {
  const parameters = initializeParameters(specification, Rng.fromSeed(1, 'initialization'), initialization);
  return (name) => parameterView(parameterLayout(specification), parameters, name);
}

function largest(values: Float32Array): number {
  return Math.max(...values.map(Math.abs));
}

describe('initialization', () => {
  it.each(['xavier', 'uniform', 'orthogonal'] as const)('%s starts biases at zero', (initialization) => {
    const view = initialized(initialization);
    expect((['b_in1', 'b_in2', 'b_out'] as const).map((name) => largest(view(name)))).toEqual([0, 0, 0]);
  });

  it.each<[Initialization, ParameterName, number]>([
    ['xavier', 'w_in1', Math.sqrt(6 / (10 + P))],
    ['xavier', 'w_rec2', Math.sqrt(6 / (P + P))],
    ['xavier', 'w_out', Math.sqrt(6 / (P + 2))],
    ['uniform', 'w_in1', 1 / Math.sqrt(P)],
    ['uniform', 'w_rec2', 1 / Math.sqrt(P)],
    ['orthogonal', 'w_in2', Math.sqrt(6 / (10 + P))],
  ])('%s fills %s up to its limit and no further', (initialization, name, limit) => {
    const reached = largest(initialized(initialization)(name));
    expect(reached).toBeLessThanOrEqual(limit);
    // Of 80 or more uniform numbers the largest is above 0.9 of the limit, but for one chance in 4,000.
    expect(reached).toBeGreaterThan(0.9 * limit);
  });

  it('makes recurrent matrices orthogonal: W Wᵀ is the identity', () => {
    const w = initialized('orthogonal')('w_rec2');
    for (let a = 0; a < P; a++) {
      for (let b = 0; b < P; b++) {
        let product = 0;
        for (let i = 0; i < P; i++) product += (w[a * P + i] ?? NaN) * (w[b * P + i] ?? NaN);
        // Entries were rounded to float32: 40 products of about 0.16² · 2^-24.
        expect(product).toBeCloseTo(a === b ? 1 : 0, 6);
      }
    }
  });

  it('gives the two recurrent matrices different directions', () => {
    const view = initialized('orthogonal');
    expect(view('w_rec1')).not.toEqual(view('w_rec2'));
  });
});
