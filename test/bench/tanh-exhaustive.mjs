/**
 * Looks at tanh of all 2^32 float32 numbers, for both builds: node --experimental-wasm-relaxed-simd test/bench/tanh-exhaustive.mjs
 *
 * Positive numbers are compared with float64 tanh, each with the one before it, and with its negative.
 */
import { readFileSync } from 'node:fs';

const CHUNK = 1 << 20;
const START = 4096;

const { fast, strict } = Object.fromEntries(
  [...readFileSync('out/kernels/kernels.ts', 'utf8').matchAll(/export const (\w+) =\s+'([^']+)'/g)].map(
    ([, name, text]) => [name, Buffer.from(text ?? '', 'base64')],
  ),
);

/** Distance between neighbours at a float32 in [2^-149, 1]. */
const ulp = (value) => Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(value)) - 23));

for (const [name, bytes] of Object.entries({ fast, strict })) {
  const memory = new WebAssembly.Memory({ initial: 300, maximum: 300 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const bits = new Uint32Array(memory.buffer, START, CHUNK);
  const values = new Float32Array(memory.buffer, START, CHUNK);
  const positive = new Float32Array(CHUNK);
  let before = 0;
  let worst = 0;
  let worstAt = 0;
  let decreasing = 0;
  let odd = 0;
  let wrong = 0;
  for (let first = 0; first < 2 ** 31; first += CHUNK) {
    for (let i = 0; i < CHUNK; i++) bits[i] = first + i;
    exports.tanh(START, CHUNK);
    positive.set(values);
    for (let i = 0; i < CHUNK; i++) bits[i] = (first + i) | 0x80000000;
    const inputs = new Float32Array(Uint32Array.from({ length: CHUNK }, (_, i) => first + i).buffer);
    exports.tanh(START, CHUNK);
    for (let i = 0; i < CHUNK; i++) {
      const x = inputs[i];
      const y = positive[i];
      if (Number.isNaN(x)) {
        if (!Number.isNaN(y) || !Number.isNaN(values[i])) wrong++;
        continue;
      }
      if (y < before) decreasing++;
      before = y;
      if (!Object.is(values[i], -y)) odd++;
      // Below 2^-13 tanh x is x to less than half an ulp, above 10 it is 1.
      const exact = x < 2 ** -13 ? x : x > 10 ? 1 : Math.tanh(x);
      if (y === exact) continue;
      const error = Math.abs(y - exact) / ulp(exact === 1 ? 0.99 : exact);
      if (error > worst) {
        worst = error;
        worstAt = x;
      }
    }
  }
  console.log(JSON.stringify({ kernel: name, worstUlp: worst, worstAt, decreasing, notOdd: odd, notNaN: wrong }));
}
