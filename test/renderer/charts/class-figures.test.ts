import { expect, it } from 'vitest';
import { classFigures } from '../../../renderer/charts/class-figures';

it('recognises, is right where it speaks, and says what a class is taken for', () => {
  const confusion = [
    [6, 2, 0],
    [1, 3, 0],
    [0, 0, 0],
  ];
  expect(classFigures(['a', 'b', 'c'], confusion)).toEqual([
    { name: 'a', count: 8, recall: 6 / 8, said: 7, precision: 6 / 7, takenFor: 'b' },
    { name: 'b', count: 4, recall: 3 / 4, said: 5, precision: 3 / 5, takenFor: 'a' },
    // Never there and never said: nothing is known of it.
    { name: 'c', count: 0, recall: NaN, said: 0, precision: NaN, takenFor: null },
  ]);
});
