/**
 * Permutation importance by a random forest (Breiman 2001, "Random Forests", section 10): each tree is asked for the rows it
 * was not grown from, once as they are and once with one field's values shuffled among them. What the error grows by is what
 * the field was worth.
 *
 * For a function that is a sum over fields the growth is twice the variance that goes with the field (Gregorutti, Michel and
 * Saint-Pierre 2017, proposition 1), so half of it over the variance of the target is the field's share. Shares of fields
 * that act together, or that follow each other, need not add up to one.
 */
import type { Rng } from '../random/rng';
import { binColumn, RegressionTree } from './regression-tree';

export interface ForestData {
  /** One a field: a number is one column, a category as many as it has values. */
  readonly fields: readonly (readonly Float64Array[])[];
  readonly targets: Float64Array;
  /** Rows that stay together, on one side or the other: those of one configuration. Numbered from 0, one a row. */
  readonly groups: Uint32Array;
}

export interface PermutationImportance {
  /** One a field: share of the variance. A little below zero where there is nothing. */
  readonly shares: Float64Array;
  /** Share of the variance that the forest explains of rows it has not seen (R²); negative where it is of no use. */
  readonly explained: number;
}

const TREES = 60;

export function permutationImportance(data: ForestData, rng: Rng): PermutationImportance {
  const { fields, groups } = data;
  const targets = centred(data.targets);
  const columns = fields.flat().map(binColumn);
  const fieldOf = fields.flatMap((of, field) => of.map(() => field));
  const rowsOf = rowsByGroup(groups);
  // A third of the columns is Breiman's choice for regression; with few columns that would be too blind.
  const tried = Math.max(Math.ceil(columns.length / 3), Math.min(columns.length, 2));
  const growth = new Float64Array(fields.length);
  const predicted = { sum: new Float64Array(targets.length), count: new Uint32Array(targets.length) };
  let judged = 0;
  for (let t = 0; t < TREES; t++) {
    const { inside, outside } = drawGroups(rowsOf, rng);
    const tree = new RegressionTree(columns, targets, inside, tried, rng);
    if (outside.length < 2) continue;
    judged++;
    let before = 0;
    for (const row of outside) {
      const value = tree.predict(() => row);
      before += (value - at(targets, row)) ** 2;
      predicted.sum[row] = at(predicted.sum, row) + value;
      predicted.count[row] = at(predicted.count, row) + 1;
    }
    for (let field = 0; field < fields.length; field++) {
      const shuffled = outside.slice();
      rng.shuffle(shuffled);
      let after = 0;
      outside.forEach((row, i) => {
        const value = tree.predict((column) => (fieldOf[column] === field ? at(shuffled, i) : row));
        after += (value - at(targets, row)) ** 2;
      });
      growth[field] = at(growth, field) + (after - before) / outside.length;
    }
  }
  const variance = targets.reduce((sum, each) => sum + each ** 2, 0) / targets.length;
  return {
    shares: growth.map((sum) => sum / Math.max(judged, 1) / 2 / variance),
    explained: 1 - meanSquaredError(predicted, targets) / variance,
  };
}

function rowsByGroup(groups: Uint32Array): number[][] {
  const rows: number[][] = [];
  groups.forEach((group, row) => (rows[group] ??= []).push(row));
  return rows;
}

/** As many groups as there are, drawn with replacement; about a third is not drawn. */
function drawGroups(rowsOf: readonly number[][], rng: Rng): { inside: Uint32Array; outside: Uint32Array } {
  const isDrawn = rowsOf.map(() => false);
  const inside = rowsOf.flatMap(() => {
    const group = rng.below(rowsOf.length);
    isDrawn[group] = true;
    return rowsOf[group] ?? [];
  });
  return {
    inside: Uint32Array.from(inside),
    outside: Uint32Array.from(rowsOf.flatMap((rows, g) => (isDrawn[g] ? [] : rows))),
  };
}

function meanSquaredError({ sum, count }: { sum: Float64Array; count: Uint32Array }, targets: Float64Array): number {
  let [error, rows] = [0, 0];
  targets.forEach((target, row) => {
    if (count[row] === 0) return;
    error += (at(sum, row) / at(count, row) - target) ** 2;
    rows++;
  });
  return error / rows;
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return values.map((value) => value - mean);
}

/** Of an index that is within by construction. */
function at(values: Float64Array | Uint32Array, index: number): number {
  return values[index] as number;
}
