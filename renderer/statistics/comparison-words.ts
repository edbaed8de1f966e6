/** What a comparison of two groups says, in sentences that can be copied, and what has to be said beside it. */
import type { GroupComparison } from '../../core/analysis/paired';
import type { Interval } from '../../core/analysis/statistics';
import { formatCount, formatQuantity, withUnit } from '../format';
import { figureWriter, pInWords } from './figures-together';
import { LEVEL, type TwoGroups } from './group-comparison';
import { labelBeside, type SeedGroup } from './seed-groups';

export interface Figure {
  /** "test RMSE (final weights)" */
  readonly name: string;
  readonly better: 'lower' | 'higher';
  readonly unit: string;
}

/** Half of an interval: what its figures are rounded by. */
export function reachOf(interval: Interval | null): number | null {
  return interval === null ? null : (interval.high - interval.low) / 2;
}

/** "With 10 paired seeds, the test RMSE of “A” is 0.12 ppm lower than that of “B” (95 % interval 0.05 to 0.19 ppm, …)." */
export function comparisonSentence({ a, b, pairs, comparison }: TwoGroups, { name, unit }: Figure): string | null {
  if (comparison?.meanDifference == null) return null;
  const { meanDifference: difference, interval, test } = comparison;
  const write = figureWriter(reachOf(interval));
  const amount = withUnit(write(Math.abs(difference)), unit);
  const isPaired = pairs.length > 0;
  const which = `the ${name} of “${labelBeside(a, b)}” is`;
  const than =
    difference === 0
      ? `on average equal to that of “${labelBeside(b, a)}”`
      : `${amount} ${difference < 0 ? 'lower' : 'higher'} than that of “${labelBeside(b, a)}”`;
  const details = [
    intervalInWords(interval, difference, write, unit),
    test.p === null ? '' : testInWords(comparison, isPaired),
  ].filter((detail) => detail !== '');
  const basis = isPaired
    ? `With ${pairs.length} paired ${pairs.length === 1 ? 'seed' : 'seeds'}`
    : `With ${formatQuantity(comparison.n[1] ?? 0, 'run')} against ${formatCount(comparison.n[0])} that share no seed`;
  return `${basis}, ${which} ${than}${details.length > 0 ? ` (${details.join(', ')})` : ''}.`;
}

function intervalInWords(
  interval: Interval | null,
  difference: number,
  write: (value: number | null) => string,
  unit: string,
): string {
  if (interval === null) return '';
  const { low, high } = interval;
  if (low < 0 && high > 0) {
    const [lower, higher] = [`${withUnit(write(-low), unit)} lower`, `${withUnit(write(high), unit)} higher`];
    return `95 % interval from ${lower} to ${higher}`;
  }
  const [from, to] = difference < 0 ? [-high, -low] : [low, high];
  return `95 % interval ${write(from)} to ${withUnit(write(to), unit)}`;
}

function testInWords({ test }: GroupComparison, isPaired: boolean): string {
  const kind = isPaired ? 'permutation' : 'permutation (unpaired)';
  const how = test.isExact ? `exact ${kind}` : `${kind} with ${formatCount(test.arrangements)} random draws,`;
  return `${how} ${pInWords(test.p ?? NaN)}`;
}

/** What follows, and no more than follows. */
export function verdict({ a, b, comparison }: TwoGroups, { better }: Figure): string | null {
  if (comparison?.meanDifference == null || comparison.test.p === null) return null;
  if (comparison.test.p >= LEVEL) {
    return 'Chance alone gives a difference of this size often enough: these seeds do not show that the two differ.';
  }
  const isFirst = comparison.meanDifference < 0 === (better === 'lower');
  const winner = isFirst ? labelBeside(a, b) : labelBeside(b, a);
  return `Chance alone seldom gives a difference of this size: “${winner}” is better by this figure.`;
}

/** With fewer pairs no difference, however large, has a p-value below 0.05: 2 of 2^n patterns of signs are always as extreme. */
const LEAST_PAIRS = 6;

/** @param groups how many groups there are to choose two from */
export function comparisonWarnings({ a, b, pairs, comparison }: TwoGroups, groups: number): string[] {
  const warnings: string[] = [];
  const n = pairs.length;
  if (n > 0 && n < LEAST_PAIRS) {
    warnings.push(
      `${formatQuantity(n, 'pair')}: the smallest p-value possible is ${formatSmallest(n)}, however large the difference. ` +
        `Launch more seeds of both; from ${LEAST_PAIRS} pairs on it can be below ${LEVEL}.`,
    );
  }
  if (n === 0 && comparison) {
    warnings.push('No run of one group shares its seed with a run of the other: they are compared as two samples.');
  }
  if (groups > 2) {
    const comparisons = (groups * (groups - 1)) / 2;
    warnings.push(
      `${groups} groups make ${formatCount(comparisons)} comparisons, and one in twenty looks clear by chance. If these two ` +
        'were not chosen before you saw the figures, take the adjusted p-value of the matrix.',
    );
  }
  for (const group of [a, b]) warnings.push(...groupWarnings(group));
  return warnings;
}

function formatSmallest(n: number): string {
  return String(2 / 2 ** n);
}

export function groupWarnings({ label, diverged, underWay, without, repeatedSeeds, members }: SeedGroup): string[] {
  const warnings: string[] = [];
  if (underWay > 0) {
    warnings.push(
      `“${label}”: ${formatCount(underWay)} of ${formatQuantity(members.length, 'run')} ${underWay === 1 ? 'has' : 'have'} ` +
        'not ended yet, so these figures are not the last.',
    );
  }
  if (diverged > 0) {
    warnings.push(
      `“${label}”: ${formatCount(diverged)} of ${formatQuantity(members.length, 'run')} diverged and ` +
        `${diverged === 1 ? 'is' : 'are'} not in the figures, which look better for it.`,
    );
  }
  if (without > 0) {
    warnings.push(
      `“${label}”: ${formatCount(without)} of ${formatQuantity(members.length, 'run')} ended without a value and ` +
        `${without === 1 ? 'is' : 'are'} not in the figures.`,
    );
  }
  if (repeatedSeeds.length > 0) {
    warnings.push(
      `“${label}” has several runs with seed ${repeatedSeeds.slice(0, 5).join(', ')}: they count apart in the table, and are not paired.`,
    );
  }
  return warnings;
}
