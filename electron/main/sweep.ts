/**
 * One sweep under way: launches its trials a few at a time, follows their runs, stops those that successive halving gives up,
 * and keeps all of it in the sweep's document, from which it goes on after a restart.
 */
import type { RunConfiguration, RunId, RunStatus, RunSummary } from '../../core/contract/run';
import type { SweepDocument, SweepStatus, SweepTrial } from '../../core/contract/sweep';
import { SuccessiveHalving, type HalvingDecision, type HalvingRules } from '../../core/experiment/asha';
import { isActive } from '../../core/experiment/run-states';
import { halvingEvents, hasNews, isOver, type RunState } from '../../core/experiment/sweep-progress';
import { trialAt, trialRuns } from '../../core/experiment/sweep-trials';

/** What a sweep needs of the runs: {@link Runs} has it all but the losses. */
export interface SweepRuns {
  /** Undefined for a run that was deleted. */
  find(id: RunId): RunSummary | undefined;
  /** The same run's status alone: thousands are asked for at every report. */
  statusOf(id: RunId): RunStatus | undefined;
  list(): RunSummary[];
  launch(configuration: RunConfiguration, place: NonNullable<RunSummary['sweep']>): RunId;
  cancel(ids: readonly RunId[]): void;
  pause(ids: readonly RunId[]): void;
  resume(ids: readonly RunId[]): void;
  /** By epoch, from the run's metric log; empty where there is none yet. */
  validationLosses(id: RunId): Promise<ReadonlyMap<number, number>>;
  /** How many train at once: so many of a sweep's runs are launched before they are needed, and no more. */
  maxConcurrentRuns(): number;
}

export interface SweepParts {
  readonly runs: SweepRuns;
  /** Keeps the document; throws where the disk is full. */
  readonly save: (document: SweepDocument) => void;
}

/** Which run of a sweep. */
interface Place {
  readonly trial: number;
  readonly seed: number;
}

export class Sweep {
  readonly #parts: SweepParts;
  readonly #rules: HalvingRules | null;
  readonly #halving: SuccessiveHalving | null;
  readonly #places = new Map<RunId, Place>();
  readonly #known = new Map<RunId, RunState>();
  #document: SweepDocument;

  constructor(document: SweepDocument, parts: SweepParts) {
    this.#parts = parts;
    this.#document = document;
    const { stopping, seeds } = document.definition;
    this.#rules = stopping && { ...stopping, seeds };
    this.#halving = this.#rules && new SuccessiveHalving(this.#rules, document.verdicts);
    document.trials.forEach(({ runs }, trial) => {
      runs.forEach((id, seed) => id !== null && this.#places.set(id, { trial, seed }));
    });
  }

  get document(): SweepDocument {
    return this.#document;
  }

  has(id: RunId): boolean {
    return this.#places.has(id);
  }

  /**
   * Goes on after the app was started again: takes in runs that were launched without the document knowing of it yet, and
   * what happened to the others. Runs that the end of the app interrupted are resumed, unless the sweep is paused.
   */
  async goOn(): Promise<void> {
    this.#adopt();
    const runs = [...this.#places.keys()].flatMap((id) => this.#parts.runs.find(id) ?? []);
    if (this.#document.status === 'running') {
      const interrupted = runs.filter((run) => run.status === 'interrupted' && !this.#trialOf(run.id)?.stopped);
      this.#parts.runs.resume(interrupted.map(({ id }) => id));
    }
    for (const { id } of runs) await this.follow(this.#parts.runs.find(id));
    this.pump();
  }

  /** To be told of every change of one of its runs. */
  async follow(run: RunSummary | undefined): Promise<void> {
    const place = run && this.#places.get(run.id);
    if (!run || !place) return;
    const now = { status: run.status, epoch: Math.floor(run.progress?.epoch ?? run.results?.epochs ?? 0) };
    const before = this.#known.get(run.id) ?? null;
    this.#known.set(run.id, now);
    // It waited in the queue when the sweep was paused.
    if (run.status === 'running' && this.#document.status === 'paused') this.#parts.runs.pause([run.id]);
    if (this.#rules && this.#halving && hasNews(this.#rules, before, now)) {
      const losses = await this.#parts.runs.validationLosses(run.id);
      const judged = this.#halving.verdicts.length;
      const decisions: HalvingDecision[] = [];
      for (const event of halvingEvents(this.#rules, place, now, losses))
        decisions.push(...this.#halving.report(event));
      // The log was behind the report: the next one looks again.
      if (!isOver(now.status) && !losses.has(now.epoch)) this.#known.set(run.id, { ...now, epoch: before?.epoch ?? 0 });
      if (this.#halving.verdicts.length > judged) this.#decide(decisions);
    }
    this.pump();
  }

  /** To be told when a run of it was deleted: that says nothing about its configuration. */
  forget(id: RunId): void {
    const place = this.#places.get(id);
    if (!place || !this.#halving) return;
    const judged = this.#halving.verdicts.length;
    const decisions = this.#halving.report({ kind: 'ended', ...place, how: 'failed' });
    if (this.#halving.verdicts.length > judged) this.#decide(decisions);
  }

  /** Launches what there is room for, and ends the sweep when all has ended. */
  pump(): void {
    if (this.#document.status !== 'running') return;
    const { trials } = this.#document;
    let active = this.#runsThat(({ status }) => isActive(status)).length;
    for (let trial = 0; trial < trials.length && active < this.#parts.runs.maxConcurrentRuns(); trial++) {
      active += this.#launch(trial);
    }
    const isDone = trials.every(({ runs, stopped }) => stopped !== null || runs.every((id) => id !== null));
    if (isDone && active === 0) this.#change({ status: 'completed', finishedAt: Date.now() });
  }

  pause(): void {
    if (this.#document.status !== 'running') return;
    this.#change({ status: 'paused' });
    this.#parts.runs.pause(this.#runsThat(({ status }) => status === 'running'));
  }

  resume(): void {
    if (this.#document.status !== 'paused') return;
    this.#change({ status: 'running' });
    this.#parts.runs.resume(this.#runsThat(({ status }) => status === 'paused' || status === 'interrupted'));
    this.pump();
  }

  cancel(): void {
    if (this.#document.status !== 'running' && this.#document.status !== 'paused') return;
    this.#change({ status: 'cancelled', finishedAt: Date.now() });
    this.#parts.runs.cancel(this.#runsThat(({ status }) => isActive(status)));
  }

  /** Runs that failed or crashed are trained again, from their last checkpoint where they have one; all others stay as they are. */
  rerunFailed(): void {
    const isFailed = ({ id, status }: Pick<RunSummary, 'id' | 'status'>): boolean =>
      (status === 'failed' || status === 'interrupted') && !this.#trialOf(id)?.stopped;
    const failed = this.#runsThat(isFailed);
    // A sweep that was cancelled stays so: what it had not launched is not launched now.
    if (failed.length > 0 && this.#document.status === 'completed')
      this.#change({ status: 'running', finishedAt: null });
    this.#parts.runs.resume(failed);
  }

  /** @returns how many runs of the trial were launched */
  #launch(trial: number): number {
    const planned = this.#document.trials[trial];
    if (!planned || planned.stopped || !planned.runs.includes(null)) return 0;
    const { definition } = this.#document;
    const configurations = trialRuns(definition, trialAt(definition, trial, planned.point));
    const runs = [...planned.runs];
    let launched = 0;
    try {
      configurations.forEach((configuration, seed) => {
        if (runs[seed] !== null) return;
        const id = this.#parts.runs.launch(configuration, { id: definition.id, trial });
        this.#places.set(id, { trial, seed });
        runs[seed] = id;
        launched++;
      });
    } finally {
      // Should one not fit on the disk, those before it exist and train.
      this.#changeTrial(trial, { runs });
    }
    return launched;
  }

  #decide(decisions: readonly HalvingDecision[]): void {
    const verdicts = [...(this.#halving?.verdicts ?? [])];
    const trials = [...this.#document.trials];
    const stopped = decisions.filter(({ goesOn }) => !goesOn);
    for (const { trial, epoch, why } of stopped) {
      const planned = trials[trial];
      if (planned) trials[trial] = { ...planned, stopped: { epoch, why } };
    }
    // Kept before it is done: after a crash in between, the trial's runs are cancelled at the next start.
    this.#change({ verdicts, trials });
    this.#cancelStopped();
  }

  #cancelStopped(): void {
    this.#parts.runs.cancel(this.#runsThat(({ id, status }) => isActive(status) && this.#trialOf(id)?.stopped != null));
  }

  /** Takes in runs that were made just before the app ended: they name their sweep and their trial. */
  #adopt(): void {
    const { definition, trials } = this.#document;
    const adopted = new Map<number, (RunId | null)[]>();
    for (const { id, sweep, configuration } of this.#parts.runs.list()) {
      if (sweep?.id !== definition.id || this.#places.has(id)) continue;
      const seed = configuration.seed - definition.base.seed;
      const runs = adopted.get(sweep.trial) ?? [...(trials[sweep.trial]?.runs ?? [])];
      if (runs[seed] !== null) continue;
      runs[seed] = id;
      this.#places.set(id, { trial: sweep.trial, seed });
      adopted.set(sweep.trial, runs);
    }
    for (const [trial, runs] of adopted) this.#changeTrial(trial, { runs });
    this.#cancelStopped();
  }

  #trialOf(id: RunId): SweepTrial | undefined {
    return this.#document.trials[this.#places.get(id)?.trial ?? -1];
  }

  #runsThat(holds: (run: Pick<RunSummary, 'id' | 'status'>) => boolean): RunId[] {
    return [...this.#places.keys()].filter((id) => {
      const status = this.#parts.runs.statusOf(id);
      return status !== undefined && holds({ id, status });
    });
  }

  #changeTrial(trial: number, change: Partial<SweepTrial>): void {
    this.#change({
      trials: this.#document.trials.map((each, index) => (index === trial ? { ...each, ...change } : each)),
    });
  }

  #change(change: Partial<SweepDocument> & { status?: SweepStatus }): void {
    this.#document = { ...this.#document, ...change };
    this.#parts.save(this.#document);
  }
}
