/**
 * One forward and backward pass over a mini-batch, with every buffer it needs allocated beforehand: what the trainer, the
 * checks and faster kernels all have in common.
 */
import type { FloatArray, Precision } from './float-array';
import type { Specification } from './parameters';

export interface PassOptions {
  readonly precision: Precision;
  /** B */
  readonly batchSize: number;
  /** L */
  readonly steps: number;
  /** K: outputs are computed, and targets given, for so many of the last steps; 0 where only the state is wanted. */
  readonly outputs: number;
  /** Updates of the recurrent layer an error may travel back through: 1 is `local`, Infinity exact BPTT. */
  readonly updatesBack: number;
  /** Whether the steps go on from a state of before, which is then {@link Pass.initialState}; else from zero. */
  readonly continues: boolean;
}

export interface Pass {
  /** B */
  readonly batchSize: number;
  /** (L, B, D) inputs; the caller fills it. */
  readonly x: FloatArray;
  /**
   * (K, B, M) targets; the caller fills it. NaN says that an output has none: it adds exactly nothing to loss and gradient.
   *
   * Sequences shorter than L are padded at their end, with targets of NaN and with inputs of zero. Any finite inputs would
   * do: no step of before sees them. Infinite or NaN ones would not, for 0 · NaN of a padded step's state is NaN again in
   * the gradients, and neither would padding at the beginning, which changes the states of all that follows.
   */
  readonly t: FloatArray;
  /** (K, B, M) outputs of the last {@link forward}. */
  readonly y: FloatArray;
  /** (B, P) state of the recurrent layer before the first step, which the caller fills; empty unless the pass `continues`. */
  readonly initialState: FloatArray;
  /** A copy, (B, P), of the recurrent layer's state after `update` = 0 … U updates of the last {@link forward}. */
  stateAfter(update: number): FloatArray;
  /** Computes `y` from `x`. */
  forward(parameters: FloatArray): void;
  /** @returns E = ½ Σ (t − y)² over the mini-batch where there are targets, of the last {@link forward} */
  loss(): number;
  /**
   * Gradient of E with respect to all parameters, at the point of the last {@link forward}. Accumulates.
   *
   * @returns E
   */
  backward(parameters: FloatArray, gradient: FloatArray): number;
}

/** Numbers (not bytes) that the buffers of a pass hold. */
export function passSize(specification: Specification, options: PassOptions): number {
  const { inputs: D, hiddenUnits: P, outputs: M } = specification;
  const { batchSize: B, steps: L, outputs: K } = options;
  const updates = specification.model === 'alarmwork' ? Math.floor(L / specification.period) : L;
  const truncated = options.updatesBack < updates ? options.updatesBack : 1;
  const inputsAndOutputs = L * B * D + 4 * K * B * M;
  const chain = 2 * (updates + 1) * B * P + (2 * truncated + 1) * B * P;
  if (specification.model === 'elman') return inputsAndOutputs + chain + K * B * P;
  return inputsAndOutputs + chain + updates * B * D + (updates + 1) * B * P + 2 * K * B * P;
}
