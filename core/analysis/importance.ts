/** Which hyperparameters decided how runs ended: importance by a forest, and plain correlation beside it. */
import type { HyperparameterName, Hyperparameters } from '../contract/hyperparameters';
import { Rng } from '../random/rng';
import { pearson, spearman } from './correlation';
import { permutationImportance } from './permutation-importance';
import { coordinateOf, variedFields, type VariedField } from './varied-fields';

export interface FinishedRun {
  readonly hyperparameters: Hyperparameters;
  /** What the runs are judged by: best validation loss, say. */
  readonly value: number;
}

export interface FieldImportance {
  readonly field: HyperparameterName;
  readonly label: string;
  /** Share of the value's variance that goes with the field: mean over repetitions; about zero or a little below where none does. */
  readonly share: number;
  /** Standard deviation over the repetitions. */
  readonly deviation: number;
  /** Of the value with the field's number (its logarithm where it spans decades); null for a category of more than two. */
  readonly pearson: number | null;
  readonly spearman: number | null;
}

export interface Importance {
  /** Fields that vary, the most important first. */
  readonly fields: readonly FieldImportance[];
  /** Share of the variance that the forest explains of runs it has not seen; null where there was no forest. */
  readonly explained: number | null;
  /** How far to trust it, in sentences. */
  readonly warnings: readonly string[];
}

const REPETITIONS = 10;
const FEW_CONFIGURATIONS = 20;
const FEW_PER_FIELD = 5;
/** With fewer, most trees would be single leaves. */
const LEAST_CONFIGURATIONS = 4;
const LITTLE_EXPLAINED = 0.3;

/** The same runs and seed give the same figures. Runs without a finite value are left out, and that is said. */
export function importanceOf(runs: readonly FinishedRun[], seed = 0): Importance {
  const finite = runs.filter(({ value }) => Number.isFinite(value));
  const warnings: string[] = [];
  if (finite.length < runs.length) {
    warnings.push(`${counted(runs.length - finite.length, 'run')} without a finite value (diverged, say) left out.`);
  }
  const hyperparameters = finite.map((run) => run.hyperparameters);
  const fields = variedFields(hyperparameters);
  if (fields.length === 0) {
    return { fields: [], explained: null, warnings: [...warnings, 'No hyperparameter varies between these runs.'] };
  }
  const targets = Float64Array.from(finite, ({ value }) => value);
  const coordinates = fields.map((field) => Float64Array.from(hyperparameters, (run) => coordinateOf(field, run)));
  const groups = groupsOf(coordinates, finite.length);
  const configurations = new Set(groups).size;
  if (configurations < LEAST_CONFIGURATIONS || targets.every((value) => value === targets[0])) {
    const why =
      configurations < LEAST_CONFIGURATIONS
        ? `Importance needs at least ${LEAST_CONFIGURATIONS} different configurations, and there are ${configurations}.`
        : 'All runs ended with the same value: nothing can be important.';
    return { fields: [], explained: null, warnings: [...warnings, why] };
  }
  if (configurations < FEW_CONFIGURATIONS || configurations < FEW_PER_FIELD * fields.length) {
    warnings.push(
      `${configurations} different configurations are few for ${counted(fields.length, 'hyperparameter')}: ` +
        `at least ${Math.max(FEW_CONFIGURATIONS, FEW_PER_FIELD * fields.length)} give figures to rely on.`,
    );
  }
  const data = { fields: fields.map((field, f) => columnsOf(field, coordinates[f] as Float64Array)), targets, groups };
  const repetitions = Array.from({ length: REPETITIONS }, (_, repetition) =>
    permutationImportance(data, Rng.fromSeed((seed + repetition) >>> 0, 'importance')),
  );
  const explained = meanOf(repetitions.map((each) => each.explained));
  if (explained < LITTLE_EXPLAINED) {
    warnings.push(
      `The hyperparameters explain little of how these runs ended (${Math.max(0, Math.round(100 * explained))} % of the ` +
        'variance of runs not seen): chance, or too few runs.',
    );
  }
  return {
    fields: fields
      .map((field, f) => {
        const shares = repetitions.map((each) => each.shares[f] ?? NaN);
        return { ...described(field, coordinates[f] as Float64Array, targets), ...meanAndDeviation(shares) };
      })
      .sort((a, b) => b.share - a.share),
    explained,
    warnings,
  };
}

function described(field: VariedField, x: Float64Array, y: Float64Array) {
  const hasOrder = field.scale !== 'category' || field.categories.length === 2;
  return {
    field: field.field,
    label: field.label,
    pearson: hasOrder ? pearson(x, y) : null,
    spearman: hasOrder ? spearman(x, y) : null,
  };
}

/** One-hot for categories of more than two values. */
function columnsOf({ scale, categories }: VariedField, coordinates: Float64Array): Float64Array[] {
  if (scale !== 'category' || categories.length === 2) return [coordinates];
  return categories.map((_, category) => coordinates.map((value) => (value === category ? 1 : 0)));
}

/** Runs that differ in their seed alone are one configuration: had the forest seen one, the others would be no test. */
function groupsOf(coordinates: readonly Float64Array[], rows: number): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from({ length: rows }, (_, row) => {
    const key = coordinates.map((column) => column[row]).join(' ');
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

function meanAndDeviation(values: readonly number[]): { share: number; deviation: number } {
  const share = meanOf(values);
  return {
    share,
    deviation: Math.sqrt(meanOf(values.map((value) => (value - share) ** 2)) * (values.length / (values.length - 1))),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
