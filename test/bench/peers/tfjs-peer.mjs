/**
 * tf.js' side of the bench: one optimizer step (forward, exact BPTT, SGD) of AlarmworkNet with period 2, on its WASM
 * backend with SIMD and one thread. Everything outside Layer_in2's chain is one product, as in PyTorch's better form.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const PERIOD = 2;
const LEARNING_RATE = 1e-3;

setWasmPaths(
  `${join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist')}/`,
);
setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();
console.log(JSON.stringify({ version: tf.version_core, backend: tf.getBackend() }));

function variables({ P, D, M }) {
  const shapes = {
    w_in1: [P, D],
    w_rec1: [P, P],
    b_in1: [P],
    w_in2: [P, D],
    w_rec2: [P, P],
    b_in2: [P],
    w_out: [M, P],
    b_out: [M],
  };
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      tf.variable(tf.mul(tf.sub(tf.randomUniform(shape), 0.5), P ** -0.5)),
    ]),
  );
}

/** @param x (L, B, D) */
function forward(w, x, { P, B, D, L, readout }) {
  const updates = Math.floor(L / PERIOD);
  const alarms = tf.reshape(x, [updates, PERIOD, B, D]);
  const ringing = tf.reshape(tf.slice(alarms, [0, PERIOD - 1, 0, 0], [updates, 1, B, D]), [updates * B, D]);
  const a2 = tf.split(
    tf.reshape(tf.add(tf.matMul(ringing, w.w_in2, false, true), w.b_in2), [updates, B * P]),
    updates,
    0,
  );
  let z2 = tf.zeros([B, P]);
  const states = [z2];
  for (const a of a2) {
    z2 = tf.tanh(tf.add(tf.reshape(a, [B, P]), tf.matMul(z2, w.w_rec2, false, true)));
    states.push(z2);
  }
  if (readout === 'last') {
    const last = tf.reshape(tf.slice(x, [L - 1, 0, 0], [1, B, D]), [B, D]);
    const z1 = tf.tanh(
      tf.add(tf.add(tf.matMul(last, w.w_in1, false, true), w.b_in1), tf.matMul(z2, w.w_rec1, false, true)),
    );
    return tf.tanh(tf.add(tf.matMul(z1, w.w_out, false, true), w.b_out));
  }
  const products = tf.reshape(tf.matMul(tf.concat(states, 0), w.w_rec1, false, true), [updates + 1, 1, B, P]);
  const held = tf.slice(
    tf.reshape(tf.tile(products, [1, PERIOD, 1, 1]), [(updates + 1) * PERIOD, B, P]),
    [1, 0, 0],
    [L, B, P],
  );
  const inputs = tf.add(tf.matMul(tf.reshape(x, [L * B, D]), w.w_in1, false, true), w.b_in1);
  const z1 = tf.tanh(tf.add(inputs, tf.reshape(held, [L * B, P])));
  return tf.tanh(tf.add(tf.matMul(z1, w.w_out, false, true), w.b_out));
}

function measure(cell) {
  const { B, D, L, M, readout, seconds } = cell;
  const w = variables(cell);
  const x = tf.sub(tf.randomUniform([L, B, D]), 0.5);
  const t = tf.sub(tf.randomUniform([(readout === 'every' ? L : 1) * B, M]), 0.5);
  const optimizer = tf.train.sgd(LEARNING_RATE);
  const read = () => {
    const loss = optimizer.minimize(() => tf.mul(tf.sum(tf.square(tf.sub(t, forward(w, x, cell)))), 0.5), true);
    loss.dataSync();
    loss.dispose();
  };
  read();
  const times = [];
  const end = performance.now() + seconds * 1000;
  while (times.length < 3 || performance.now() < end) {
    const start = performance.now();
    read();
    times.push(performance.now() - start);
  }
  for (const tensor of [...Object.values(w), x, t]) tensor.dispose();
  optimizer.dispose();
  times.sort((a, b) => a - b);
  return { ms: times[0], median: times[Math.floor(times.length / 2)] };
}

for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify({ structured: measure(JSON.parse(line)) }));
