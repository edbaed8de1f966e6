/** Which inputs a forecast that feeds itself can have past the end of the data: what it predicts, and what a clock will say. */
import type { Series } from '../contract/series';
import type { Preparation } from '../contract/weights';
import { clockAngles, clockNames } from '../data/import/calendar';
import { CLOCKS, type Clock } from '../contract/import';
import { timeAxis, type TimeAxis } from './time-axis';

/** The value of one input in a row past the end: output `m`, or what a clock says. */
export type AheadInput =
  { readonly kind: 'output'; readonly m: number } | { readonly kind: 'clock'; valueAt(r: number): number };

/** Sines and cosines of stored clocks and of these are the same numbers, up to the last bits of another engine's Math.sin. */
const SAME_ANGLE = 1e-9;
const ROWS_COMPARED = 50;

/** @returns what each input will be, or in a sentence why that is not known */
export function inputsAhead(preparation: Preparation, series: Series): readonly AheadInput[] | string {
  const { inputs, outputs, horizon, classes, sequenceColumn } = preparation;
  if (classes) return 'The network tells classes apart: there is no value to feed back.';
  if (sequenceColumn !== undefined)
    return 'The network has learnt whole sequences, which do not go on past their ends.';
  if (horizon < 1) {
    return 'The network predicts a value from its own row (horizon 0): nothing of the next row follows from that.';
  }
  const axis = timeAxis(series.labels);
  const found = inputs.map(({ name }): AheadInput | null => {
    const m = outputs.findIndex((output) => output.name === name);
    if (m >= 0) return { kind: 'output', m };
    return axis && clockOf(name, series, axis);
  });
  const unknown = inputs.filter((_, d) => found[d] === null).map(({ name }) => `“${name}”`);
  if (unknown.length === 0) return found.filter((each) => each !== null);
  const are = unknown.length === 1 ? 'is an input and not' : 'are inputs and not';
  return (
    `A forecast that feeds itself needs to know every input ahead: ${unknown.join(', ')} ${are} among what the network ` +
    'predicts. Train a network that has them as targets, too, or without them.'
  );
}

/** A column that is called like a clock, and agrees with the rows' dates. */
function clockOf(name: string, series: Series, axis: TimeAxis): AheadInput | null {
  const values = series.columns.find((column) => column.name === name)?.values;
  const named = clockNamed(name);
  if (!values || !named) return null;
  const valueAt = (r: number): number => clockAngles(axis.timeOf(r), named.clock)[named.part];
  const from = Math.max(0, values.length - ROWS_COMPARED);
  const agrees = values.subarray(from).every((value, place) => Math.abs(value - valueAt(from + place)) < SAME_ANGLE);
  return agrees ? { kind: 'clock', valueAt } : null;
}

function clockNamed(name: string): { readonly clock: Clock; readonly part: 0 | 1 } | null {
  for (const clock of CLOCKS) {
    const [sine, cosine] = clockNames('', clock);
    if (name.endsWith(sine)) return { clock, part: 0 };
    if (name.endsWith(cosine)) return { clock, part: 1 };
  }
  return null;
}
