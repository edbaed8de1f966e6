/** What lies under the charts of hyperparameters, predictions and pairs: every point, as a table. */
import type { Contour } from '../../../core/analysis/contour';
import type { Pair } from '../../../core/analysis/pairing';
import type { VariedField } from '../../../core/analysis/varied-fields';
import { isUsed } from '../../../core/contract/hyperparameters';
import type { Predictions } from '../../../core/contract/run';
import type { ImportanceResult } from '../../../core/contract/sweep-requests';
import type { PointTable } from '../../report/points-csv';
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

/** Targets count from 1 over the whole part. Classes are written by their names. */
export function predictionsTable(predictions: Predictions): PointTable {
  const { labels, target, predicted, baseline, baselineName, total, unit, classes, output } = predictions;
  const names = output === undefined ? classes : undefined;
  const value = (at: number | undefined) => (names ? (names[at ?? NaN] ?? '') : (at ?? NaN));
  const inUnits = (text: string) => (unit === '' ? text : `${text} (${unit})`);
  const columns = ['Target', 'Predicted', baselineName, ...(names ? [] : ['Residual'])];
  return {
    headings: ['Place', ...(labels ? ['Label'] : []), ...columns.map(inUnits)],
    rows: target.map((wanted, i) => [
      total - target.length + i + 1,
      ...(labels ? [labels[i] ?? ''] : []),
      value(wanted),
      value(predicted[i]),
      value(baseline[i]),
      ...(names ? [] : [wanted - (predicted[i] ?? NaN)]),
    ]),
  };
}

export function pairsTable(pairs: readonly Pair[], figure: string): PointTable {
  return {
    headings: ['Run of A', 'Run of B', `${figure} of A`, `${figure} of B`, 'A − B'],
    rows: pairs.map(({ first, second, difference }) => [first.id, second.id, first.value, second.value, difference]),
  };
}
