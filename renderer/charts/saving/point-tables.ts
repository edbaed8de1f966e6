/** What lies under the charts of hyperparameters, sweeps, classes and pairs: every point, as a table. */
import type { Contour } from '../../../core/analysis/contour';
import type { Pair } from '../../../core/analysis/pairing';
import type { VariedField } from '../../../core/analysis/varied-fields';
import { isUsed } from '../../../core/contract/hyperparameters';
import type { ImportanceResult } from '../../../core/contract/sweep-requests';
import type { PointTable } from '../../report/points-csv';
import { COUNTED, type Counted } from '../../state/sweep-trials';
import { COUNTED_WORDS } from '../../state/sweep-words';
import type { JudgedRun } from '../hyperparameters/outcomes';

/** A row for each run: what differs between them, and how they ended. */
export function runsTable(runs: readonly JudgedRun[], varied: readonly VariedField[], outcome: string): PointTable {
  return {
    headings: ['Run', 'Name', 'Seed', 'Status', ...varied.map(headingOf), outcome],
    rows: runs.map(({ run: { id, status, configuration }, value }) => [
      id,
      configuration.name,
      configuration.seed,
      status,
      ...varied.map(({ field }) => {
        const setting = isUsed(field, configuration) ? configuration[field] : '';
        return typeof setting === 'number' ? setting : String(setting);
      }),
      value,
    ]),
  };
}

export function importanceTable(fields: ImportanceResult['fields']): PointTable {
  return {
    headings: ['Hyperparameter', 'Importance', 'Standard deviation', 'Spearman correlation'],
    rows: fields.map(({ label, share, deviation, spearman }) => [label, share, deviation, spearman]),
  };
}

/** The places of runs first, then every cell between them. */
export function contourTable({ x, y, values, isInside, points }: Contour, outcome: string): PointTable {
  const cells = y.values.flatMap((up, row) =>
    x.values.map((across, column) => {
      const cell = row * x.values.length + column;
      return [isInside[cell] === 1 ? 'interpolated' : 'extrapolated', across, up, values[cell] ?? NaN, 0];
    }),
  );
  return {
    headings: ['Kind', headingOf(x), headingOf(y), outcome, 'Runs'],
    rows: [...points.map((point) => ['runs', point.x, point.y, point.value, point.runs]), ...cells],
  };
}

const headingOf = ({ label, unit }: { readonly label: string; readonly unit: string }): string =>
  unit === '' ? label : `${label} (${unit})`;

export function pairsTable(pairs: readonly Pair[], figure: string): PointTable {
  return {
    headings: ['Run of A', 'Run of B', `${figure} of A`, `${figure} of B`, 'A − B'],
    rows: pairs.map(({ first, second, difference }) => [first.id, second.id, first.value, second.value, difference]),
  };
}

/** A row for each true class and each class that it was taken for. @param confusion rows are true classes */
export function confusionTable(classes: readonly string[], confusion: readonly (readonly number[])[]): PointTable {
  return {
    headings: ['True class', 'Network says', 'Targets', 'Share of the true class'],
    rows: classes.flatMap((name, row) => {
      const counts = confusion[row] ?? [];
      const total = counts.reduce((sum, count) => sum + count, 0);
      return classes.map((said, column) => [name, said, counts[column] ?? 0, (counts[column] ?? 0) / total]);
    }),
  };
}

/** A row for each state that runs of a sweep can be in. */
export function sweepProgressTable(counts: Readonly<Record<Counted, number>>): PointTable {
  const total = COUNTED.reduce((sum, each) => sum + counts[each], 0);
  return {
    headings: ['Runs that are', 'Runs', 'Share of all'],
    rows: COUNTED.map((each) => [COUNTED_WORDS[each], counts[each], counts[each] / total]),
  };
}
