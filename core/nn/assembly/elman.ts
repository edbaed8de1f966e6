/**
 * The Simple Recurrent Network (Elman 1990): h[l] = tanh(w_in x[l] + w_rec h[l−1] + b_in), y[l] = tanh(w_out h[l] + b_out).
 * Its oracle is core/nn/elman.ts.
 */
import { hiddenError, outputBackward, outputForward } from './output-layer';
import { blockBytes, Plan } from './plan';
import { recurrentForward } from './recurrent-layer';

/** The first update whose state is read out */
export function elmanFirstRead(p: Plan): i32 {
  return p.updates - p.outputs + 1;
}

export function elmanForward(p: Plan, w: usize): void {
  recurrentForward(p, w);
  outputForward(p, w, p.z2 + elmanFirstRead(p) * blockBytes(p), 0, p.outputs);
}

/** The outputs of the updates first … last and the errors that reach their states; as in alarmwork-net.ts. */
export function addElmanErrors(
  p: Plan,
  w: usize,
  g: usize,
  errors: usize,
  first: i32,
  last: i32,
  accumulate: bool,
): void {
  const z = p.z2 + first * blockBytes(p);
  const k = first - elmanFirstRead(p);
  const count = last - first + 1;
  outputForward(p, w, z, k, count);
  outputBackward(p, g, z, k, count, accumulate);
  hiddenError(p, errors, k, count);
}
