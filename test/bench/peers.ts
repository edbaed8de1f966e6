/** Others that compute the same step, each in a process of its own that is asked for one cell at a time. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Cell } from './multiply-adds';

export interface Peer {
  readonly name: string;
  /** @returns ms of the fastest step in about `seconds`, by the better way of writing it */
  measure(cell: Cell, seconds: number): Promise<number>;
  close(): void;
}

/** @param folder of the peers' programs */
export async function startPeers(folder: string): Promise<Peer[]> {
  const peers = [await startPeer('tf.js', process.execPath, [join(folder, 'tfjs-peer.mjs')])];
  // Debian's package puts it beside the system's own Python.
  const python = ['/usr/bin/python3', 'python3'].find(
    (program) => spawnSync(program, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );
  if (python === undefined) process.stderr.write('PyTorch is not installed (Debian: python3-torch): it is left out.\n');
  else peers.push(await startPeer('PyTorch', python, [join(folder, 'pytorch-peer.py')]));
  return peers;
}

async function startPeer(name: string, program: string, args: string[]): Promise<Peer> {
  const environment = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', NODE_OPTIONS: '' };
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], env: environment });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextAnswer = async (): Promise<Record<string, unknown>> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended: run its program by hand to see why (${args.join(' ')})`);
      // Greetings of a library are not answers.
      if (value.startsWith('{')) return JSON.parse(value) as Record<string, unknown>;
    }
  };
  const { version } = await nextAnswer();
  if (String(version).includes('reference BLAS')) {
    process.stderr.write(`${name} runs on the reference BLAS: install libopenblas0 for a fair comparison.\n`);
  }
  return {
    name: `${name} ${String(version)}`,
    async measure(cell, seconds) {
      child.stdin.write(`${JSON.stringify({ ...cell, seconds })}\n`);
      const ways = Object.values(await nextAnswer()) as { ms: number }[];
      return Math.min(...ways.map(({ ms }) => ms));
    },
    close: () => child.kill(),
  };
}
