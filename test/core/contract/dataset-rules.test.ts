import { describe, expect, it } from 'vitest';
import { DatasetChoice, type SeriesDataset } from '../../../core/contract/dataset';

const series: SeriesDataset = {
  kind: 'series',
  source: 'file:x.csv',
  inputs: ['a', 'b'],
  target: 'c',
  horizon: 1,
  differencing: false,
  window: 5,
  stride: 1,
  validationFraction: 0.2,
  testFraction: 0.2,
};

/** Which settings are named as wrong, and in which words. */
function refusals(changed: Partial<SeriesDataset>): [string, string][] {
  const { error } = DatasetChoice.safeParse({ ...series, ...changed });
  return (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);
}

describe('settings of a series that do not go together', () => {
  it.each<[Partial<SeriesDataset>, string, RegExp]>([
    [{ otherTargets: ['c'] }, 'otherTargets', /Column "c" is a target twice \(target, otherTargets\)/],
    [{ otherTargets: ['d', 'd'] }, 'otherTargets', /Column "d" is a target twice/],
    [
      { horizon: 0, target: 'a' },
      'target',
      /Column "a" is an input \(inputs\) and a target \(target\) of the same row/,
    ],
    [
      { horizon: 0, otherTargets: ['b'] },
      'otherTargets',
      /Column "b" is an input \(inputs\) and a target \(otherTargets\)/,
    ],
    [{ horizon: 0, differencing: true }, 'differencing', /with horizon 0/],
    [{ targetKind: 'class', otherTargets: ['d'] }, 'otherTargets', /With classes \(targetKind class\)/],
    [{ targetKind: 'class', differencing: true }, 'differencing', /Classes \(targetKind class\)/],
    [{ sequenceColumn: 'a' }, 'sequenceColumn', /Column "a" .* cannot be an input \(inputs\) as well/],
    [{ sequenceColumn: 'c' }, 'sequenceColumn', /Column "c" .* cannot be a target as well/],
    [{ sequenceColumn: 'd', split: 'time' }, 'split', /choose sequence or random/],
    [{ split: 'sequence' }, 'split', /needs a sequence column \(sequenceColumn\)/],
  ])('%j is refused at %s', (changed, key, message) => {
    expect(refusals(changed)).toEqual([[key, expect.stringMatching(message)]]);
  });

  it.each<[Partial<SeriesDataset>]>([
    [{}],
    [{ target: 'a' }],
    [{ horizon: 0, otherTargets: ['d', 'e'] }],
    [{ horizon: 0, targetKind: 'class' }],
    [{ sequenceColumn: 'd' }],
    [{ sequenceColumn: 'd', split: 'random', splitSeed: 3, targetKind: 'class', scaling: 'standard' }],
    [{ split: 'random', differencing: true }],
    [{ split: 'time', scaling: 'none' }],
  ])('%j is not', (changed) => {
    expect(refusals(changed)).toEqual([]);
  });
});
