/** What JavaScript may call. A whole pass is one call, so that its price is paid once. */
import { alarmworkBackward, alarmworkForward } from './alarmwork-net';
import { elmanBackward, elmanForward } from './elman';
import { loss as lossOf } from './output-layer';
import { Plan } from './plan';
import { tanhForward } from './tanh';

export { finite, norm, update } from './optimizer';

/** Computes y from x. @param w address of the parameters */
export function forward(plan: usize, w: usize): void {
  const p = changetype<Plan>(plan);
  if (p.model) elmanForward(p, w);
  else alarmworkForward(p, w);
}

/** Overwrites the gradient at `g`. @returns E of the last {@link forward} */
export function backward(plan: usize, w: usize, g: usize): f64 {
  const p = changetype<Plan>(plan);
  return p.model ? elmanBackward(p, w, g) : alarmworkBackward(p, w, g);
}

/** @returns E of the last {@link forward} */
export function loss(plan: usize): f64 {
  return lossOf(changetype<Plan>(plan));
}

/** z = tanh(z) of n floats, for the checks of tanh alone. Overwrites. */
export function tanh(z: usize, n: i32): void {
  tanhForward(z, (<usize>n) << 2);
}

/** The arena begins here. */
export function arenaStart(): usize {
  return (__heap_base + 63) & ~63;
}
