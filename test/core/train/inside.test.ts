import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GradientCase } from '../../../core/contract/gradient-case';
import type { Hyperparameters } from '../../../core/contract/hyperparameters';
import { MOST_STATES } from '../../../core/contract/inside';
import type { SequenceSet } from '../../../core/data/dataset';
import { prepareDataset } from '../../../core/data/prepare';
import { initializeParameters } from '../../../core/nn/initialization';
import { parameterLayout, parameterView, type ParameterName, type Specification } from '../../../core/nn/parameters';
import { alarmworkForward } from '../../../core/nn/scalar/alarmwork-forward';
import { elmanForward } from '../../../core/nn/scalar/elman';
import { Grid } from '../../../core/nn/scalar/grid';
import { Rng } from '../../../core/random/rng';
import { hiddenStates } from '../../../core/train/hidden-states';
import { sequenceStates } from '../../../core/train/inside';
import { specificationOf } from '../../../core/train/specification';
import { weightMatrices } from '../../../core/train/weight-matrices';
import { smallConfiguration } from '../../support/configurations';
import { NOISE_CHOICE, noiseOfLengths } from '../../support/sequence-data';

// Both sides sum dozens of terms, rounded to 2^-53 each, in another order.
const TOLERANCE = 1e-12;

function drawn(specification: Specification, L: number) {
  const parameters = initializeParameters(specification, Rng.fromSeed(3, 'initialization'), 'xavier');
  const x = Float64Array.from({ length: L * specification.inputs }, (_, i) => Math.sin(1.7 * i));
  return { parameters, x };
}

/** The scalar form's states as (T, P) and (T, M), by layer. */
function byScalarForm(specification: Specification, parameters: ArrayLike<number>, x: Float64Array) {
  const { inputs: D, hiddenUnits: P, outputs: M, model, period } = specification;
  const L = x.length / D;
  const all = Float64Array.from(parameters);
  const layout = parameterLayout(specification);
  const grids = Object.fromEntries(
    layout.map(({ name, shape }) => [name, new Grid(shape[0] ?? 1, shape[1] ?? 1, parameterView(layout, all, name))]),
  ) as Record<ParameterName, Grid>;
  const table = (width: number, value: (j: number, l: number) => number) =>
    Array.from({ length: L * width }, (_, i) => value((i % width) + 1, Math.floor(i / width) + 1));
  if (model === 'elman') {
    const { h, y } = elmanForward(grids, new Grid(L, D, x));
    return { h: table(P, h), y: table(M, y) };
  }
  const { z1, z2, y } = alarmworkForward(grids, new Grid(L, D, x), period);
  return { in1: table(P, z1), in2: table(P, z2), y: table(M, y) };
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]) {
  expect(actual.length).toBe(expected.length);
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - (actual[i] ?? NaN))));
  expect(worst).toBeLessThan(TOLERANCE);
}

describe('the states of a sequence', () => {
  it.each([
    ['alarmwork', 1],
    ['alarmwork', 2],
    ['alarmwork', 4],
    // Never rings within the sequence.
    ['alarmwork', 40],
    ['elman', 1],
  ] as const)('are those of the scalar form: %s, period %i', (model, period) => {
    const specification = { model, inputs: 3, hiddenUnits: 5, outputs: 2, period, readout: 'last' } as const;
    const { parameters, x } = drawn(specification, 11);
    const { layers, y, first } = hiddenStates(specification, parameters, x);
    const expected = byScalarForm(specification, parameters, x);
    expect(first).toBe(1);
    expect(layers.map(({ name }) => name)).toEqual(model === 'elman' ? ['h'] : ['in1', 'in2']);
    for (const { name, states } of layers) expectClose(states, expected[name as 'h' | 'in1' | 'in2'] ?? []);
    expectClose(y, expected.y);
  });

  // Computed by PyTorch in float64: see fixtures/oracles/README.md.
  const oracles = join(import.meta.dirname, '../../fixtures/oracles');
  it.each(readdirSync(oracles).filter((name) => name.endsWith('.json')))('lead to the outputs of %s', (file) => {
    const json: unknown = JSON.parse(readFileSync(join(oracles, file), 'utf8'));
    const { model, D, P, M, period, readout, params, x } = GradientCase.parse(json);
    const { y } = json as { y: number[][][] };
    const specification: Specification = { model, inputs: D, hiddenUnits: P, outputs: M, period, readout };
    const parameters = parameterLayout(specification).flatMap(({ name }) => (params[name] ?? []).flat());
    expect(x.length).toBeGreaterThan(0);
    x.forEach((sequence, n) => {
      expectClose(hiddenStates(specification, parameters, sequence.flat()).y, (y[n] ?? []).flat());
    });
  });

  it('say of every step since when in2 holds its value, and in2 holds it to the bit', () => {
    const specification = {
      model: 'alarmwork',
      inputs: 1,
      hiddenUnits: 3,
      outputs: 1,
      period: 3,
      readout: 'last',
    } as const;
    const { parameters, x } = drawn(specification, 8);
    const { heldSince, layers } = hiddenStates(specification, parameters, x);
    expect([...heldSince]).toEqual([0, 0, 3, 3, 3, 6, 6, 6]);
    const in2 = layers[1]?.states ?? new Float64Array();
    const at = (l: number) => [...in2.subarray((l - 1) * 3, l * 3)];
    expect(at(1)).toEqual([0, 0, 0]);
    expect([at(4), at(5)]).toEqual([at(3), at(3)]);
    expect(at(6)).not.toEqual(at(5));
  });

  it('are the same where only the last steps are kept', () => {
    const specification = {
      model: 'alarmwork',
      inputs: 2,
      hiddenUnits: 4,
      outputs: 1,
      period: 2,
      readout: 'last',
    } as const;
    const { parameters, x } = drawn(specification, 9);
    const all = hiddenStates(specification, parameters, x);
    const last = hiddenStates(specification, parameters, x, 4);
    expect(last.first).toBe(6);
    expect([...last.heldSince]).toEqual([6, 6, 8, 8]);
    last.layers.forEach(({ states }, i) => expect(states).toEqual(all.layers[i]?.states.slice(5 * 4)));
    expect(last.y).toEqual(all.y.slice(5));
  });
});

describe('a sequence of a dataset', () => {
  const prepared = (over: Partial<Hyperparameters>) => {
    const configuration = smallConfiguration(over);
    const data = prepareDataset(configuration.dataset, configuration.readout, null);
    const specification = specificationOf(configuration, data);
    const parameters = initializeParameters(specification, Rng.fromSeed(1, 'initialization'), 'xavier');
    return { data, specification, parameters };
  };

  it('has a target in the data’s own units at its last step, or at every step', () => {
    for (const readout of ['last', 'every'] as const) {
      const { data, specification, parameters } = prepared({ readout });
      const question = { part: 'validation', sequence: 1, weights: 'final' } as const;
      const states = sequenceStates(question, specification, data, parameters);
      const set = data.parts.validation;
      const known = [...states.tInUnits].filter((value) => !Number.isNaN(value));
      expect(known).toHaveLength(readout === 'last' ? 1 : 12);
      expect(known.at(-1)).toBe(set.targetInUnits(1, data.targetSteps - 1, 0));
      expect(states.yInUnits.at(-1)).toBeCloseTo(set.toUnits(states.y.at(-1) ?? NaN, 1, data.targetSteps - 1, 0), 3);
      expect(states.labels).toHaveLength(12);
      // The target is a row after the last step.
      expect(states.targetLabel).toBe(set.label(1, data.targetSteps - 1));
      expect((states.labels?.at(-1) ?? '') < (states.targetLabel ?? '')).toBe(true);
    }
  });

  it('ends with its own last step where others are longer, and has all of several outputs', () => {
    const over = { readout: 'last', kernel: 'reference' } as const;
    const configuration = smallConfiguration({ ...over, dataset: { ...NOISE_CHOICE, split: 'sequence' } });
    const data = prepareDataset(configuration.dataset, 'last', noiseOfLengths([9, 2, 5, 7, 3, 4, 8]));
    const specification = specificationOf(configuration, data);
    const parameters = initializeParameters(specification, Rng.fromSeed(1, 'initialization'), 'xavier');
    const question = { part: 'training', sequence: 1, weights: 'final' } as const;
    const states = sequenceStates(question, specification, data, parameters);
    const set = data.parts.training;
    expect([states.steps, states.heldSince.length, states.targetLabel]).toEqual([2, 2, 's1']);
    expect(states.outputs?.map(({ name }) => name)).toEqual(['sum', 'product']);
    const targets = [0, 1].map((m) => set.targetInUnits(1, 1, m));
    expect([...states.tInUnits]).toEqual([NaN, NaN, ...targets]);
    expect(states.yInUnits.slice(2).every(Number.isFinite)).toBe(true);
  });

  it('past the end of the part is its last one', () => {
    const { data, specification, parameters } = prepared({});
    const states = sequenceStates(
      { part: 'test', sequence: 1_000_000, weights: 'best' },
      specification,
      data,
      parameters,
    );
    expect(states.sequence).toBe(data.parts.test.count - 1);
    expect(states.sequences).toBe(data.parts.test.count);
  });

  it('that is long is shown from as late on as the cap on its numbers asks for', () => {
    const { data, specification, parameters } = prepared({ hiddenUnits: 1 });
    const L = MOST_STATES + 10;
    const set: SequenceSet = {
      count: 1,
      lengthOf: () => L,
      copyInto: (_index, x) => x.fill(0.5),
      toUnits: () => 0,
      targetInUnits: () => 0,
      baselineInUnits: () => 0,
      label: () => null,
      stepLabel: () => null,
    };
    const question = { part: 'test', sequence: 0, weights: 'final' } as const;
    const long = { ...data, window: L, parts: { ...data.parts, test: set } };
    const states = sequenceStates(question, specification, long, parameters);
    expect([states.steps, states.first]).toEqual([L, 11]);
    expect(states.layers.map((layer) => layer.states.length)).toEqual([MOST_STATES, MOST_STATES]);
    expect(states.labels).toBeNull();
  });
});

describe('weights as matrices', () => {
  const specification = {
    model: 'alarmwork',
    inputs: 3,
    hiddenUnits: 5,
    outputs: 1,
    period: 2,
    readout: 'last',
  } as const;

  it('are the parameters themselves, where they are small enough', () => {
    const { parameters } = drawn(specification, 1);
    const matrices = weightMatrices(specification, parameters);
    expect(matrices.map(({ name, rows, columns }) => [name, rows, columns])).toEqual([
      ['w_in1', 5, 3],
      ['w_rec1', 5, 5],
      ['b_in1', 5, 1],
      ['w_in2', 5, 3],
      ['w_rec2', 5, 5],
      ['b_in2', 5, 1],
      ['w_out', 1, 5],
      ['b_out', 1, 1],
    ]);
    expect(matrices.flatMap(({ mean }) => [...mean])).toEqual([...parameters]);
  });

  it('are means of blocks, with the lowest and highest value of each, where they are larger', () => {
    const parameters = new Float32Array(100);
    parameters.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    const [matrix] = weightMatrices(specification, parameters, 2);
    // 5 × 3 in blocks of 3 × 2: the last row of blocks has two rows, the last column one.
    expect(matrix).toMatchObject({ shape: [5, 3], rows: 2, columns: 2, blockRows: 3, blockColumns: 2 });
    expect([...(matrix?.mean ?? [])]).toEqual([4.5, 6, 12, 13.5]);
    expect([...(matrix?.lowest ?? [])]).toEqual([1, 3, 10, 12]);
    expect([...(matrix?.highest ?? [])]).toEqual([8, 9, 14, 15]);
  });
});
