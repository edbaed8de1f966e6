/** What JavaScript may call. A whole pass is one call, so that its price is paid once. */
import { alarmworkForward } from './alarmwork-net';
import { elmanForward } from './elman';
import { gradientOf } from './gradient';
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

/** Forward and backward. Overwrites the gradient at `g`. @returns E */
export function gradient(plan: usize, w: usize, g: usize): f64 {
  return gradientOf(changetype<Plan>(plan), w, g);
}

/** @returns E of the last {@link forward} or {@link gradient} */
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
