/** A forecast that feeds itself, written out in the defining equations and in doubles: the oracle of the fast one. */
import type { Preparation } from '../../core/contract/weights';
import { alarmworkForward } from '../../core/nn/scalar/alarmwork-forward';
import { Grid } from '../../core/nn/scalar/grid';
import { parameterLayout, type Specification } from '../../core/nn/parameters';

/** Outputs of the last step of one window of scaled inputs, [L][D]. */
export type Say = (window: readonly (readonly number[])[]) => number[];

export function scalarAlarmwork(specification: Specification, parameters: ArrayLike<number>): Say {
  const grids = Object.fromEntries(
    parameterLayout(specification).map(({ name, shape: [rows = 0, columns = 1], offset, size }) => [
      name,
      new Grid(rows, columns, Array.from(parameters).slice(offset, offset + size)),
    ]),
  ) as unknown as Parameters<typeof alarmworkForward>[0];
  return (window) => {
    const x = new Grid(window.length, specification.inputs, window.flat());
    const states = alarmworkForward(grids, x, specification.period);
    return Array.from({ length: specification.outputs }, (_, j) => states.y(j + 1, window.length));
  };
}

/**
 * @param columns of the inputs, in their own units, and no longer than what is known
 * @param others  values of inputs that are no outputs, for every row to come
 * @returns what each output will be in the rows to come
 */
export function rollOut(
  say: Say,
  { inputs, outputs, window, horizon, differencing }: Preparation,
  columns: Readonly<Record<string, readonly number[]>>,
  steps: number,
  others: Readonly<Record<string, readonly number[]>> = {},
): number[][] {
  const known: Record<string, number[]> = Object.fromEntries(
    Object.entries(columns).map(([name, list]) => [name, [...list]]),
  );
  const rows = columns[inputs[0]?.name ?? '']?.length ?? 0;
  const value = (name: string, row: number): number => known[name]?.[row] ?? NaN;
  const forecast: number[][] = [];
  for (let row = rows; row < rows + steps; row++) {
    const at = row - horizon;
    const sequence = Array.from({ length: window }, (_, l) => {
      const r = at - window + 1 + l;
      return inputs.map(({ name, offset, factor }) => {
        const input = differencing ? value(name, r) - value(name, r - 1) : value(name, r);
        return (input - offset) * factor;
      });
    });
    const y = say(sequence);
    const said = outputs.map(({ name, offset, factor }, j) => {
      const unscaled = (y[j] ?? NaN) / factor + offset;
      return differencing ? value(name, at) + unscaled : unscaled;
    });
    outputs.forEach(({ name }, j) => known[name]?.push(said[j] ?? NaN));
    for (const [name, list] of Object.entries(others)) known[name]?.push(list[row - rows] ?? NaN);
    forecast.push(said);
  }
  return forecast;
}
