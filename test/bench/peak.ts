/** The multiply-adds a second that a bare loop of relaxed_madd reaches: twelve running sums, nothing loaded or stored. */
const SUMS = 12;
const UNROLL = 4;
const ITERATIONS = 200_000;

let compiled: ((iterations: number) => number) | null = null;

/** Needs relaxed SIMD, as the fast kernels do. */
export function peakGigaflops(): number {
  const loop = (compiled ??= compile());
  const start = performance.now();
  loop(ITERATIONS);
  return (2 * 4 * SUMS * UNROLL * ITERATIONS) / (performance.now() - start) / 1e6;
}

/** Written by hand, because AssemblyScript's optimizer would see through it. */
function compile(): (iterations: number) => number {
  const body: number[] = [];
  const get = (local: number): void => void body.push(0x20, local);
  // locals: 0 = iterations, 1 = multiplier, 2 … = sums
  body.push(1, 1 + SUMS, 0x7b);
  body.push(0x20, 0, 0xb2, 0xfd, 0x13, 0x21, 1);
  body.push(0x03, 0x40);
  for (let u = 0; u < UNROLL; u++) {
    for (let s = 0; s < SUMS; s++) {
      get(1);
      get(1);
      get(2 + s);
      body.push(0xfd, 0x85, 0x02, 0x21, 2 + s);
    }
  }
  body.push(0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b);
  get(2);
  for (let s = 1; s < SUMS; s++) {
    get(2 + s);
    body.push(0xfd, 0xe4, 0x01);
  }
  body.push(0xfd, 0x1f, 0, 0x0b);
  const section = (id: number, bytes: number[]): number[] => [id, ...leb(bytes.length), ...bytes];
  const bytes = [
    ...[0, 97, 115, 109, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 102, 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ];
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes)), {});
  return instance.exports['f'] as (iterations: number) => number;
}

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}
