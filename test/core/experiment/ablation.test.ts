import { describe, expect, it } from 'vitest';
import { RunConfiguration } from '../../../core/contract/run';
import { ablationOf, silentPeriod } from '../../../core/experiment/ablation';
import { createPass } from '../../../core/nn/network';
import { parameterCount, parameterLayout, type ParameterName, type Specification } from '../../../core/nn/parameters';
import { Rng } from '../../../core/random/rng';
import { SMALL_CO2, smallConfiguration } from '../../support/configurations';

describe('an ablation', () => {
  const { variants, notes } = ablationOf(smallConfiguration({ name: 'CO2' }), [3, 5]);

  it('has the periods 1, 2 and 4, no in2, and Elman', () => {
    expect(variants.map(({ name, runs }) => [name, runs[0]?.model, runs[0]?.period])).toEqual([
      ['period 1', 'alarmwork', 1],
      ['period 2', 'alarmwork', 2],
      ['period 4', 'alarmwork', 4],
      ['no in2', 'alarmwork', 13],
      ['Elman', 'elman', 2],
    ]);
    expect(notes).toEqual([]);
  });

  it('shares the seeds and everything else', () => {
    for (const { name, runs } of variants) {
      expect(runs.map(({ seed }) => seed)).toEqual([3, 5]);
      for (const run of runs) {
        expect(RunConfiguration.parse(run)).toEqual(run);
        expect(run).toEqual({
          ...smallConfiguration(),
          model: run.model,
          period: run.period,
          seed: run.seed,
          name: `CO2 · ${name} · seed ${run.seed}`,
        });
      }
    }
  });

  it('has the chosen period too, where it is another', () => {
    const names = ablationOf(smallConfiguration({ period: 6 }), [1]).variants.map(({ name }) => name);
    expect(names).toEqual(['period 6', 'period 1', 'period 2', 'period 4', 'no in2', 'Elman']);
  });

  it('names what a window leaves no room for', () => {
    const short = ablationOf(smallConfiguration({ dataset: { ...SMALL_CO2, window: 3 } }), [1]);
    expect(short.variants.map(({ name }) => name)).toEqual(['period 1', 'period 2', 'no in2', 'Elman']);
    expect(short.notes).toEqual(['Period 4 is left out: its alarm never rings in 3 time steps, which is “no in2”.']);
  });

  it('has no in2 in the longest window there may be', () => {
    const { variants } = ablationOf(smallConfiguration({ dataset: { ...SMALL_CO2, window: 10_000_000 } }), [1]);
    const silent = variants.find(({ name }) => name === 'no in2')?.runs[0];
    expect(RunConfiguration.parse(silent)).toEqual(silent);
  });
});

describe('the network without in2', () => {
  const [L, B, D, P, M] = [5, 3, 2, 4, 2];
  const MEMORY: readonly ParameterName[] = ['w_rec1', 'w_in2', 'w_rec2', 'b_in2'];

  const specification = (period: number): Specification => {
    return { model: 'alarmwork', inputs: D, hiddenUnits: P, outputs: M, period, readout: 'every' };
  };

  /** Parameters by name, and a pass over random inputs. */
  function prepared(period: number) {
    const rng = Rng.fromSeed(11, 'data');
    const given = specification(period);
    const pass = createPass(given, {
      precision: 'float64',
      batchSize: B,
      steps: L,
      outputs: L,
      updatesBack: Infinity,
      continues: false,
    });
    pass.x.forEach((_, i) => (pass.x[i] = rng.between(-1, 1)));
    pass.t.forEach((_, i) => (pass.t[i] = rng.between(-0.9, 0.9)));
    const parameters = Float64Array.from({ length: parameterCount(given) }, () => rng.between(-0.8, 0.8));
    const part = (buffer: Float64Array, name: ParameterName): Float64Array => {
      const entry = parameterLayout(given).find((each) => each.name === name);
      if (!entry) throw new Error(`There is no ${name}`);
      return buffer.subarray(entry.offset, entry.offset + entry.size);
    };
    return { pass, parameters, part };
  }

  it('has no gradient in what in2 has a part in, and all others have one', () => {
    const { pass, parameters, part } = prepared(silentPeriod(L));
    const gradient = new Float64Array(parameters.length);
    pass.forward(parameters);
    pass.backward(parameters, gradient);
    for (const name of MEMORY) expect(part(gradient, name).every((each) => each === 0)).toBe(true);
    for (const name of ['w_in1', 'b_in1', 'w_out', 'b_out'] as const) {
      expect(part(gradient, name).some((each) => each !== 0)).toBe(true);
    }
  });

  it('has the same outputs whatever those parameters are, bit for bit', () => {
    const { pass, parameters, part } = prepared(silentPeriod(L));
    pass.forward(parameters);
    const before = pass.y.slice();
    for (const name of MEMORY) part(parameters, name).fill(0.7);
    pass.forward(parameters);
    expect(pass.y).toEqual(before);
  });

  it('is tanh(w_out tanh(w_in1 x[l] + b_in1) + b_out) at each step alone', () => {
    const { pass, parameters, part } = prepared(silentPeriod(L));
    pass.forward(parameters);
    const [wIn, bIn, wOut, bOut] = (['w_in1', 'b_in1', 'w_out', 'b_out'] as const).map((name) =>
      part(parameters, name),
    );
    for (let row = 0; row < L * B; row++) {
      const x = pass.x.subarray(row * D, (row + 1) * D);
      const z1 = Array.from({ length: P }, (_, j) => Math.tanh(product(wIn, j * D, x) + (bIn?.[j] ?? NaN)));
      for (let m = 0; m < M; m++) {
        const expected = Math.tanh(product(wOut, m * P, z1) + (bOut?.[m] ?? NaN));
        // In float64, a few sums of fewer than ten terms.
        expect(pass.y[row * M + m]).toBeCloseTo(expected, 13);
      }
    }
  });

  it('needs the whole window: one step shorter, and the alarm rings at the last step', () => {
    const { pass, parameters, part } = prepared(L);
    const gradient = new Float64Array(parameters.length);
    pass.forward(parameters);
    pass.backward(parameters, gradient);
    expect(part(gradient, 'w_in2').some((each) => each !== 0)).toBe(true);
  });
});

function product(weights: Float64Array | undefined, from: number, x: ArrayLike<number>): number {
  return Array.from(x).reduce((sum, each, i) => sum + each * (weights?.[from + i] ?? NaN), 0);
}
