/** The figures of a comparison of two groups, as labelled facts. */
import type { Interval } from '../../core/analysis/statistics';
import { formatCount, formatNumber, UNKNOWN, withUnit } from '../format';
import { reachOf } from './comparison-words';
import { figureWriter, formatP } from './figures-together';
import type { TwoGroups } from './group-comparison';

export interface Fact {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

export function comparisonFacts({ pairs, comparison }: TwoGroups, unit: string): Fact[] {
  if (!comparison) return [];
  const { meanDifference, interval, bootstrapInterval, effectSize, test } = comparison;
  const isPaired = pairs.length > 0;
  const write = figureWriter(reachOf(interval));
  const span = (each: Interval | null) =>
    each === null ? UNKNOWN : withUnit(`${write(each.low)} to ${write(each.high)}`, unit);
  const [ofB = 0, ofA = 0] = comparison.n;
  return [
    {
      key: 'n',
      label: isPaired ? 'Pairs' : 'Runs of A and B',
      value: isPaired ? formatCount(pairs.length) : `${formatCount(ofA)} and ${formatCount(ofB)}`,
    },
    { key: 'mean', label: 'Mean difference A − B', value: withUnit(write(meanDifference), unit) },
    { key: 'interval', label: '95 % interval', value: `${span(interval)}${interval ? ' (Student’s t)' : ''}` },
    {
      key: 'bootstrap',
      label: 'Bootstrap interval',
      value: `${span(bootstrapInterval)}${bootstrapInterval ? ' (10,000 resamples)' : ''}`,
    },
    { key: 'effect', label: `Effect size ${isPaired ? 'dz' : 'ds'}`, value: formatNumber(effectSize, 3) },
    { key: 'p', label: 'Permutation p', value: formatP(test.p) },
    {
      key: 'arrangements',
      label: 'Permutations',
      value: test.isExact
        ? `all ${formatCount(test.arrangements)}`
        : `${formatCount(test.arrangements)} drawn at random, seed 0`,
    },
  ];
}
