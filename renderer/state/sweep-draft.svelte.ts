import { HYPERPARAMETER_NAMES, isUsed, type HyperparameterName } from '../../core/contract/hyperparameters';
import type { RunConfiguration } from '../../core/contract/run';
import type { SweepDefinition, SweepMethod } from '../../core/contract/sweep';
import { checkSweep, type SweepCheck } from './sweep-check';
import { dimensionOf, draftOf, suggestedDimension, type DimensionDraft } from './sweep-dimensions';
import { suggestedName } from './draft-configuration';

/** What is worth a search first. */
const FIRST: readonly HyperparameterName[] = ['learningRate', 'hiddenUnits', 'period', 'batchSize'];

/** A sweep being prepared. Its values may be wrong at any moment; `check` says where. */
export class SweepDraft {
  readonly #id = crypto.randomUUID();
  base = $state.raw<RunConfiguration>() as RunConfiguration;
  name = $state('');
  method = $state<SweepMethod>('grid');
  dimensions = $state<DimensionDraft[]>([]);
  trials = $state(16);
  seeds = $state(1);
  isStopping = $state(false);
  minEpochs = $state(1);
  reduction = $state(3);

  /** Rungs that come before the last epoch. */
  readonly rungs = $derived.by(() => {
    let rungs = 1;
    if (!(this.minEpochs >= 1 && this.reduction >= 2)) return rungs;
    for (let epoch = this.minEpochs * this.reduction; epoch < this.base.epochs && rungs < 20; rungs++)
      epoch *= this.reduction;
    return rungs;
  });

  readonly check = $derived.by(() => this.#check());

  static from(base: RunConfiguration): SweepDraft {
    const draft = new SweepDraft();
    draft.setBase(base);
    draft.dimensions = draft.free.slice(0, 2).map((field) => suggestedDimension(field, base));
    return draft;
  }

  static copyOf({ name, base, method, dimensions, trials, seeds, stopping }: SweepDefinition): SweepDraft {
    const draft = new SweepDraft();
    draft.setBase(base);
    draft.name = `${[...name.replace(/ copy$/, '')].slice(0, 110).join('')} copy`;
    draft.dimensions = dimensions.map((dimension) => draftOf(dimension, base));
    Object.assign(draft, { method, trials, seeds, isStopping: stopping !== null });
    if (stopping) Object.assign(draft, { minEpochs: stopping.minEpochs, reduction: stopping.reduction });
    return draft;
  }

  setBase(base: RunConfiguration): void {
    this.base = structuredClone(base);
    this.name = `Sweep of ${[...suggestedName(base)].slice(0, 100).join('')}`;
    this.minEpochs = Math.max(1, Math.round(base.epochs / 9));
  }

  change(values: Partial<Pick<RunConfiguration, 'epochs' | 'seed'>>): void {
    this.base = { ...this.base, ...values };
  }

  /** Hyperparameters that count and are not searched over yet, the likeliest first. */
  get free(): HyperparameterName[] {
    const taken = this.dimensions.map(({ field }) => field);
    return [...FIRST, ...HYPERPARAMETER_NAMES.filter((name) => !FIRST.includes(name))].filter(
      (name) => !taken.includes(name) && isUsed(name, this.base),
    );
  }

  add(): void {
    const [field] = this.free;
    if (field) this.dimensions.push(suggestedDimension(field, this.base));
  }

  choose(index: number, field: HyperparameterName): void {
    this.dimensions[index] = suggestedDimension(field, this.base);
  }

  remove(index: number): void {
    this.dimensions.splice(index, 1);
  }

  #check(): SweepCheck {
    const { minEpochs, reduction, rungs } = this;
    return checkSweep({
      formatVersion: 1,
      id: this.#id,
      name: this.name,
      base: this.base,
      method: this.method,
      dimensions: this.dimensions.map(dimensionOf),
      trials: this.trials,
      seeds: this.seeds,
      // The same draft shows and launches the same points.
      seed: 1,
      stopping: this.isStopping ? { metric: 'validationLoss', minEpochs, reduction, rungs } : null,
    });
  }
}
