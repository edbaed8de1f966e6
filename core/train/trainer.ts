/**
 * The training loop, as a generator: one optimizer step an iteration, so that whoever drives it decides when to go on,
 * looks at messages in between, and may stop, or keep all of its state, at any step boundary.
 */
import type { RunConfiguration, MetricRow } from '../contract/run';
import type { PreparedDataset } from '../data/dataset';
import type { Engine, StepResult } from '../nn/engine';
import { initializeParameters } from '../nn/initialization';
import { LearningRate } from '../nn/learning-rate';
import { parameterLayout, type Specification } from '../nn/parameters';
import { Rng } from '../random/rng';
import { EarlyStopping } from './early-stopping';
import { createEngine, type LoadKernels } from './engine';
import { evaluate } from './evaluate';
import { Passes } from './passes';
import { specificationOf } from './specification';
import type { TrainingState } from './training-state';

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

export class Training {
  readonly specification: Specification;
  /** Owns the weights; evaluations of this training are computed by it too. */
  readonly engine: Engine;
  readonly stepsPerEpoch: number;
  /** Optimizer steps of the whole run, those before a fork included. */
  readonly steps: number;
  readonly #configuration: RunConfiguration;
  readonly #data: PreparedDataset;
  /** Seconds since the run started. */
  readonly #clock: () => number;
  readonly #passes: Passes;
  readonly #stopping: EarlyStopping;
  readonly #learningRate: LearningRate;
  /** Null to keep the order in time. */
  readonly #shuffling: Rng | null;
  readonly #order: Uint32Array;
  // Weights are good once a step from them has been finite all through; until then the ones before them are kept.
  #lastGood: Float32Array;
  #unproven: Float32Array;
  readonly #evaluated: { epoch: number; readonly parameters: Float32Array };
  #epoch = 0;
  #step = 0;
  /** Of the epoch in progress */
  #seen = 0;
  #batches = 0;
  #lossSum = 0;
  #normSum = 0;
  readonly #isResumed: boolean;

  /**
   * @param clock seconds since the run started
   * @param from  where to go on, of a training of the same configuration and data
   * @param begin the weights to begin with; null to draw them at random
   * @throws StudioError `bad-configuration` where the run needs more memory than it may use
   */
  constructor(
    configuration: RunConfiguration,
    data: PreparedDataset,
    clock: () => number,
    load: LoadKernels,
    from: TrainingState | null = null,
    begin: Float32Array | null = null,
  ) {
    const { seed, patience, batchSize, epochs, shuffle } = configuration;
    const { count } = data.parts.training;
    this.#configuration = configuration;
    this.#data = data;
    this.#clock = clock;
    this.#isResumed = from !== null;
    this.specification = specificationOf(configuration, data);
    this.stepsPerEpoch = Math.ceil(count / batchSize);
    // Those done may be others than these epochs would have taken: a fork may have another batch size.
    const ahead = (epochs - (from?.epoch ?? 0)) * this.stepsPerEpoch;
    const begun = this.stepsPerEpoch - Math.ceil((count - (from?.seen ?? 0)) / batchSize);
    this.steps = (from?.step ?? 0) + ahead - begun;
    this.engine = createEngine(configuration, data, load);
    this.#passes = new Passes(this.engine, configuration, data);
    this.#stopping = new EarlyStopping(patience, from?.stopping, from?.best ?? null);
    this.#learningRate = new LearningRate(configuration, this.stepsPerEpoch, this.steps, from?.schedule);
    const { parameters } = this.engine;
    if (from) {
      this.#restore(from);
      this.#order = from.order.slice();
      this.#shuffling = shuffle && from.shuffling ? new Rng(from.shuffling) : null;
      this.#lastGood = from.lastGood.slice();
      this.#evaluated = { epoch: from.evaluatedEpoch, parameters: from.evaluated.slice() };
    } else {
      const rng = Rng.fromSeed(seed, 'initialization');
      parameters.set(begin ?? initializeParameters(this.specification, rng, configuration.initialization));
      this.#order = Uint32Array.from({ length: count }, (_, index) => index);
      this.#shuffling = shuffle ? Rng.fromSeed(seed, 'shuffling') : null;
      this.#lastGood = parameters.slice();
      this.#evaluated = { epoch: 0, parameters: parameters.slice() };
    }
    this.#unproven = new Float32Array(parameters.length);
  }

  /** The weights as they are now; the same array throughout. */
  get parameters(): Float32Array {
    return this.engine.parameters;
  }

  /** Weights with the lowest validation loss so far. */
  get best(): { readonly epoch: number; readonly parameters: Float32Array } | null {
    return this.#stopping.best;
  }

  /** A copy of everything, to go on from. To be taken between two steps, after the first of them. */
  capture(): TrainingState {
    const { memory, parameters } = this.engine;
    return {
      epoch: this.#epoch,
      step: this.#step,
      seen: this.#seen,
      batches: this.#batches,
      lossSum: this.#lossSum,
      normSum: this.#normSum,
      shuffling: this.#shuffling?.state ?? null,
      schedule: this.#learningRate.state,
      stopping: this.#stopping.state,
      powers: memory.powers,
      evaluatedEpoch: this.#evaluated.epoch,
      order: this.#order.slice(),
      parameters: parameters.slice(),
      lastGood: this.#lastGood.slice(),
      evaluated: this.#evaluated.parameters.slice(),
      best: this.best?.parameters.slice() ?? null,
      moments: memory.moments.map((moment) => moment.slice()),
    };
  }

  *run(): Generator<TrainingStep, TrainingOutcome> {
    const { epochs, patience } = this.#configuration;
    if (!this.#isResumed) yield { epoch: 0, step: 0, metrics: this.#measure(0, NaN, NaN) };
    while (this.#epoch < epochs) {
      if (this.#stopping.isOver) {
        const cause = `Stopped early after epoch ${this.#epoch}: no better validation loss in ${patience} epochs.`;
        return { status: 'completed', cause, step: this.#step };
      }
      const outcome = yield* this.#trainEpoch();
      if (outcome) return outcome;
    }
    return { status: 'completed', cause: null, step: this.#step };
  }

  /** What is left of the epoch in progress. */
  *#trainEpoch(): Generator<TrainingStep, TrainingOutcome | null> {
    const { training } = this.#data.parts;
    const epoch = this.#epoch + 1;
    if (this.#seen === 0) this.#shuffling?.shuffle(this.#order);
    while (this.#seen < training.count) {
      const indices = this.#order.subarray(this.#seen, this.#seen + this.#configuration.batchSize);
      const outcome = this.#trainBatch(indices, epoch);
      if (outcome) return outcome;
      // The epoch's last step is yielded with its metrics, below.
      if (this.#seen < training.count) yield { epoch, step: this.#step, metrics: null };
    }
    const metrics = this.#measure(epoch, this.#lossSum / this.#seen, this.#normSum / this.#batches);
    if (!Number.isFinite(metrics.validationLoss)) {
      this.parameters.set(this.#lastGood);
      return this.#diverged('the validation loss', epoch);
    }
    this.#evaluated.epoch = epoch;
    this.#evaluated.parameters.set(this.parameters);
    this.#stopping.observe(epoch, metrics.validationLoss, this.parameters);
    this.#learningRate.observe(metrics.validationLoss);
    this.#epoch = epoch;
    this.#seen = this.#batches = this.#lossSum = this.#normSum = 0;
    yield { epoch, step: this.#step, metrics };
    return null;
  }

  /** One optimizer step. @returns null if all is well */
  #trainBatch(indices: Uint32Array, epoch: number): TrainingOutcome | null {
    const { engine, parameters } = this;
    this.#unproven.set(parameters);
    const passes = this.#passes.training(this.#data.parts.training, indices);
    const learningRate = this.#learningRate.at(this.#step);
    const result = engine.step(passes, { learningRate, clipNorm: this.#configuration.clipNorm });
    this.#step++;
    const broken = whatBroke(this.specification, engine, result);
    if (broken !== null) {
      // A loss that isn't finite says that the weights it came from were no good already.
      parameters.set(Number.isFinite(result.loss) ? this.#unproven : this.#lastGood);
      return this.#diverged(broken, epoch);
    }
    [this.#lastGood, this.#unproven] = [this.#unproven, this.#lastGood];
    this.#lossSum += result.loss;
    this.#normSum += result.gradientNorm;
    this.#seen += indices.length;
    this.#batches++;
    return null;
  }

  #measure(epoch: number, loss: number, gradientNorm: number): MetricRow {
    const evaluation = evaluate(this.#data.parts.validation, this.#passes, this.parameters, this.#data);
    return {
      epoch,
      step: this.#step,
      seconds: this.#clock(),
      loss,
      validationLoss: evaluation.loss,
      validationRmse: evaluation.rmse,
      validationSkill: evaluation.skill ?? NaN,
      validationAccuracy: evaluation.accuracy ?? NaN,
      gradientNorm,
    };
  }

  #diverged(what: string, epoch: number): TrainingOutcome {
    // Weights that are finite on their mini-batch and not on data unseen are of no use to anyone.
    const isUseful = Number.isFinite(this.#measure(epoch, NaN, NaN).validationLoss);
    if (!isUseful) this.parameters.set(this.#evaluated.parameters);
    const kept = isUseful ? 'the last with a finite loss' : `those after epoch ${this.#evaluated.epoch}`;
    const mend = `Lower the learning rate${this.#configuration.clipNorm > 0 ? '' : ', or clip the gradient'}.`;
    const cause = `Diverged at step ${this.#step} (epoch ${epoch}): ${what} is no longer finite. ${mend} The weights kept are ${kept}.`;
    return { status: 'diverged', cause, step: this.#step };
  }

  #restore(from: TrainingState): void {
    const { memory, parameters } = this.engine;
    parameters.set(from.parameters);
    memory.moments.forEach((moment, index) => moment.set(from.moments[index] ?? []));
    memory.powers = from.powers;
    this.#epoch = from.epoch;
    this.#step = from.step;
    this.#seen = from.seen;
    this.#batches = from.batches;
    this.#lossSum = from.lossSum;
    this.#normSum = from.normSum;
  }
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
  return found?.name ?? 'the sum of squared weights';
}
