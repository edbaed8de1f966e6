/**
 * The training loop, as a generator: one optimizer step an iteration, so that whoever drives it decides when to go on,
 * looks at messages in between, and may stop at any step boundary.
 */
import type { RunConfiguration, MetricRow } from '../contract/run';
import type { PreparedDataset } from '../data/dataset';
import { miniBatches } from '../data/mini-batches';
import type { Engine, StepResult } from '../nn/engine';
import { initializeParameters } from '../nn/initialization';
import { LearningRate } from '../nn/learning-rate';
import { parameterLayout, type Specification } from '../nn/parameters';
import { Rng } from '../nn/rng';
import { EarlyStopping } from './early-stopping';
import { evaluate } from './evaluate';
import { createEngine, type LoadKernels } from './engine';
import { Passes } from './passes';
import { specificationOf } from './specification';

export interface TrainingStep {
  readonly epoch: number;
  /** Optimizer steps done so far. */
  readonly step: number;
  /** Set where an epoch ended, and before the first step (epoch 0, the untrained network). */
  readonly metrics: MetricRow | null;
}

export interface TrainingOutcome {
  readonly status: 'completed' | 'diverged';
  /** Why training ended before its last epoch, in words. */
  readonly cause: string | null;
  /** Optimizer steps taken, the one that diverged included. */
  readonly step: number;
}

/** What can be read of a training at any step boundary. */
export interface Training {
  readonly specification: Specification;
  /** Owns the weights; evaluations of this training are computed by it too. */
  readonly engine: Engine;
  readonly stepsPerEpoch: number;
  /** The weights as they are now; the same array throughout. */
  readonly parameters: Float32Array;
  /** Weights with the lowest validation loss so far. */
  readonly best: { readonly epoch: number; readonly parameters: Float32Array } | null;
  readonly steps: Generator<TrainingStep, TrainingOutcome>;
}

/**
 * @param clock seconds since the run started
 * @throws StudioError `bad-configuration` where the run needs more memory than it may use
 */
export function startTraining(
  configuration: RunConfiguration,
  data: PreparedDataset,
  clock: () => number,
  load: LoadKernels,
): Training {
  const specification = specificationOf(configuration, data);
  const engine = createEngine(configuration, data, load);
  const rng = Rng.fromSeed(configuration.seed, 'initialization');
  engine.parameters.set(initializeParameters(specification, rng, configuration.initialization));
  const stopping = new EarlyStopping(configuration.patience);
  const stepsPerEpoch = Math.ceil(data.parts.training.count / configuration.batchSize);
  return {
    specification,
    engine,
    stepsPerEpoch,
    parameters: engine.parameters,
    get best() {
      return stopping.best;
    },
    steps: trainingSteps(configuration, data, clock, specification, engine, stepsPerEpoch, stopping),
  };
}

function* trainingSteps(
  configuration: RunConfiguration,
  data: PreparedDataset,
  clock: () => number,
  specification: Specification,
  engine: Engine,
  stepsPerEpoch: number,
  stopping: EarlyStopping,
): Generator<TrainingStep, TrainingOutcome> {
  const { training, validation } = data.parts;
  const { parameters } = engine;
  const passes = new Passes(engine, configuration, data);
  const learningRate = new LearningRate(configuration, stepsPerEpoch, configuration.epochs * stepsPerEpoch);
  const shuffling = configuration.shuffle ? Rng.fromSeed(configuration.seed, 'shuffling') : null;
  const order = Uint32Array.from({ length: training.count }, (_, index) => index);
  // Weights are good once a step from them has been finite all through; until then the ones before them are kept.
  let lastGood = parameters.slice();
  let unproven = new Float32Array(parameters.length);
  const lastEvaluated = { epoch: 0, parameters: parameters.slice() };

  const measure = (epoch: number, step: number, loss: number, gradientNorm: number): MetricRow => {
    const evaluation = evaluate(validation, passes, parameters, data.outputs, data.classification);
    return {
      epoch,
      step,
      seconds: clock(),
      loss,
      validationLoss: evaluation.loss,
      validationRmse: evaluation.rmse,
      validationSkill: evaluation.skill ?? NaN,
      validationAccuracy: evaluation.accuracy ?? NaN,
      gradientNorm,
    };
  };

  const diverged = (what: string, epoch: number): TrainingOutcome => {
    // Weights that are finite on their mini-batch and not on data unseen are of no use to anyone.
    const isUseful = Number.isFinite(measure(epoch, step, NaN, NaN).validationLoss);
    if (!isUseful) parameters.set(lastEvaluated.parameters);
    const kept = isUseful ? 'the last with a finite loss' : `those after epoch ${lastEvaluated.epoch}`;
    const mend = `Lower the learning rate${configuration.clipNorm > 0 ? '' : ', or clip the gradient'}.`;
    const cause = `Diverged at step ${step} (epoch ${epoch}): ${what} is no longer finite. ${mend} The weights kept are ${kept}.`;
    return { status: 'diverged', cause, step };
  };

  let step = 0;
  yield { epoch: 0, step, metrics: measure(0, 0, NaN, NaN) };

  for (let epoch = 1; epoch <= configuration.epochs; epoch++) {
    let lossSum = 0;
    let normSum = 0;
    let seen = 0;
    let batches = 0;
    for (const indices of miniBatches(order, configuration.batchSize, shuffling)) {
      unproven.set(parameters);
      const result = engine.step(passes.training(training, indices), {
        learningRate: learningRate.at(step),
        clipNorm: configuration.clipNorm,
      });
      step++;
      const broken = whatBroke(specification, engine, result);
      if (broken !== null) {
        // A loss that isn't finite says that the weights it came from were no good already.
        parameters.set(Number.isFinite(result.loss) ? unproven : lastGood);
        return diverged(broken, epoch);
      }
      [lastGood, unproven] = [unproven, lastGood];
      lossSum += result.loss;
      normSum += result.gradientNorm;
      seen += indices.length;
      batches++;
      // The epoch's last step is yielded with its metrics, below.
      if (seen < training.count) yield { epoch, step, metrics: null };
    }
    const metrics = measure(epoch, step, lossSum / seen, normSum / batches);
    if (!Number.isFinite(metrics.validationLoss)) {
      parameters.set(lastGood);
      return diverged('the validation loss', epoch);
    }
    lastEvaluated.epoch = epoch;
    lastEvaluated.parameters.set(parameters);
    const stop = stopping.observe(epoch, metrics.validationLoss, parameters);
    learningRate.observe(metrics.validationLoss);
    yield { epoch, step, metrics };
    if (stop) {
      const cause = `Stopped early after epoch ${epoch}: no better validation loss in ${configuration.patience} epochs.`;
      return { status: 'completed', cause, step };
    }
  }
  return { status: 'completed', cause: null, step };
}

/** What is no longer finite, in words; null if all is well. */
function whatBroke(specification: Specification, engine: Engine, result: StepResult): string | null {
  if (!Number.isFinite(result.loss)) return 'the loss';
  if (!Number.isFinite(result.gradientNorm)) return `the gradient of ${firstNonFinite(specification, engine.gradient)}`;
  return result.finite ? null : firstNonFinite(specification, engine.parameters);
}

/** The first parameter with a value that isn't finite. */
function firstNonFinite(specification: Specification, vector: Float32Array): string {
  const found = parameterLayout(specification).find(({ offset, size }) =>
    vector.subarray(offset, offset + size).some((value) => !Number.isFinite(value)),
  );
  // A sum of finite values may overflow; the whole vector is then named.
  return found?.name ?? 'the weights';
}
