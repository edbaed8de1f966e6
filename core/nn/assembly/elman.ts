/**
 * The Simple Recurrent Network (Elman 1990): h[l] = tanh(w_in x[l] + w_rec h[l−1] + b_in), y[l] = tanh(w_out h[l] + b_out).
 * Its oracle is core/nn/elman.ts.
 */
import { gatherUpdates } from './inputs';
import { hiddenError, outputBackward, outputForward, packOutput } from './output-layer';
import { Plan, rowBytes } from './plan';
import { recurrentBackward, recurrentForward } from './recurrent-layer';

/** Bytes before the first state that is read out */
// @ts-ignore: decorator
@inline
function beforeOutputs(p: Plan): usize {
  return (p.updates - p.outputs + 1) * p.B * rowBytes(p.P);
}

export function elmanForward(p: Plan, w: usize): void {
  gatherUpdates(p);
  recurrentForward(p, w);
  outputForward(p, w, p.z2 + beforeOutputs(p));
}

/** Overwrites the gradient. @returns E */
export function elmanBackward(p: Plan, w: usize, g: usize): f64 {
  const skipped = beforeOutputs(p);
  const error = outputBackward(p, g, p.z2 + skipped);
  packOutput(p, w);
  memory.fill(p.perUpdate, 0, skipped);
  hiddenError(p, p.perUpdate + skipped, p.dOut, p.outputs * p.B);
  recurrentBackward(p, w, g);
  return error;
}
