import { expect, it } from 'vitest';
import { csvNumber, csvText } from '../../../core/formats/csv-text';

it.each([
  ['plain', 'plain'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
])('writes the text %j as %j', (text, cell) => {
  expect(csvText(text)).toBe(cell);
});

it('writes numbers in full and never guards them', () => {
  expect([-0.1, 1e-300, Infinity, NaN].map(csvNumber)).toEqual(['-0.1', '1e-300', 'Infinity', '']);
});
