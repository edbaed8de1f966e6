/** Rules that turn a gradient into an update, over the one parameter vector. */
import type { FloatArray } from './float-array';

/** λ: how much of every parameter is taken away in a step, in units of the learning rate. */
interface WeightDecay {
  readonly weightDecay?: number;
}

/**
 * Weight decay is an L2 penalty, λ θ added to the gradient, in all rules but AdamW, where it is apart from the gradient.
 */
export type OptimizerChoice = WeightDecay &
  (
    | { readonly optimizer: 'sgd' }
    | { readonly optimizer: 'momentum' | 'nesterov'; readonly momentum: number }
    | { readonly optimizer: 'rmsprop'; readonly smoothing: number; readonly epsilon: number }
    | {
        readonly optimizer: 'adam' | 'adamw';
        readonly beta1: number;
        readonly beta2: number;
        readonly epsilon: number;
      }
  );

/** All that an optimizer remembers from one step to the next. */
export interface OptimizerMemory {
  /** As long as the parameters, each; the arrays themselves, not copies. */
  readonly moments: readonly Float32Array[];
  /** Running products of decay rates, one a step. */
  powers: readonly number[];
}

export interface Optimizer {
  readonly memory: OptimizerMemory;
  /** Moves `parameters` against `gradient`. Overwrites both: weight decay is added to the gradient. */
  update(parameters: FloatArray, gradient: FloatArray, learningRate: number): void;
}

/** @param length how many parameters there are */
export function createOptimizer(choice: OptimizerChoice, length: number): Optimizer {
  const decay = choice.weightDecay ?? 0;
  switch (choice.optimizer) {
    case 'sgd':
      return penalised(new Sgd(), decay);
    case 'momentum':
      return penalised(new Momentum(choice.momentum, false, length), decay);
    case 'nesterov':
      return penalised(new Momentum(choice.momentum, true, length), decay);
    case 'rmsprop':
      return penalised(new RmsProp(choice.smoothing, choice.epsilon, length), decay);
    case 'adam':
      return penalised(new Adam(choice.beta1, choice.beta2, choice.epsilon, length), decay);
    case 'adamw':
      return decoupled(new Adam(choice.beta1, choice.beta2, choice.epsilon, length), decay);
  }
}

/** g ← g + λ θ, the gradient of ½ λ |θ|² */
function penalised(rule: Optimizer, decay: number): Optimizer {
  if (decay === 0) return rule;
  return {
    memory: rule.memory,
    update(parameters, gradient, learningRate) {
      for (let i = 0; i < parameters.length; i++) {
        gradient[i] = (gradient[i] as number) + decay * (parameters[i] as number);
      }
      rule.update(parameters, gradient, learningRate);
    },
  };
}

/** θ ← θ − η λ θ, before the rule's own step and unseen by its moments (Loshchilov and Hutter 2019, Alg. 2) */
function decoupled(rule: Optimizer, decay: number): Optimizer {
  return {
    memory: rule.memory,
    update(parameters, gradient, learningRate) {
      const keep = 1 - learningRate * decay;
      for (let i = 0; i < parameters.length; i++) parameters[i] = keep * (parameters[i] as number);
      rule.update(parameters, gradient, learningRate);
    },
  };
}

/** θ ← θ − η g */
class Sgd implements Optimizer {
  readonly memory: OptimizerMemory = { moments: [], powers: [] };

  update(parameters: FloatArray, gradient: FloatArray, learningRate: number): void {
    for (let i = 0; i < parameters.length; i++) {
      parameters[i] = (parameters[i] as number) - learningRate * (gradient[i] as number);
    }
  }
}

/**
 * v ← μ v + g,  θ ← θ − η v  (Polyak 1964, in the form that keeps the learning rate out of v), or Nesterov's
 * θ ← θ − η (g + μ v), which looks ahead (Sutskever et al. 2013, in the same form)
 */
class Momentum implements Optimizer {
  readonly #momentum: number;
  readonly #nesterov: boolean;
  readonly #velocity: Float32Array;
  readonly memory: OptimizerMemory;

  constructor(momentum: number, nesterov: boolean, length: number) {
    this.#momentum = momentum;
    this.#nesterov = nesterov;
    this.#velocity = new Float32Array(length);
    this.memory = { moments: [this.#velocity], powers: [] };
  }

  update(parameters: FloatArray, gradient: FloatArray, learningRate: number): void {
    const velocity = this.#velocity;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i] as number;
      velocity[i] = this.#momentum * (velocity[i] as number) + g;
      const direction = this.#nesterov ? g + this.#momentum * (velocity[i] as number) : (velocity[i] as number);
      parameters[i] = (parameters[i] as number) - learningRate * direction;
    }
  }
}

/** v ← ρ v + (1 − ρ) g²,  θ ← θ − η g / (√v + ε)  (Hinton 2012, lecture 6e; ε outside the root, as in PyTorch) */
class RmsProp implements Optimizer {
  readonly #smoothing: number;
  readonly #epsilon: number;
  readonly #meanSquare: Float32Array;
  readonly memory: OptimizerMemory;

  constructor(smoothing: number, epsilon: number, length: number) {
    this.#smoothing = smoothing;
    this.#epsilon = epsilon;
    this.#meanSquare = new Float32Array(length);
    this.memory = { moments: [this.#meanSquare], powers: [] };
  }

  update(parameters: FloatArray, gradient: FloatArray, learningRate: number): void {
    const meanSquare = this.#meanSquare;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i] as number;
      meanSquare[i] = this.#smoothing * (meanSquare[i] as number) + (1 - this.#smoothing) * g * g;
      const scale = Math.sqrt(meanSquare[i] as number) + this.#epsilon;
      parameters[i] = (parameters[i] as number) - (learningRate * g) / scale;
    }
  }
}

/**
 * m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  θ ← θ − η m̂ / (√v̂ + ε)  (Kingma and Ba 2015, Alg. 1)
 *
 * The powers β^t of the bias corrections are running products: `Math.pow` differs between engines.
 */
class Adam implements Optimizer {
  readonly #beta1: number;
  readonly #beta2: number;
  readonly #epsilon: number;
  readonly #mean: Float32Array;
  readonly #meanSquare: Float32Array;
  readonly memory: OptimizerMemory;

  constructor(beta1: number, beta2: number, epsilon: number, length: number) {
    this.#beta1 = beta1;
    this.#beta2 = beta2;
    this.#epsilon = epsilon;
    this.#mean = new Float32Array(length);
    this.#meanSquare = new Float32Array(length);
    this.memory = { moments: [this.#mean, this.#meanSquare], powers: [1, 1] };
  }

  update(parameters: FloatArray, gradient: FloatArray, learningRate: number): void {
    const mean = this.#mean;
    const meanSquare = this.#meanSquare;
    const [power1 = 1, power2 = 1] = this.memory.powers;
    this.memory.powers = [power1 * this.#beta1, power2 * this.#beta2];
    const meanCorrection = 1 / (1 - power1 * this.#beta1);
    const squareCorrection = 1 / (1 - power2 * this.#beta2);
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i] as number;
      mean[i] = this.#beta1 * (mean[i] as number) + (1 - this.#beta1) * g;
      meanSquare[i] = this.#beta2 * (meanSquare[i] as number) + (1 - this.#beta2) * g * g;
      const step = (mean[i] as number) * meanCorrection;
      const scale = Math.sqrt((meanSquare[i] as number) * squareCorrection) + this.#epsilon;
      parameters[i] = (parameters[i] as number) - (learningRate * step) / scale;
    }
  }
}
