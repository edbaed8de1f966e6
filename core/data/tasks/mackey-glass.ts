/**
 * Mackey-Glass series (Mackey and Glass 1977, "Oscillation and chaos in physiological control systems", Science 197):
 *
 *     dx/dt = β x(t − τ) / (1 + x(t − τ)^n) − γ x(t)        β = 0.2, γ = 0.1, n = 10, τ = 17
 *
 * With τ = 17 it is chaotic, yet smooth: the usual benchmark for forecasting. Sampled once a time unit; the forecast looks
 * 6 samples ahead, as is common since Casdagli 1989.
 *
 * Integrated by the classical Runge-Kutta method with step 1/10 from a constant past. The delayed value at half a step is
 * that of the cubic with the values and slopes of the step's two ends (Hermite), which keeps the method's order; a cubic
 * through four points would not, as it would reach across the kink where the constant past ends.
 */
import type { Rng } from '../../random/rng';
import { unlabelled, type Generated } from './generated';

const BETA = 0.2;
const GAMMA = 0.1;
const TAU = 17;
const STEPS_PER_UNIT = 10;
const DELAY = TAU * STEPS_PER_UNIT;
/** Time units thrown away, until the start is forgotten. */
const WASHOUT = 1000;
const HORIZON = 6;

/** @param size samples */
export function mackeyGlass(size: number, rng: Rng): Generated {
  const start = rng.between(1.1, 1.3);
  const x = integrate(start, (WASHOUT + size) * STEPS_PER_UNIT);
  return {
    series: unlabelled({
      x: Float64Array.from({ length: size }, (_, r) => x[DELAY + (WASHOUT + r) * STEPS_PER_UNIT] ?? NaN),
    }),
    inputs: ['x'],
    target: 'x',
    horizon: HORIZON,
    baseline: 'persistence',
    classification: false,
    block: 1,
  };
}

/** @returns x on the grid; x[DELAY + i] is the state after i steps, and all before it the constant past `start` */
function integrate(start: number, steps: number): Float64Array {
  const h = 1 / STEPS_PER_UNIT;
  const x = new Float64Array(DELAY + steps + 1).fill(start, 0, DELAY + 1);
  const slopes = new Float64Array(DELAY + steps + 1);
  for (let i = DELAY; i < DELAY + steps; i++) {
    const now = x[i] as number;
    const a = i - DELAY;
    const b = a + 1;
    const delayed = x[a] as number;
    const delayedNext = x[b] as number;
    const bend = b <= DELAY ? 0 : (slopes[a] as number) - (slopes[b] as number);
    const delayedHalf = (delayed + delayedNext) / 2 + (h / 8) * bend;
    const k1 = slope(now, delayed);
    const k2 = slope(now + (h / 2) * k1, delayedHalf);
    const k3 = slope(now + (h / 2) * k2, delayedHalf);
    const k4 = slope(now + h * k3, delayedNext);
    slopes[i] = k1;
    x[i + 1] = now + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return x;
}

function slope(x: number, delayed: number): number {
  // x^10 by multiplications: `**` and Math.pow may differ in the last bit between engines.
  const square = delayed * delayed;
  const fourth = square * square;
  return (BETA * delayed) / (1 + fourth * fourth * square) - GAMMA * x;
}
