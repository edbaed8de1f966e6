/**
 * The SIMD kernels of core/nn/assembly behind {@link Engine}. Everything lies in one WebAssembly memory of a size computed
 * beforehand: parameters, gradient, the optimizer's vectors, parameters from elsewhere, and one workspace that all passes
 * share, as large as the largest of them needs.
 */
import type { Engine, Kernel, PassSizes, StepOptions, StepResult } from './engine';
import type { FloatArray } from './float-array';
import { addTo } from './kernels';
import type { OptimizerChoice, OptimizerMemory } from './optimizer';
import { parameterCount, type Specification } from './parameters';
import type { Pass } from './pass';
import { aligned, layPlan, PLAN_FIELDS, type Plan } from './simd-plan';

/** What core/nn/assembly/index.ts exports; addresses and lengths in bytes and floats. */
export interface KernelExports {
  arenaStart(): number;
  forward(plan: number, parameters: number): void;
  gradient(plan: number, parameters: number, gradient: number): number;
  loss(plan: number): number;
  finite(): number;
  norm(vector: number, length: number): number;
  tanh(values: number, length: number): void;
  update(
    rule: number,
    length: number,
    parameters: number,
    gradient: number,
    first: number,
    second: number,
    rate: number,
    factor: number,
    decay: number,
    shrink: number,
    a: number,
    b: number,
    epsilon: number,
    correctA: number,
    correctB: number,
  ): number;
}

/** Compiled kernels, which whoever has a `WebAssembly` hands in: core runs where there is none. */
export interface KernelModule {
  readonly kernel: Exclude<Kernel, 'reference'>;
  /** An instance with a memory of its own, which never grows. @throws where so much memory cannot be had */
  instantiate(bytes: number): { readonly exports: KernelExports; readonly buffer: ArrayBufferLike };
}

/** More than the tables of the kernels take; {@link SimdEngine} checks. */
const TABLE_BYTES = 4096;
const RULES = { sgd: 0, momentum: 1, nesterov: 2, rmsprop: 3, adam: 4, adamw: 4 } as const;
const STATE_VECTORS = { sgd: 0, momentum: 1, nesterov: 1, rmsprop: 2, adam: 2, adamw: 2 } as const;

interface Arena {
  readonly vectorBytes: number;
  readonly parameters: number;
  readonly gradient: number;
  readonly foreign: number;
  readonly state: number;
  readonly plan: number;
  readonly workspace: number;
  readonly end: number;
}

function layArena(specification: Specification, choice: OptimizerChoice, passes: readonly PassSizes[]): Arena {
  // A vector more than the parameters themselves: kernels read and write whole vectors.
  const vectorBytes = aligned(4 * parameterCount(specification) + 16);
  const parameters = TABLE_BYTES;
  const gradient = parameters + vectorBytes;
  const foreign = gradient + vectorBytes;
  const state = foreign + vectorBytes;
  const plan = state + STATE_VECTORS[choice.optimizer] * vectorBytes;
  const workspace = aligned(plan + 4 * PLAN_FIELDS.length);
  const end = Math.max(workspace, ...passes.map((sizes) => layPlan(specification, sizes, workspace).end));
  return { vectorBytes, parameters, gradient, foreign, state, plan, workspace, end };
}

/** All the memory that an engine for these passes takes, in bytes. */
export function simdBytes(specification: Specification, choice: OptimizerChoice, passes: readonly PassSizes[]): number {
  return layArena(specification, choice, passes).end;
}

/** @param passes sizes of all passes that will be asked for */
export function simdEngine(
  module: KernelModule,
  specification: Specification,
  choice: OptimizerChoice,
  passes: readonly PassSizes[],
): Engine {
  return new SimdEngine(module, specification, choice, layArena(specification, choice, passes));
}

class SimdEngine implements Engine {
  readonly kernel: Kernel;
  readonly parameters: Float32Array;
  readonly gradient: Float32Array;
  readonly memory: OptimizerMemory;
  readonly #specification: Specification;
  readonly #choice: OptimizerChoice;
  readonly #arena: Arena;
  readonly #exports: KernelExports;
  readonly #buffer: ArrayBufferLike;
  /** Whose plan lies at `arena.plan` */
  #current: SimdPass | null = null;

  constructor(module: KernelModule, specification: Specification, choice: OptimizerChoice, arena: Arena) {
    const { exports, buffer } = module.instantiate(arena.end);
    if (exports.arenaStart() > TABLE_BYTES) throw new RangeError('The tables of the kernels reach into their arena');
    const length = parameterCount(specification);
    this.kernel = module.kernel;
    this.parameters = new Float32Array(buffer, arena.parameters, length);
    this.gradient = new Float32Array(buffer, arena.gradient, length);
    const vectors = Array.from(
      { length: STATE_VECTORS[choice.optimizer] },
      (_, i) => arena.state + i * arena.vectorBytes,
    );
    this.memory = { moments: vectors.map((at) => new Float32Array(buffer, at, length)), powers: [1, 1] };
    this.#specification = specification;
    this.#choice = choice;
    this.#arena = arena;
    this.#exports = exports;
    this.#buffer = buffer;
  }

  pass(sizes: PassSizes): Pass {
    const { plan, end } = layPlan(this.#specification, sizes, this.#arena.workspace);
    if (end > this.#arena.end) throw new RangeError('The engine was made for smaller passes');
    return new SimdPass(this, this.#buffer, plan, end);
  }

  step(passes: Iterable<Pass>, options: StepOptions): StepResult {
    const { gradient } = this.#arena;
    const { loss, batchSize } = this.#gradientOf(passes);
    // The mean over the mini-batch, so that the learning rate does not depend on the batch size.
    let factor = 1 / batchSize;
    if (options.clipNorm > 0) {
      const length = this.#exports.norm(gradient, this.parameters.length) * factor;
      if (length > options.clipNorm && length < Infinity) factor *= options.clipNorm / length;
    }
    const gradientNorm = this.#update(options.learningRate, factor) / batchSize;
    const finite = this.#exports.finite() !== 0;
    if (!finite) this.#clearPadding();
    return { loss, gradientNorm, finite };
  }

  /** Forward and backward: the gradient of all `passes` together is then in `gradient`. */
  #gradientOf(passes: Iterable<Pass>): { loss: number; batchSize: number } {
    const { parameters, gradient } = this.#arena;
    let loss = 0;
    let batchSize = 0;
    let known = false;
    let sum: Float64Array | null = null;
    for (const pass of passes) {
      const plan = this.#planOf(pass as SimdPass);
      batchSize = pass.batchSize;
      if (pass.y.length === 0) {
        this.#exports.forward(plan, parameters);
        continue;
      }
      // The gradient is overwritten; a second one makes a sum necessary.
      if (known) sum ??= Float64Array.from(this.gradient);
      loss += this.#exports.gradient(plan, parameters, gradient);
      known = true;
      if (sum) addTo(sum, this.gradient, sum.length);
    }
    if (sum) this.gradient.set(sum);
    return { loss, batchSize };
  }

  /** An update that overflows leaves NaN behind the last parameter too, where kernels rely on zeros. */
  #clearPadding(): void {
    const { length } = this.parameters;
    const { parameters, vectorBytes } = this.#arena;
    new Float32Array(this.#buffer, parameters + 4 * length, vectorBytes / 4 - length).fill(0);
  }

  /** Forward pass with this engine's parameters or any others. */
  forward(pass: SimdPass, parameters: FloatArray): void {
    this.#exports.forward(this.#planOf(pass), this.#addressOf(parameters));
  }

  loss(pass: SimdPass): number {
    return this.#exports.loss(this.#planOf(pass));
  }

  backward(pass: SimdPass, parameters: FloatArray, gradient: FloatArray): number {
    const loss = this.#exports.gradient(this.#planOf(pass), this.#addressOf(parameters), this.#arena.gradient);
    addTo(gradient, this.gradient, gradient.length);
    return loss;
  }

  #planOf(pass: SimdPass): number {
    if (pass !== this.#current) {
      new Int32Array(this.#buffer, this.#arena.plan, PLAN_FIELDS.length).set(
        PLAN_FIELDS.map((name) => pass.plan[name]),
      );
      // Kernels rely on zeros in the padding and before the first update; another pass may have left its numbers there.
      new Uint8Array(this.#buffer, pass.plan.xUpdates, pass.end - pass.plan.xUpdates).fill(0);
      this.#current = pass;
    }
    return this.#arena.plan;
  }

  #addressOf(parameters: FloatArray): number {
    if (parameters === this.parameters) return this.#arena.parameters;
    new Float32Array(this.#buffer, this.#arena.foreign, this.parameters.length).set(parameters);
    return this.#arena.foreign;
  }

  /** @returns L2 norm of the gradient */
  #update(rate: number, factor: number): number {
    const choice = this.#choice;
    const { state, vectorBytes, parameters, gradient } = this.#arena;
    const { a, b, epsilon } = coefficients(choice);
    // Running products: Math.pow differs between engines.
    const [aPower = 1, bPower = 1] = this.memory.powers;
    this.memory.powers = [aPower * a, bPower * b];
    const decay = choice.weightDecay ?? 0;
    const decoupled = choice.optimizer === 'adamw';
    return this.#exports.update(
      RULES[choice.optimizer],
      this.parameters.length,
      parameters,
      gradient,
      state,
      state + vectorBytes,
      rate,
      factor,
      decoupled ? 0 : decay,
      decoupled ? 1 - rate * decay : 1,
      a,
      b,
      epsilon,
      1 / (1 - aPower * a),
      1 / (1 - bPower * b),
    );
  }
}

/**
 * `a` decays the mean of gradients, `b` that of their squares. Both as the kernels have them, in float32: the correction of
 * a bias must be that of the very rate that caused it, or 1 − 0.999999 is 0.7 % off.
 */
function coefficients(choice: OptimizerChoice): { readonly a: number; readonly b: number; readonly epsilon: number } {
  switch (choice.optimizer) {
    case 'sgd':
      return { a: 0, b: 0, epsilon: 0 };
    case 'momentum':
    case 'nesterov':
      return { a: Math.fround(choice.momentum), b: 0, epsilon: 0 };
    case 'rmsprop':
      return { a: 0, b: Math.fround(choice.smoothing), epsilon: choice.epsilon };
    case 'adam':
    case 'adamw':
      return { a: Math.fround(choice.beta1), b: Math.fround(choice.beta2), epsilon: choice.epsilon };
  }
}

class SimdPass implements Pass {
  readonly batchSize: number;
  readonly x: Float32Array;
  readonly t: Float32Array;
  readonly y: Float32Array;
  readonly initialState: Float32Array;
  readonly plan: Plan;
  /** Where the memory of the plan ends */
  readonly end: number;
  readonly #engine: SimdEngine;
  readonly #buffer: ArrayBufferLike;

  constructor(engine: SimdEngine, buffer: ArrayBufferLike, plan: Plan, end: number) {
    const { D, P, M, B, steps: L, outputs: K } = plan;
    this.#engine = engine;
    this.#buffer = buffer;
    this.plan = plan;
    this.end = end;
    this.batchSize = B;
    this.x = new Float32Array(buffer, plan.x, L * B * D);
    this.t = new Float32Array(buffer, plan.t, K * B * M);
    this.y = new Float32Array(buffer, plan.y, K * B * M);
    this.initialState = new Float32Array(buffer, plan.initialState, plan.continues * B * P);
  }

  stateAfter(update: number): Float32Array {
    const { P, B, row, z2 } = this.plan;
    const state = new Float32Array(B * P);
    for (let b = 0; b < B; b++) state.set(new Float32Array(this.#buffer, z2 + (update * B + b) * row, P), b * P);
    return state;
  }

  forward(parameters: FloatArray): void {
    this.#engine.forward(this, parameters);
  }

  loss(): number {
    return this.#engine.loss(this);
  }

  backward(parameters: FloatArray, gradient: FloatArray): number {
    return this.#engine.backward(this, parameters, gradient);
  }
}
