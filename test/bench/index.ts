/**
 * One full optimizer step (forward, exact BPTT, SGD) of each cell by each kernel, and by others with `--peers`, all
 * interleaved in one run: the machine is shared, and what disturbs one disturbs all.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Kernel } from '../../core/nn/engine';
import { hasRelaxedSimd } from '../../electron/store/kernel-module';
import { contender } from './contender';
import { multiplyAdds, type Cell } from './multiply-adds';
import { peakGigaflops } from './peak';
import { startPeers, type Peer } from './peers';

/** Peers take turns with the kernels: this long a turn. */
const PEER_SECONDS = 0.25;
const KERNELS: readonly Kernel[] = ['fast', 'strict', 'reference'];
const READOUTS = ['last', 'every'] as const;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    cells: { type: 'string' },
    kernels: { type: 'string', default: 'fast,strict,reference' },
    rounds: { type: 'string', default: '9' },
    peers: { type: 'string' },
  },
});

const ROUNDS = Number(options.rounds);
if (!Number.isInteger(ROUNDS) || ROUNDS < 1) refuse(`--rounds ${options.rounds}: write a whole number from 1 on`);

function refuse(message: string): never {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}

interface Result extends Cell {
  readonly kernel: Kernel;
  /** Of the fastest step, and of the median one. */
  readonly ms: number;
  readonly median: number;
  readonly gflops: number;
  /** Share of the multiply-adds a second that a bare loop of them reached in the same run. */
  readonly roofline: number;
  /** ms of the others' fastest step */
  readonly peers: Readonly<Record<string, number>>;
}

function chosenCells(): Cell[] {
  if (options.cells === undefined) {
    return [8, 32, 64, 128, 256, 512].flatMap((P) =>
      [1, 32].flatMap((B) => READOUTS.map((readout) => ({ P, B, L: 64, D: 4, M: 1, readout }))),
    );
  }
  return options.cells.split(';').map((text) => {
    const [P, B, L, D, M] = text.split(',', 5).map(Number);
    const readout = READOUTS.find((name) => name === text.split(',')[5]?.trim());
    const sizes = [P, B, L, D, M].filter((size) => size !== undefined && Number.isInteger(size) && size > 0);
    if (sizes.length !== 5 || readout === undefined) {
      refuse(`--cells ${text}: write P,B,L,D,M,readout, for instance 64,32,64,4,1,last`);
    }
    const [p = 1, b = 1, l = 1, d = 1, m = 1] = sizes as number[];
    return { P: p, B: b, L: l, D: d, M: m, readout };
  });
}

function chosenKernels(): Kernel[] {
  const kernels = options.kernels.split(',').map((name) => {
    const kernel = KERNELS.find((each) => each === name.trim());
    return kernel ?? refuse(`--kernels ${name}: choose among ${KERNELS.join(', ')}`);
  });
  if (hasRelaxedSimd()) return kernels;
  return refuse('this Node has no relaxed SIMD, neither for the fast kernels nor for the peak to compare with');
}

async function measureCell(cell: Cell, kernels: readonly Kernel[], peers: readonly Peer[]): Promise<Result[]> {
  const contenders = kernels.map((kernel) => ({ ...contender(cell, kernel), times: [] as number[] }));
  const others = peers.map((peer) => ({ peer, times: [] as number[] }));
  let peak = 0;
  for (let round = 0; round < ROUNDS; round++) {
    peak = Math.max(peak, peakGigaflops());
    for (const each of contenders) {
      // The reference is slow and steady; three of its turns say all.
      if (each.kernel !== 'reference' || round < 3) each.times.push(each.time());
    }
    if (round % 3 === 0) {
      for (const { peer, times } of others) times.push(await peer.measure(cell, PEER_SECONDS));
    }
  }
  const peerTimes = Object.fromEntries(others.map(({ peer, times }) => [peer.name, Math.min(...times)]));
  return contenders.map(({ kernel, times }) => {
    const sorted = times.toSorted((a, b) => a - b);
    const ms = sorted[0] ?? NaN;
    const gflops = (2 * multiplyAdds(cell)) / ms / 1e6;
    const median = sorted[sorted.length >> 1] ?? NaN;
    return { ...cell, kernel, ms, median, gflops, roofline: gflops / peak, peers: peerTimes };
  });
}

function printRow({ P, B, L, D, M, readout, kernel, ms, median, gflops, roofline, peers }: Result): void {
  const cell = `P=${P} B=${B} L=${L} D=${D} M=${M} ${readout}`.padEnd(34);
  const figures = `${ms.toFixed(4).padStart(10)} ${median.toFixed(4).padStart(10)} ${gflops.toFixed(1).padStart(8)} ${roofline.toFixed(2).padStart(8)}`;
  const others = Object.values(peers).map(
    (other) => `${other.toFixed(2).padStart(9)} ${`×${(other / ms).toFixed(1)}`.padStart(7)}`,
  );
  console.log([cell, kernel.padEnd(9), figures, ...others].join('  '));
}

const peers = options.peers === undefined ? [] : await startPeers(options.peers);
if (!options.json) {
  console.log(
    `${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}, one thread; one optimizer step, exact BPTT, SGD`,
  );
  const heads = peers.map(({ name }) => `${name.slice(0, 9).padStart(9)} ${'ratio'.padStart(7)}`);
  console.log(['cell'.padEnd(34), 'kernel   ', '   ms best     median  GFLOP/s roofline', ...heads].join('  '));
}
const fastest: Result[] = [];
for (const cell of chosenCells()) {
  const results = await measureCell(cell, chosenKernels(), peers);
  for (const result of results) {
    if (options.json) console.log(JSON.stringify(result));
    else printRow(result);
  }
  const [first] = results;
  if (first) fastest.push(first);
}
for (const { name, close } of peers) {
  const ratios = fastest.map((result) => (result.peers[name] ?? NaN) / result.ms);
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  const line = `Against ${name}: geometric mean ×${mean.toFixed(1)}, least ×${Math.min(...ratios).toFixed(2)} (${fastest[0]?.kernel})`;
  (options.json ? console.error : console.log)(line);
  close();
}
