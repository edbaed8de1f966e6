/** Two groups compared seed by seed, and all groups against each other. */
import { holmAdjusted } from '../../core/analysis/holm';
import { comparePairsSteps, compareSamplesSteps, type GroupComparison } from '../../core/analysis/paired';
import { pairRuns, type Pair, type Unpaired } from '../../core/analysis/pairing';
import { signFlipSteps } from '../../core/analysis/permutation';
import { mean } from '../../core/analysis/statistics';
import { whyNoValue, type ComparedRun } from './compared-runs';
import type { SeedGroup } from './seed-groups';

export interface PairedRuns {
  /** A is `first` less B, `second`: a negative difference says that A's value is lower. */
  readonly pairs: readonly Pair[];
  /** Runs without a partner, each with the reason. */
  readonly unpaired: readonly Unpaired[];
  /** Fields, besides the seed, that paired runs agree in. */
  readonly pairedBy: readonly string[];
}

export interface TwoGroups extends PairedRuns {
  readonly a: SeedGroup;
  readonly b: SeedGroup;
  /** Pair by pair; where there is no pair, of two samples; null where one group has no value. */
  readonly comparison: GroupComparison | null;
}

export function pairGroups(a: SeedGroup, b: SeedGroup, labelOf: (field: string) => string): PairedRuns {
  // Differences are the second less the first.
  const { pairs, unpaired, pairedBy } = pairRuns(b.members, a.members, labelOf);
  const byId = new Map<string, ComparedRun>([...a.members, ...b.members].map((run) => [run.id, run]));
  return {
    pairs: pairs.map(({ first, second, difference }) => ({ first: second, second: first, difference })),
    unpaired: unpaired.map(({ run, group, reason }) => ({
      run,
      group: group === 'first' ? 'second' : 'first',
      reason: betterReason(byId.get(run.id), reason),
    })),
    pairedBy,
  };
}

/** Pairing knows values; why there is none is told by the run's status. */
function betterReason(run: ComparedRun | undefined, reason: string): string {
  return run && run.value === null && reason.startsWith('it has no finite value') ? whyNoValue(run) : reason;
}

export function* compareGroups(
  a: SeedGroup,
  b: SeedGroup,
  labelOf: (field: string) => string,
): Generator<undefined, TwoGroups> {
  const paired = pairGroups(a, b, labelOf);
  const values = ({ members }: SeedGroup) => members.flatMap(({ value }) => value ?? []);
  const [ofA, ofB] = [values(a), values(b)];
  let comparison: GroupComparison | null = null;
  if (paired.pairs.length > 0) comparison = yield* comparePairsSteps(paired.pairs.map((pair) => pair.difference));
  else if (ofA.length > 0 && ofB.length > 0) comparison = yield* compareSamplesSteps(ofB, ofA);
  return { a, b, ...paired, comparison };
}

export interface MatrixCell {
  readonly row: string;
  readonly column: string;
  readonly pairs: number;
  /** Mean of row less column. */
  readonly difference: number | null;
  readonly p: number | null;
  /** By Holm, over all cells above the diagonal. */
  readonly adjusted: number | null;
}

/** More groups than this make a matrix that nobody reads, and a hundred comparisons from which nothing follows. */
export const MOST_MATRIX_GROUPS = 10;

/** Each pair of groups once: those above the diagonal. */
export function* compareAllGroups(groups: readonly SeedGroup[]): Generator<undefined, MatrixCell[]> {
  const cells: MatrixCell[] = [];
  for (const [position, row] of groups.entries()) {
    for (const column of groups.slice(position + 1)) {
      const differences = pairGroups(row, column, (field) => field).pairs.map(({ difference }) => difference);
      const { p } = yield* signFlipSteps(differences);
      cells.push({
        row: row.key,
        column: column.key,
        pairs: differences.length,
        difference: mean(differences),
        p,
        adjusted: null,
      });
      yield;
    }
  }
  const adjusted = holmAdjusted(cells.map(({ p }) => p));
  return cells.map((cell, position) => ({ ...cell, adjusted: adjusted[position] ?? null }));
}

/** Below this, a difference is called clear. */
export const LEVEL = 0.05;

/** Whether a group differs clearly from each other one, by the adjusted p-values. */
export function isClearlyApart(key: string, cells: readonly MatrixCell[]): boolean {
  const own = cells.filter(({ row, column }) => row === key || column === key);
  return own.length > 0 && own.every(({ adjusted }) => adjusted !== null && adjusted < LEVEL);
}
