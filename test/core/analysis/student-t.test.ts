import { expect, it } from 'vitest';
import { studentQuantile, studentUpperTail } from '../../../core/analysis/student-t';

/** Relative. With a million degrees of freedom the fraction takes hundreds of rounds, and each one rounds. */
const close = (value: number, expected: number, degrees: number) => {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual((degrees > 1000 ? 1e-10 : 1e-12) * Math.abs(expected));
};

// mpmath 1.3.0 with 40 digits: betainc(df/2, 1/2, 0, df/(df+t²), regularized=True)/2
it.each([
  [0, 3, 0.5],
  [1, 1, 0.25],
  [2, 2, 0.09175170953613698],
  [2.5, 4, 0.03338327240599407],
  [0.1, 9, 0.4612682239783406],
  [6, 5, 0.0009230691447970072],
  [12, 29, 4.53035416656859e-13],
  [40, 3, 1.7190340394579263e-5],
  [3, 0.5, 0.18365407799297173],
  [1.7, 2.7, 0.09886505978263958],
  [1.96, 1000, 0.02513659247787436],
  [4, 1_000_000, 3.167351700502405e-5],
])('knows how much lies above t = %d with %d degrees of freedom', (t, degrees, tail) => {
  close(studentUpperTail(t, degrees), tail, degrees);
  close(studentUpperTail(-t, degrees), 1 - tail, degrees);
});

// The same function, solved for t by mpmath's findroot; SciPy 1.17.1 (stats.t.ppf) agrees to 12 digits.
it.each([
  [0.975, 1, 12.706204736174705],
  [0.975, 2, 4.302652729749464],
  [0.975, 3, 3.1824463052837095],
  [0.975, 4, 2.7764451051977943],
  [0.975, 9, 2.2621571627982053],
  [0.975, 29, 2.0452296421327043],
  [0.975, 99, 1.9842169515864174],
  [0.975, 1000, 1.9623390808264085],
  [0.975, 1_000_000, 1.959966356814107],
  [0.95, 5, 2.0150483733330242],
  [0.995, 7, 3.499483297350494],
  [0.9995, 3, 12.923978636687483],
  [0.6, 4, 0.2707222947075974],
  [0.975, 2.7, 3.392148383173752],
  [0.975, 7.4142, 2.3381065878031193],
])('knows the t that %d lies below with %d degrees of freedom', (p, degrees, t) => {
  close(studentQuantile(p, degrees), t, degrees);
  close(studentQuantile(1 - p, degrees), -t, degrees);
});

it('says nothing about what is no probability and no number of degrees', () => {
  expect([
    studentQuantile(0, 3),
    studentQuantile(1, 3),
    studentQuantile(NaN, 3),
    studentQuantile(0.975, 0),
    studentUpperTail(NaN, 3),
    studentUpperTail(1, -1),
  ]).toEqual([NaN, NaN, NaN, NaN, NaN, NaN]);
  expect([studentQuantile(0.5, 3), studentUpperTail(Infinity, 3), studentUpperTail(-Infinity, 3)]).toEqual([0, 0, 1]);
});
