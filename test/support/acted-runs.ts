/** Runs as a sweep sees them, whose training is acted by the test: what each one did, epoch by epoch, is told by hand. */
import type { RunConfiguration, RunId, RunStatus, RunSummary } from '../../core/contract/run';
import { nextStatus, type RunAction } from '../../core/experiment/run-states';
import type { SweepRuns } from '../../electron/main/sweep';
import { runDocument } from './documents';

export class ActedRuns implements SweepRuns {
  readonly #runs = new Map<RunId, RunSummary>();
  readonly #losses = new Map<RunId, Map<number, number>>();
  #launched = 0;
  /** Of every change; to be connected to the sweeps. */
  onChanged: (runs: RunSummary[]) => void = () => undefined;
  /** Thrown by the next launches. */
  refusal: Error | null = null;

  constructor(readonly most: number) {}

  find(id: RunId): RunSummary | undefined {
    return this.#runs.get(id);
  }

  list(): RunSummary[] {
    return [...this.#runs.values()];
  }

  statusOf(id: RunId): RunStatus | undefined {
    return this.#runs.get(id)?.status;
  }

  launch(configuration: RunConfiguration, sweep: NonNullable<RunSummary['sweep']>): RunId {
    if (this.refusal) throw this.refusal;
    const run: RunSummary = {
      ...runDocument(++this.#launched, { configuration, createdAt: Date.now(), sweep }),
      progress: null,
      queuePosition: null,
      loss: null,
      validationLoss: null,
      isStalled: false,
    };
    this.#runs.set(run.id, run);
    this.#fill();
    return run.id;
  }

  cancel(ids: readonly RunId[]): void {
    for (const id of ids) this.#move(id, 'cancel');
    this.#fill();
  }

  pause(ids: readonly RunId[]): void {
    for (const id of ids) this.#move(id, 'pause');
    this.#fill();
  }

  resume(ids: readonly RunId[]): void {
    for (const id of ids) this.#move(id, 'resume');
    this.#fill();
  }

  validationLosses(id: RunId): Promise<ReadonlyMap<number, number>> {
    return Promise.resolve(this.#losses.get(id) ?? new Map<number, number>());
  }

  maxConcurrentRuns(): number {
    return this.most;
  }

  /** The run has finished `epoch` with this validation loss. */
  reach(id: RunId, epoch: number, loss: number): void {
    const losses = this.#losses.get(id) ?? new Map<number, number>();
    this.#losses.set(id, losses.set(epoch, loss));
    const progress = {
      epoch,
      epochs: 100,
      step: epoch,
      steps: 100,
      seconds: 1,
      secondsLeft: null,
      stepsPerSecond: null,
    };
    this.#change(id, { progress });
  }

  end(id: RunId, action: Exclude<RunAction, 'start' | 'pause' | 'resume'>): void {
    this.#move(id, action);
    this.#fill();
  }

  delete(id: RunId): void {
    this.#runs.delete(id);
  }

  /** Those with the status, in the order of their launch. */
  that(status: RunStatus): RunId[] {
    return this.list().flatMap((run) => (run.status === status ? [run.id] : []));
  }

  #fill(): void {
    for (const id of this.that('queued')) if (this.that('running').length < this.most) this.#move(id, 'start');
  }

  #move(id: RunId, action: RunAction): void {
    const status = this.#runs.get(id)?.status;
    if (status) this.#change(id, { status: nextStatus(status, action) });
  }

  #change(id: RunId, change: Partial<RunSummary>): void {
    const run = this.#runs.get(id);
    if (!run) return;
    const changed = { ...run, ...change };
    this.#runs.set(id, changed);
    this.onChanged([changed]);
  }
}
