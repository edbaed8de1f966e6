import { expect, it } from 'vitest';
import { headingOf, pointLines } from '../../../core/formats/point-lines';

it('writes every digit, nothing for what is not finite, and no text that a spreadsheet would run', () => {
  const table = {
    headings: ['Step', headingOf('level', 'm'), headingOf('kind, plain', '')],
    rows: [
      [1, 0.1 + 0.2, '=cmd'],
      [2, -1e-30, 'a "b"'],
      [3, NaN, '-'],
      [4, -Infinity, ''],
    ],
  };
  expect([...pointLines(table)].join('')).toBe(
    ['Step,level (m),"kind, plain"', "1,0.30000000000000004,'=cmd", '2,-1e-30,"a ""b"""', "3,,'-", '4,,', ''].join(
      '\r\n',
    ),
  );
});

it('makes rows one by one, as they are asked for', () => {
  let made = 0;
  function* rows() {
    for (;;) yield [++made];
  }
  const lines = pointLines({ headings: ['n'], rows: rows() });
  for (let i = 0; i < 3; i++) lines.next();
  expect(made).toBe(2);
});
