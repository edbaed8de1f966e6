/** All sweeps: made, gone on with after a restart, and told of what their runs do. Their changes are taken in one after another. */
import { reportError, StudioError, type ErrorReport } from '../../core/contract/errors';
import type { RunId, RunSummary } from '../../core/contract/run';
import { SweepDefinition, type SweepDocument } from '../../core/contract/sweep';
import { planTrials } from '../../core/experiment/sweep-trials';
import type { SweepStore } from '../store/sweep-store';
import { Sweep, type SweepRuns } from './sweep';

export interface SweepsParts {
  readonly store: SweepStore;
  readonly runs: SweepRuns;
  readonly onChanged: (sweep: SweepDocument) => void;
  readonly onRemoved: (id: RunId) => void;
  /** Something that went wrong and that the person should know at once. */
  readonly onTrouble: (error: ErrorReport) => void;
}

export class Sweeps {
  readonly #parts: SweepsParts;
  readonly #sweeps = new Map<RunId, Sweep>();
  #work: Promise<void> = Promise.resolve();
  #isLeaving = false;

  constructor(parts: SweepsParts) {
    this.#parts = parts;
  }

  /** After the runs were loaded. @returns what had to be mended, in words for a person */
  load(): string[] {
    const { documents, notices } = this.#parts.store.list();
    for (const document of documents) {
      const sweep = this.#open(document);
      if (document.status === 'running' || document.status === 'paused') this.#then(sweep, () => sweep.goOn());
    }
    return notices;
  }

  list(): SweepDocument[] {
    return [...this.#sweeps.values()].map(({ document }) => document);
  }

  /**
   * Draws the trials and launches the first.
   *
   * @throws StudioError `bad-configuration` where no combination can be trained; `disk-full`
   */
  launch(definition: SweepDefinition): SweepDocument {
    const { trials, skipped, notes } = planTrials(SweepDefinition.parse(definition));
    if (trials.length === 0) {
      const why = skipped[0]?.why ?? 'there is none';
      throw new StudioError('bad-configuration', `No combination of this sweep can be trained: ${why}`);
    }
    const document: SweepDocument = {
      formatVersion: 1,
      definition,
      createdAt: Date.now(),
      finishedAt: null,
      status: 'running',
      trials: trials.map(({ point }) => ({
        point,
        runs: Array.from({ length: definition.seeds }, () => null),
        stopped: null,
      })),
      skipped,
      notes,
      verdicts: [],
    };
    this.#parts.store.create(document);
    const sweep = this.#open(document);
    this.#parts.onChanged(document);
    this.#then(sweep, () => sweep.pump());
    return document;
  }

  pause(id: RunId): void {
    this.#now(id, (sweep) => sweep.pause());
  }

  resume(id: RunId): void {
    this.#now(id, (sweep) => sweep.resume());
  }

  cancel(id: RunId): void {
    this.#now(id, (sweep) => sweep.cancel());
  }

  rerunFailed(id: RunId): void {
    this.#now(id, (sweep) => sweep.rerunFailed());
  }

  get(id: RunId): SweepDocument {
    return this.#sweep(id).document;
  }

  /** A sweep under way is cancelled first; its runs stay. */
  delete(id: RunId): void {
    this.#now(id, (sweep) => sweep.cancel());
    this.#parts.store.moveToTrash(id);
    this.#sweeps.delete(id);
    this.#parts.onRemoved(id);
  }

  /** Undoes {@link delete}. It stays cancelled where that cancelled it. */
  restore(id: RunId): void {
    if (this.#sweeps.has(id)) return;
    this.#parts.onChanged(this.#open(this.#parts.store.restore(id)).document);
  }

  /** To be told of every change of any run. */
  runsChanged(runs: readonly RunSummary[]): void {
    if (this.#isLeaving) return;
    for (const run of runs) {
      const sweep = this.#sweepOf(run.id);
      if (sweep) this.#then(sweep, () => sweep.follow(run));
    }
  }

  runsRemoved(ids: readonly RunId[]): void {
    for (const id of ids) {
      const sweep = this.#sweepOf(id);
      if (sweep) this.#then(sweep, () => sweep.forget(id));
    }
  }

  /** The app quits: runs that end now were interrupted, and the sweeps go on when it starts again. */
  leave(): void {
    this.#isLeaving = true;
  }

  /** Resolves when all that was told has been taken in. */
  async settled(): Promise<void> {
    for (let work = null; work !== this.#work;) {
      work = this.#work;
      await work;
    }
  }

  #open(document: SweepDocument): Sweep {
    const sweep: Sweep = new Sweep(document, {
      runs: this.#parts.runs,
      save: (changed) => {
        // What it still had to take in when it was deleted must not bring its file back.
        if (this.#sweeps.get(document.definition.id) !== sweep) return;
        this.#parts.onChanged(changed);
        this.#parts.store.write(changed);
      },
    });
    this.#sweeps.set(document.definition.id, sweep);
    return sweep;
  }

  #sweepOf(run: RunId): Sweep | undefined {
    return [...this.#sweeps.values()].find((sweep) => sweep.has(run));
  }

  #then(sweep: Sweep, what: () => void | Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#isLeaving) return;
      try {
        await what();
      } catch (error) {
        this.#hold(sweep, error);
      }
    });
  }

  /** A full disk, say: without a rest it would be met again at every report. */
  #hold(sweep: Sweep, error: unknown): void {
    const { code, message } = reportError(error);
    this.#parts.onTrouble({
      code,
      message: `The sweep “${sweep.document.definition.name}” is paused: ${message}`,
    });
    try {
      sweep.pause();
    } catch {
      // That it is paused could not be kept either; it is, as long as the app runs.
    }
  }

  #now(id: RunId, what: (sweep: Sweep) => void): void {
    what(this.#sweep(id));
  }

  #sweep(id: RunId): Sweep {
    const sweep = this.#sweeps.get(id);
    if (!sweep) throw new StudioError('not-found', 'This sweep is no longer there: it was deleted');
    return sweep;
  }
}
