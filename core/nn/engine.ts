/**
 * Who computes: the numbers of one training (parameters, gradient, optimizer's state, passes) belong to an engine, so that
 * they can lie where its kernels reach them. The reference engine is plain JavaScript; core/nn/simd-engine.ts is WebAssembly.
 */
import { clipGradientNorm, norm } from './gradient-clipping';
import { createPass } from './network';
import { createOptimizer, type OptimizerChoice, type OptimizerMemory } from './optimizer';
import { parameterCount, type Specification } from './parameters';
import type { Pass, PassOptions } from './pass';

/** `fast` and `strict` are builds of the same SIMD kernels: see core/nn/assembly/madd.ts. */
export type Kernel = 'reference' | 'fast' | 'strict';

/** Sizes of a pass; engines compute in float32. */
export type PassSizes = Omit<PassOptions, 'precision'>;

export interface Engine {
  readonly kernel: Kernel;
  /** The weights; the same array throughout. */
  readonly parameters: Float32Array;
  /** Gradient of the last {@link step}, summed over its mini-batch; the same array throughout. */
  readonly gradient: Float32Array;
  /** What the optimizer remembers, for whoever keeps it or gives it back. */
  readonly memory: OptimizerMemory;
  /**
   * A pass of sizes that the engine was made for. Passes of one engine may share their memory: fill a pass, run it and
   * read it before filling another.
   */
  pass(sizes: PassSizes): Pass;
  /**
   * One optimizer step on a mini-batch.
   *
   * @param passes each filled when it is asked for: one for the whole mini-batch, or one for each segment of its sequences
   */
  step(passes: Iterable<Pass>, options: StepOptions): StepResult;
}

export interface StepOptions {
  readonly learningRate: number;
  /** The longest mean gradient that is not shortened; 0 for any. */
  readonly clipNorm: number;
}

export interface StepResult {
  /** E over the mini-batch, before the step */
  readonly loss: number;
  /** L2 norm of the mean gradient, before clipping; NaN or Infinity means the run diverged */
  readonly gradientNorm: number;
  /** Whether all parameters are, after the step */
  readonly finite: boolean;
}

export function referenceEngine(specification: Specification, choice: OptimizerChoice): Engine {
  const length = parameterCount(specification);
  const parameters = new Float32Array(length);
  const gradient = new Float32Array(length);
  const mean = new Float32Array(length);
  const optimizer = createOptimizer(choice, length);
  const kept = new Map<string, Pass>();
  return {
    kernel: 'reference',
    parameters,
    gradient,
    memory: optimizer.memory,
    pass(sizes) {
      const key = JSON.stringify(sizes, (_, value: unknown) => (value === Infinity ? 'Infinity' : value));
      const pass = kept.get(key) ?? createPass(specification, { ...sizes, precision: 'float32' });
      kept.set(key, pass);
      return pass;
    },
    step(passes, { learningRate, clipNorm }) {
      gradient.fill(0);
      let loss = 0;
      let batchSize = 0;
      for (const pass of passes) {
        pass.forward(parameters);
        if (pass.y.length > 0) loss += pass.backward(parameters, gradient);
        batchSize = pass.batchSize;
      }
      // The mean over the mini-batch, so that the learning rate does not depend on the batch size.
      const factor = 1 / batchSize;
      for (let i = 0; i < length; i++) mean[i] = (gradient[i] as number) * factor;
      const gradientNorm = clipGradientNorm(mean, clipNorm);
      optimizer.update(parameters, mean, learningRate);
      return { loss, gradientNorm, finite: Number.isFinite(norm(parameters)) };
    },
  };
}
