import type { PredictionQuestion, WeightsSummary } from '../../core/contract/predictions';
import type { RunSummary, WeightsChoice } from '../../core/contract/run';

/** A file of weights that a person opened, and what it says of itself. */
export interface OpenedWeights {
  readonly token: string;
  readonly summary: WeightsSummary;
}

/** Which network predicts which data. It stays while the window is elsewhere. */
export class PredictionChoice {
  kind = $state<'run' | 'file'>('run');
  run = $state<string | null>(null);
  weights = $state<WeightsChoice>('best');
  file = $state.raw<OpenedWeights | null>(null);
  source = $state<string | null>(null);
  /** Whether predictions are fed back, to forecast past the data's end. */
  feedsBack = $state(false);
  steps = $state(24);
  readonly stepsError = $derived(
    Number.isInteger(this.steps) && this.steps >= 1 && this.steps <= 100_000
      ? null
      : 'Steps must be a whole number from 1 to 100,000',
  );
  /** Null while something is missing. */
  readonly question = $derived.by((): PredictionQuestion | null => {
    const { run, file, source } = this;
    const model =
      this.kind === 'run'
        ? run !== null && ({ kind: 'run', id: run, weights: this.weights } as const)
        : file !== null && ({ kind: 'file', token: file.token } as const);
    if (!model || source === null || (this.feedsBack && this.stepsError !== null)) return null;
    return { model, source, steps: this.feedsBack ? this.steps : 0 };
  });

  chooseRun({ id, results, configuration: { dataset } }: RunSummary): void {
    this.kind = 'run';
    this.run = id;
    if (!results?.best) this.weights = 'final';
    // Whatever else is chosen fits, perhaps; the run's own data does.
    if (this.source === null && dataset.kind === 'series') this.source = dataset.source;
  }

  openFile(file: OpenedWeights): void {
    this.kind = 'file';
    this.file = file;
  }
}
