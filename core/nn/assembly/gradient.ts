/** Forward and backward in one: from the last block of updates to the first, each with all that hangs on it. */
import { addOutputErrors, firstRead, prepareErrors, storeOutputErrors } from './alarmwork-net';
import { addElmanErrors, elmanFirstRead } from './elman';
import { loss, outputBiasGradient, packOutput } from './output-layer';
import { blockBytes, Plan } from './plan';
import { chain, firstDelta, packChain, recurrentForward, recurrentGradient, storeInputGradient } from './recurrent-layer';

/** Overwrites the gradient at `g`. @returns E */
export function gradientOf(p: Plan, w: usize, g: usize): f64 {
  recurrentForward(p, w);
  packChain(p, w);
  if (p.model) packOutput(p, w);
  else prepareErrors(p, w);

  const block = blockBytes(p);
  const readFrom = p.model ? elmanFirstRead(p) : firstRead(p);
  const deltasFrom = firstDelta(p);
  const lowest = min(readFrom, deltasFrom);
  for (let last = p.updates; last >= lowest; last -= p.updatesAtOnce) {
    const base = max(lowest, last - p.updatesAtOnce + 1);
    const accumulate = last < p.updates;
    const read = max(base, readFrom);
    memory.fill(p.perUpdate, 0, min(read - base, last - base + 1) * block);
    if (read <= last) {
      const errors = p.perUpdate + (read - base) * block;
      if (p.model) addElmanErrors(p, w, g, errors, read, last, accumulate);
      else addOutputErrors(p, w, g, errors, read, last, accumulate);
    }
    const first = max(base, deltasFrom);
    if (first > last) continue;
    const deltas = p.perUpdate + (first - base) * block;
    chain(p, w, deltas, first, last);
    recurrentGradient(p, g, deltas, first, last, accumulate);
  }
  // Where the alarm never rings, its layer has a gradient of zero.
  if (p.updates == 0) recurrentGradient(p, g, p.perUpdate, 1, 0, false);

  storeInputGradient(p, p.dIn2, g + p.w_in2, g + p.b_in2);
  if (!p.model) storeOutputErrors(p, g);
  outputBiasGradient(p, g);
  return loss(p);
}
