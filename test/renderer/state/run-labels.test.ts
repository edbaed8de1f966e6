import { expect, it } from 'vitest';
import { labelParts, runLabels } from '../../../renderer/state/run-labels';
import { run } from '../runs';

it('adds the seed where names are shared, and only there', () => {
  const runs = [run({}, { name: 'same', seed: 1 }), run({}, { name: 'same', seed: 2 }), run({}, { name: 'other' })];
  expect(Array.from(runLabels(runs).values())).toEqual(['same · seed 1', 'same · seed 2', 'other']);
});

it('parts a label before its seed, which must not be cut off', () => {
  expect(['same · seed 12', 'seed 1 of many', 'plain'].map(labelParts)).toEqual([
    { name: 'same ·', seed: ' seed 12' },
    { name: 'seed 1 of many', seed: '' },
    { name: 'plain', seed: '' },
  ]);
});
