/** Figures over many targets, added up one at a time. */
import type { Evaluation } from '../contract/run';
import type { PreparedDataset, SequenceSet } from '../data/dataset';
import type { FloatArray } from '../nn/float-array';

/** The outputs of one target step, with their targets beside them; NaN where an output has none. */
export interface Answer {
  /** Sequence and target step */
  readonly index: number;
  readonly k: number;
  /** M numbers each, from `at` on, in the network's scale */
  readonly y: FloatArray;
  readonly t: FloatArray;
  readonly at: number;
}

export interface Figures {
  /** As an {@link Answer}, which need not be made for this. */
  add(index: number, k: number, y: FloatArray, t: FloatArray, at: number): void;
  figures(): Omit<Evaluation, 'loss'>;
}

export function newFigures(
  data: Pick<PreparedDataset, 'outputs' | 'classification' | 'classes'>,
  set: SequenceSet,
): Figures {
  return data.classes
    ? new ClassFigures(data.classes.length, set)
    : new ValueFigures(data.outputs, set, data.classification);
}

/** Each output against its own baseline, in its own units. */
class ValueFigures implements Figures {
  readonly #set: SequenceSet;
  readonly #isSigned: boolean;
  /** (M) each */
  readonly #squaredErrors: Float64Array;
  readonly #baselineSquaredErrors: Float64Array;
  readonly #counts: Float64Array;
  #sameSign = 0;

  constructor(outputs: number, set: SequenceSet, isSigned: boolean) {
    this.#set = set;
    this.#isSigned = isSigned;
    this.#squaredErrors = new Float64Array(outputs);
    this.#baselineSquaredErrors = new Float64Array(outputs);
    this.#counts = new Float64Array(outputs);
  }

  add(index: number, k: number, y: FloatArray, t: FloatArray, at: number): void {
    for (let m = 0; m < this.#counts.length; m++) {
      const output = y[at + m] as number;
      const scaledTarget = t[at + m] as number;
      if (Number.isNaN(scaledTarget)) continue;
      const target = this.#set.targetInUnits(index, k, m);
      const error = this.#set.toUnits(output, index, k, m) - target;
      const baselineError = this.#set.baselineInUnits(index, k, m) - target;
      this.#squaredErrors[m] = (this.#squaredErrors[m] as number) + error * error;
      this.#baselineSquaredErrors[m] = (this.#baselineSquaredErrors[m] as number) + baselineError * baselineError;
      this.#counts[m] = (this.#counts[m] as number) + 1;
      if (output > 0 === scaledTarget > 0) this.#sameSign++;
    }
  }

  figures(): Omit<Evaluation, 'loss'> {
    const outputs = Array.from(this.#squaredErrors, (squaredError, m) => {
      const baseline = this.#baselineSquaredErrors[m] ?? NaN;
      return {
        rmse: Math.sqrt(squaredError / (this.#counts[m] ?? NaN)),
        skill: baseline > 0 ? 1 - squaredError / baseline : null,
      };
    });
    const skills = outputs.flatMap(({ skill }) => (skill === null ? [] : [skill]));
    const targets = this.#counts.reduce((sum, count) => sum + count, 0);
    return {
      rmse: outputs[0]?.rmse ?? NaN,
      skill: skills.length > 0 ? skills.reduce((sum, skill) => sum + skill, 0) / skills.length : null,
      accuracy: this.#isSigned ? this.#sameSign / targets : null,
      ...(outputs.length > 1 && { outputs }),
    };
  }
}

/** The class with the largest output is what the network says. */
class ClassFigures implements Figures {
  readonly #classes: number;
  readonly #set: SequenceSet;
  #squaredError = 0;
  #right = 0;
  #baselineRight = 0;
  #targets = 0;

  constructor(classes: number, set: SequenceSet) {
    this.#classes = classes;
    this.#set = set;
  }

  add(index: number, k: number, y: FloatArray, t: FloatArray, at: number): void {
    if (Number.isNaN(t[at])) return;
    for (let m = 0; m < this.#classes; m++) {
      const error = this.#set.toUnits(y[at + m] as number, index, k, m) - this.#set.targetInUnits(index, k, m);
      this.#squaredError += error * error;
    }
    const target = largest(t, at, this.#classes);
    if (largest(y, at, this.#classes) === target) this.#right++;
    if (this.#set.baselineInUnits(index, k, target) === 1) this.#baselineRight++;
    this.#targets++;
  }

  figures(): Omit<Evaluation, 'loss'> {
    const wrong = this.#targets - this.#right;
    const baselineWrong = this.#targets - this.#baselineRight;
    return {
      rmse: Math.sqrt(this.#squaredError / (this.#targets * this.#classes)),
      skill: baselineWrong > 0 ? 1 - wrong / baselineWrong : null,
      accuracy: this.#right / this.#targets,
    };
  }
}

/** Place of the largest of `count` numbers, of equal ones the first; -1 where one is NaN. */
export function largest(values: FloatArray, at: number, count: number): number {
  let place = 0;
  for (let m = 0; m < count; m++) {
    const value = values[at + m] as number;
    if (Number.isNaN(value)) return -1;
    if (value > (values[at + place] as number)) place = m;
  }
  return place;
}
