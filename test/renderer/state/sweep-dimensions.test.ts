import { describe, expect, it } from 'vitest';
import { HYPERPARAMETER_NAMES } from '../../../core/contract/hyperparameters';
import { checkDimension } from '../../../core/contract/sweep-dimension';
import { checkSweep } from '../../../renderer/state/sweep-check';
import { dimensionOf, draftOf, suggestedDimension } from '../../../renderer/state/sweep-dimensions';
import { smallSweep } from '../../support/sweeps';
import { configuration } from '../runs';

describe('a dimension in the form', () => {
  it.each(HYPERPARAMETER_NAMES)('proposes values for %s that the contract takes', (field) => {
    const suggestion = suggestedDimension(field, configuration());
    expect(checkDimension(dimensionOf(suggestion))).toEqual([]);
  });

  it('reads chosen numbers however they are divided, and keeps what is no number for the schema to refuse', () => {
    const draft = { ...suggestedDimension('period', configuration()), kind: 'choice' as const };
    expect(dimensionOf({ ...draft, text: '1, 2;4  8' })).toEqual({
      field: 'period',
      kind: 'choice',
      values: [1, 2, 4, 8],
    });
    const { errors } = checkSweep(smallSweep({ dimensions: [dimensionOf({ ...draft, text: '1, two' })] }));
    expect([...errors.keys()]).toEqual(['dimensions.0.values']);
  });

  it.each([
    { field: 'learningRate', kind: 'logarithmic', from: 0.001, to: 0.1, count: 5 },
    { field: 'period', kind: 'choice', values: [1, 2, 4] },
    { field: 'shuffle', kind: 'choice', values: [true, false] },
    { field: 'model', kind: 'choice', values: ['elman'] },
  ] as const)('is again what it was when a sweep is duplicated: %j', (dimension) => {
    const given = dimension.kind === 'choice' ? { ...dimension, values: [...dimension.values] } : dimension;
    expect(dimensionOf(draftOf(given, configuration()))).toEqual(dimension);
  });
});

it('says at which field a sweep is wrong', () => {
  const [rate] = smallSweep().dimensions;
  if (rate?.kind === 'choice' || !rate) throw new Error('A range is expected');
  const { definition, errors } = checkSweep(
    smallSweep({
      dimensions: [{ ...rate, from: 0.1, to: 0.01 }],
      stopping: { metric: 'validationLoss', minEpochs: 4, reduction: 2, rungs: 1 },
    }),
  );
  expect(definition).toBeNull();
  expect([...errors.keys()]).toEqual(['dimensions.0.to', 'stopping.minEpochs']);
});
