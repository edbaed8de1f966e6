import { DatasetChoice, type DatasetSummary, type SeriesDataset } from '../../core/contract/dataset';
import { HYPERPARAMETER_NAMES, type HyperparameterName } from '../../core/contract/hyperparameters';
import type { CheckpointInfo, RunConfiguration, RunSummary } from '../../core/contract/run';
import { objections } from './data-problem';
import { checkDraft, configurationFor, suggestedHyperparameters, suggestedName } from './draft-configuration';
import type { OpenedWeights } from './prediction-choice.svelte';
import { seedCountError } from './seed-count';
import { readoutOf, withTask, type SeriesColumns, type SeriesTask } from './series-tasks';

/** What a new run goes on from. */
export interface ForkPoint {
  readonly run: RunSummary;
  readonly checkpoint: CheckpointInfo;
}

/** A run being prepared. Its values may be wrong at any moment; `check` says where. */
export class RunDraft {
  values: RunConfiguration;
  /** How many runs to launch, with seeds counting up. */
  count = $state(1);
  readonly check = $derived.by(() => checkDraft(this.values));
  readonly countError = $derived.by(() => seedCountError(this.values.seed, this.count));
  /** A file of weights to begin with; null to draw them at random. */
  weights = $state.raw<OpenedWeights | null>(null);
  /** Why they do not fit, as main says. */
  weightsProblem = $state<string | null>(null);
  /** What the data says against the choice. */
  dataProblem = $state<string | null>(null);
  /** Why it cannot be launched, in words. */
  readonly objections = $derived.by(() => [
    ...objections(this.check.errors, this.dataProblem, this.values.dataset),
    ...[this.countError, this.weightsProblem].filter((problem) => problem !== null),
  ]);
  readonly isReady = $derived(this.objections.length === 0);
  /** The choice of data, once it is valid by itself: worth a preview even where other fields are wrong. */
  readonly datasetForPreview = $derived.by(() => DatasetChoice.safeParse(this.values.dataset).data ?? null);
  /** What a person has set: choosing other data leaves it alone. */
  readonly #touched: HyperparameterName[] = [];
  #nameIsOwn = false;

  /** @param fork null for a run that begins with weights drawn at random */
  constructor(
    configuration: RunConfiguration,
    readonly fork: ForkPoint | null = null,
  ) {
    this.values = $state(configuration);
  }

  static forDataset(dataset: DatasetSummary): RunDraft {
    return new RunDraft(configurationFor(dataset));
  }

  static copyOf(configuration: RunConfiguration): RunDraft {
    const draft = new RunDraft(structuredClone(configuration));
    draft.#nameIsOwn = configuration.name !== suggestedName(configuration);
    if (draft.#nameIsOwn) draft.rename(`${configuration.name.replace(/ copy$/, '')} copy`.slice(0, 120));
    draft.#touched.push(...HYPERPARAMETER_NAMES);
    return draft;
  }

  /** Where the run had its last epoch at the checkpoint, as many again are proposed. */
  static forkOf(run: RunSummary, checkpoint: CheckpointInfo): RunDraft {
    const configuration = structuredClone(run.configuration);
    const { epoch, step } = checkpoint;
    const epochs = epoch < configuration.epochs ? configuration.epochs : 2 * epoch;
    const name = `${configuration.name.slice(0, 90)} · fork at ${step}`;
    const draft = new RunDraft({ ...configuration, name, epochs }, { run, checkpoint });
    draft.#nameIsOwn = true;
    draft.#touched.push(...HYPERPARAMETER_NAMES);
    return draft;
  }

  chooseDataset(dataset: DatasetSummary): void {
    Object.assign(this.values, suggestedHyperparameters(dataset, this.values, this.#touched));
    this.values.dataset = structuredClone(dataset.suggested);
    this.#renew();
  }

  /** Another question about the same series, with the readout that it stands for. */
  chooseTask(task: SeriesTask, columns: SeriesColumns, suggested: SeriesDataset): void {
    const { dataset } = this.values;
    if (dataset.kind !== 'series') return;
    this.values.dataset = withTask($state.snapshot(dataset), task, columns, suggested);
    const readout = readoutOf(task);
    if (readout !== null && readout !== this.values.readout) this.set('readout', readout);
  }

  /** The form's table decides which kind of value belongs to a name, and the schema checks it. */
  set(name: HyperparameterName, value: string | number | boolean): void {
    this.#touched.push(name);
    Object.assign(this.values, { [name]: value });
    this.#renew();
  }

  /** The sizes that the file says its network has are taken over: with others its weights could not be used. */
  beginWith(weights: OpenedWeights | null): void {
    this.weights = weights;
    this.weightsProblem = null;
    const specification = weights?.summary.specification;
    if (!specification) return;
    const { model, hiddenUnits, period, readout } = specification;
    for (const [name, value] of Object.entries({
      hiddenUnits,
      readout,
      ...(model === 'alarmwork' ? { period } : {}),
    })) {
      this.set(name as HyperparameterName, value);
    }
    this.set('model', model);
  }

  rename(name: string): void {
    this.#nameIsOwn = true;
    this.values.name = name;
  }

  /** A name that nobody has written follows the configuration. */
  #renew(): void {
    if (!this.#nameIsOwn) this.values.name = suggestedName(this.values);
  }
}
