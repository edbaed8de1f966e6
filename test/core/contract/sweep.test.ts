import { describe, expect, it } from 'vitest';
import { SweepDefinition, SweepDocument } from '../../../core/contract/sweep';
import { smallConfiguration } from '../../support/configurations';
import { smallSweep } from '../../support/sweeps';

type Dimension = SweepDefinition['dimensions'][number];

function complaints(over: Partial<Record<keyof SweepDefinition, unknown>>): string[] {
  const checked = SweepDefinition.safeParse({ ...smallSweep(), ...over });
  return checked.success ? [] : checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const about = (dimension: Dimension): string[] => complaints({ dimensions: [dimension] });

describe('the definition of a sweep', () => {
  it('is taken as it is where all is well', () => {
    expect(SweepDefinition.parse(smallSweep())).toEqual(smallSweep());
    expect(complaints({ stopping: { metric: 'validationLoss', minEpochs: 1, reduction: 3, rungs: 2 } })).toEqual([]);
  });

  it('has ranges within those of the hyperparameter', () => {
    expect(about({ field: 'hiddenUnits', kind: 'integer', from: 0, to: 4096, count: 2 })).toEqual([
      'dimensions.0.from: Hidden units (P) must be a whole number from 1 to 2048',
      'dimensions.0.to: Hidden units (P) must be a whole number from 1 to 2048',
    ]);
  });

  it('has ranges that end above where they start', () => {
    expect(about({ field: 'momentum', kind: 'linear', from: 0.5, to: 0.5, count: 2 })).toEqual([
      'dimensions.0.to: Momentum: the range must end above 0.5, where it starts',
    ]);
  });

  it('has no logarithmic range from zero', () => {
    expect(about({ field: 'weightDecay', kind: 'logarithmic', from: 0, to: 1, count: 2 })).toEqual([
      'dimensions.0.from: Weight decay: a logarithmic range must start above 0',
    ]);
  });

  it('spreads whole numbers as whole numbers, and choices one by one', () => {
    expect(about({ field: 'period', kind: 'linear', from: 1, to: 4, count: 2 })).toEqual([
      'dimensions.0.kind: Alarm period must be spread as integer or logarithmic-integer',
    ]);
    expect(about({ field: 'optimizer', kind: 'linear', from: 1, to: 4, count: 2 })).toEqual([
      'dimensions.0.kind: Optimizer is not a number: choose its values one by one',
    ]);
  });

  it('names choices that are none', () => {
    expect(about({ field: 'model', kind: 'choice', values: ['alarmwork', 'lstm'] })).toEqual([
      'dimensions.0.values: Model must be one of alarmwork, elman',
    ]);
    expect(about({ field: 'period', kind: 'choice', values: [2, 2] })).toEqual([
      'dimensions.0.values: Alarm period: a value is chosen twice',
    ]);
  });

  it('searches over each hyperparameter once, and over at least one', () => {
    const rate: Dimension = { field: 'learningRate', kind: 'choice', values: [0.1] };
    expect(complaints({ dimensions: [rate, rate] })).toEqual([
      'dimensions.1.field: learningRate is searched over twice: remove one of the two',
    ]);
    expect(complaints({ dimensions: [] })).toEqual(['dimensions: Choose at least one hyperparameter to search over']);
  });

  it('has 10,000 runs at most, seeds included', () => {
    expect(complaints({ method: 'random', trials: 5000, seeds: 3 })).toEqual([
      'trials: 5000 trials with 3 seeds each are 15000 runs, and a sweep may have 10000: choose fewer trials or fewer seeds',
    ]);
    expect(complaints({ method: 'random', trials: 5000, seeds: 2 })).toEqual([]);
  });

  it('has seeds that stay seeds', () => {
    expect(complaints({ base: smallConfiguration({ seed: 4_294_967_295 }) })).toEqual([
      'base.seed: Seeds count up from 4294967295 and would pass 4294967295: start lower',
    ]);
  });

  it('has its first rung before the last epoch', () => {
    expect(complaints({ stopping: { metric: 'validationLoss', minEpochs: 4, reduction: 3, rungs: 2 } })).toEqual([
      'stopping.minEpochs: The first rung, at epoch 4, must come before the last epoch (4)',
    ]);
  });

  it('is kept in a document that reads back the same from JSON', () => {
    const document: SweepDocument = {
      formatVersion: 1,
      definition: smallSweep(),
      createdAt: 1,
      finishedAt: null,
      status: 'running',
      trials: [{ point: { learningRate: 0.1 }, runs: [null, smallSweep().id], stopped: { epoch: 3, why: 'Worse.' } }],
      skipped: [],
      notes: [],
      verdicts: [{ rung: 0, trial: 0, loss: null, goesOn: false }],
    };
    expect(SweepDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  });
});
