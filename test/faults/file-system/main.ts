/**
 * One row in a process of its own, whose file system and clocks it may bend: `main ROW SEED SHARE`. A line of standard
 * output is a line about where it is, or, the last one, the result as JSON.
 */
import './intercept';
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

stopClocks();
const [name = '', seed, share] = process.argv.slice(2);
const row = ROWS[name];
if (!row) throw new Error(`There is no row ${name}`);
const result = await row({ seed: Number(seed), share: Number(share), say: (line) => console.log(line) });
console.log(JSON.stringify(result));
