/** One row, with the file system bent and the clocks stopped for as long as this process lives. */
import { stopClocks } from './clock';
import type { FaultOptions, FaultResult } from '../row';
import { fillDisks } from './disk-fills';
import { failCalls } from './failing-calls';
import { cutThePower } from './power-cuts';

const ROWS: Readonly<Record<string, (options: FaultOptions) => Promise<FaultResult>>> = {
  'disk-fills': fillDisks,
  'failing-calls': failCalls,
  'power-cuts': cutThePower,
};

/** @throws where there is no such row */
export async function runOneRow(name: string, options: FaultOptions): Promise<FaultResult> {
  const row = ROWS[name];
  if (!row) throw new Error(`There is no row ${name}`);
  stopClocks();
  return row(options);
}
