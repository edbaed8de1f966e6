/** Inputs of the steps that count, each with a one at its end, so that a bias is one more weight. */
import { Plan } from './plan';

/** Overwrites. @param step the first of `count` steps, `every` steps apart, counted from 0 */
// @ts-ignore: decorator
@inline
function gather(p: Plan, out: usize, step: i32, every: i32, count: i32): void {
  const D = p.D;
  for (let n = 0; n < count; n++, step += every) {
    let from = p.x + ((<usize>(step * p.B * D)) << 2);
    for (let b = 0; b < p.B; b++) {
      for (let i = 0; i < D; i++, from += 4, out += 4) store<f32>(out, load<f32>(from));
      store<f32>(out, 1);
      out += 4;
    }
  }
}

export function gatherUpdates(p: Plan): void {
  gather(p, p.xUpdates, p.period - 1, p.period, p.updates);
}

export function gatherOutputs(p: Plan): void {
  gather(p, p.xOutputs, p.steps - p.outputs, 1, p.outputs);
}
