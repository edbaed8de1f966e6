/** The rows about the file system. Each runs in a process of its own, because it bends the file system and the clocks there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { FaultOptions, FaultResult, FaultRow } from '../row';

/** Built from main.ts; rows are run from the project's folder. */
const PROGRAM = resolve('out/faults/file-system.js');

export const fileSystemRows: readonly FaultRow[] = [
  { name: 'file-system calls that fail', run: (options) => inOwnProcess('failing-calls', options) },
  { name: 'disks that fill', run: (options) => inOwnProcess('disk-fills', options) },
  { name: 'power cuts', run: (options) => inOwnProcess('power-cuts', options) },
];

async function inOwnProcess(row: string, { seed, share, say }: FaultOptions): Promise<FaultResult> {
  const child = spawn(process.execPath, [PROGRAM, row, String(seed), String(share)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let trouble = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (trouble += text));
  const exit = once(child, 'exit');
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    if (last !== '') say(last);
    last = line;
  }
  const [code] = (await exit) as [number | null];
  if (code !== 0) return { count: 0, lost: [`The row did not come to its end (code ${code}): ${trouble}`] };
  return JSON.parse(last) as FaultResult;
}
