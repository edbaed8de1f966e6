/**
 * Columns of any data as a trained network takes them, by its own scaling: nothing is fitted anew.
 *
 *     without differencing:  x[r] = inputs[r]                  value of the target = y[r]
 *     with differencing:     x[r] = inputs[r] − inputs[r−1]    value of the target = y[r] + target[r]
 *
 * The same as core/data/step-table.ts, bit by bit, for whoever has the weights and not the training data.
 */
import { StudioError } from '../contract/errors';
import type { Series } from '../contract/series';
import type { Preparation } from '../contract/weights';
import { scale } from '../data/scaling';

export interface InputTable {
  /** R */
  readonly rows: number;
  /** x, scaled: (R, D) */
  readonly features: Float32Array;
  /** 1 where all of a row's x is known, else 0: (R) */
  readonly known: Uint8Array;
  /** Inputs in their own units: D columns of R */
  readonly inputs: readonly Float64Array[];
  /** Targets in their own units, NaN where a row has none; null where the data has no such column: M */
  readonly targets: readonly (Float64Array | null)[];
}

/** @throws StudioError `bad-file` naming every column that is needed and not there */
export function inputTable(preparation: Preparation, series: Series): InputTable {
  const missing = missingColumns(
    preparation,
    series.columns.map(({ name }) => name),
  );
  if (missing !== null) throw new StudioError('bad-file', missing);
  const valuesOf = (name: string) => series.columns.find((column) => column.name === name)?.values ?? null;
  const rows = series.columns[0]?.values.length ?? 0;
  const inputs = preparation.inputs.map(({ name }) => valuesOf(name) ?? new Float64Array(rows));
  const features = new Float32Array(rows * inputs.length);
  const known = new Uint8Array(rows);
  for (let r = 0; r < rows; r++) known[r] = writeFeatures(features, r, inputs, preparation) ? 1 : 0;
  // Outputs that stand for classes are called like these, and not like a column.
  const targets = preparation.outputs.map(({ name }) => (preparation.classes ? null : valuesOf(name)));
  return { rows, features, known, inputs, targets };
}

/** x[r] into its place in `features`. @returns whether all of it is known */
export function writeFeatures(
  features: Float32Array,
  r: number,
  inputs: readonly Float64Array[],
  { inputs: scalings, differencing }: Preparation,
): boolean {
  const D = inputs.length;
  let isKnown = true;
  inputs.forEach((column, d) => {
    const value = (column[r] ?? NaN) - (differencing ? (column[r - 1] ?? NaN) : 0);
    features[r * D + d] = scale(value, scalings[d] ?? { offset: 0, factor: 0 });
    if (Number.isNaN(value)) isKnown = false;
  });
  return isKnown;
}

/** @param names of the columns there are. @returns in a sentence which are needed and not there; null where all are */
export function missingColumns(preparation: Preparation, names: readonly string[]): string | null {
  const lacks = (list: readonly { readonly name: string }[]) =>
    list.filter(({ name }) => !names.includes(name)).map(({ name }) => `“${name}”`);
  const inputs = lacks(preparation.inputs);
  // A change says nothing without the value that it is a change of.
  const { sequenceColumn: ids } = preparation;
  const sequences = ids === undefined ? [] : lacks([{ name: ids }]);
  const bases = preparation.differencing ? lacks(preparation.outputs).filter((name) => !inputs.includes(name)) : [];
  if (inputs.length + bases.length + sequences.length === 0) return null;
  const needs = [
    inputs.length > 0 &&
      `${inputs.join(', ')}, which the network has as ${inputs.length === 1 ? 'an input' : 'inputs'}`,
    bases.length > 0 && `${bases.join(', ')}, whose changes the network predicts`,
    sequences.length > 0 && `${sequences.join(', ')}, which told its sequences apart`,
  ].filter((need) => need !== false);
  const shown = names.slice(0, MOST_NAMED).map((name) => `“${name}”`);
  return (
    `The data has no column ${needs.join('; nor ')}. It has: ${shown.join(', ')}${names.length > MOST_NAMED ? ', …' : ''}. ` +
    'Choose other data, or rename its columns.'
  );
}

const MOST_NAMED = 20;
