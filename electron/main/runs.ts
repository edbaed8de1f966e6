/**
 * The truth about runs: their documents, which of them train, and every change of status. A little long, so that no change of
 * status is anywhere else.
 */
import { randomUUID } from 'node:crypto';
import type { MessagePortMain, UtilityProcess } from 'electron';
import { reportError, StudioError, type ErrorReport } from '../../core/contract/errors';
import {
  RUN_FORMAT_VERSION,
  type RunConfiguration,
  type RunDocument,
  type RunId,
  type RunSummary,
} from '../../core/contract/run';
import type { TrainerReport } from '../../core/contract/trainer-protocol';
import type { Series } from '../../core/contract/series';
import { isResumable, nextStatus, type RunAction } from '../../core/experiment/run-states';
import { removeCheckpoints } from '../store/checkpoints';
import type { RunStore } from '../store/run-store';
import { writeWeights } from '../store/weights-store';
import type { OpenDocument } from '../store/document-backend';
import { ChangeBatch } from './change-batch';
import { Crashes } from './crashes';
import type { Log } from './log';
import { nextColour } from './next-colour';
import { RunEndings } from './run-endings';
import { RunQueue } from './run-queue';
import { summarize, type LiveFigures } from './run-summary';
import { stoppedRun } from './stopped-run';
import { TrainerSupervisor } from './trainer-supervisor';
import { withSeed } from './with-seed';

export interface RunsParts {
  readonly store: RunStore;
  readonly openDocument: OpenDocument;
  readonly forkTrainer: () => UtilityProcess;
  readonly maxConcurrentRuns: () => number;
  /** The imported series a configuration names, or null where it names none. */
  readonly seriesFor: (configuration: RunConfiguration) => Series | null;
  readonly onChanged: (runs: RunSummary[]) => void;
  readonly onRemoved: (ids: RunId[]) => void;
  /** Something that went wrong and that the person should know at once. */
  readonly onTrouble: (error: ErrorReport) => void;
  readonly log: Log;
}

interface LiveRun extends LiveFigures {
  readonly trainer: TrainerSupervisor;
}

export class Runs {
  readonly #parts: RunsParts;
  readonly #documents = new Map<RunId, RunDocument>();
  readonly #live = new Map<RunId, LiveRun>();
  /** Of runs that wait to be resumed. */
  readonly #stopped = new Map<RunId, LiveFigures>();
  readonly #queue: RunQueue;
  readonly #changes: ChangeBatch;
  readonly #endings: RunEndings;
  readonly #crashes = new Crashes();
  /** The app quits: nothing new is started. */
  #isLeaving = false;

  constructor(parts: RunsParts) {
    this.#parts = parts;
    this.#endings = new RunEndings(
      parts.store,
      (error) => {
        parts.log.error(error.message);
        parts.onTrouble(error);
      },
      () => this.#queue.pump(),
    );
    this.#queue = new RunQueue(
      () => (this.#endings.holds || this.#isLeaving ? 0 : parts.maxConcurrentRuns()),
      (id) => this.#start(id),
    );
    this.#changes = new ChangeBatch((ids) => {
      const documents = ids.flatMap((id) => this.#documents.get(id) ?? []);
      if (documents.length > 0) parts.onChanged(documents.map((document) => this.#summary(document)));
    });
  }

  /**
   * Reads the store. Runs that were training when the app last ended are interrupted; runs that were waiting wait again.
   *
   * @returns what had to be mended, in words for a person
   */
  load(): string[] {
    const { documents, damaged, repaired } = this.#parts.store.list();
    for (const document of documents) this.#documents.set(document.id, document);
    const messages = [...damaged, ...repaired].map(({ message }) => message);
    if (this.#parts.store.isReadOnly) {
      for (const document of documents) this.#show(document);
      return messages;
    }
    for (const { id, status } of documents) {
      if (status === 'running') {
        this.#move(id, 'interrupt', `The app ended while this run was training. ${this.#wayOn(id)}`);
      } else if (status === 'queued') {
        this.#queue.add(id);
      } else if (isResumable(status)) {
        this.#wayOn(id);
      }
    }
    this.#queue.pump();
    return messages;
  }

  list(): RunSummary[] {
    return [...this.#documents.values()].map((document) => this.#summary(document));
  }

  find(id: RunId): RunDocument | null {
    return this.#documents.get(id) ?? null;
  }

  get(id: RunId): RunDocument {
    const document = this.#documents.get(id);
    if (!document) throw new StudioError('not-found', 'This run is no longer there: it was deleted');
    return document;
  }

  /** Launches `count` runs that differ in their seed only. */
  launch(configuration: RunConfiguration, count: number): RunId[] {
    // Before any run is made: an import that is gone, say, must not leave a failed run behind.
    this.#parts.seriesFor(configuration);
    const configurations = Array.from({ length: count }, (_, index) => withSeed(configuration, index, count));
    try {
      return configurations.map((each) => this.#create(each));
    } finally {
      // Should one not fit on the disk, those before it exist and train.
      this.#queue.pump();
    }
  }

  cancel(ids: readonly RunId[]): void {
    for (const id of ids) {
      if (this.#queue.remove(id)) {
        this.#move(id, 'cancel', 'Cancelled before it started');
        this.#queueMoved();
      } else if (this.#documents.get(id)?.status === 'paused') {
        this.#move(id, 'cancel', `Cancelled while it was paused. ${this.#wayOn(id)}`);
      } else {
        this.#live.get(id)?.trainer.cancel();
      }
    }
  }

  pause(ids: readonly RunId[]): void {
    for (const id of ids) this.#live.get(id)?.trainer.pause();
  }

  resume(ids: readonly RunId[]): void {
    for (const id of ids) {
      if (!isResumable(this.get(id).status)) continue;
      this.#move(id, 'resume', null, (document) => ({ ...document, finishedAt: null }));
      this.#queue.add(id);
    }
    this.#queue.pump();
    this.#queueMoved();
  }

  rename(id: RunId, name: string): void {
    this.#update(id, (document) => ({ ...document, configuration: { ...document.configuration, name } }));
  }

  /** Active runs are ended first; what they had logged goes to the trash with them. */
  delete(ids: readonly RunId[]): void {
    for (const id of ids) {
      if (!this.#documents.has(id)) continue;
      this.#queue.remove(id);
      const live = this.#live.get(id);
      if (live) {
        live.trainer.abandon();
        this.#live.delete(id);
        this.#queue.done(id);
      }
      // Its status is set right when it is restored: deleting must work on a full disk too.
      this.#parts.store.moveToTrash(id);
      this.#documents.delete(id);
      this.#stopped.delete(id);
      this.#endings.forget(id);
      this.#parts.onRemoved([id]);
    }
    this.#queueMoved();
  }

  restore(ids: readonly RunId[]): void {
    for (const id of ids) {
      const document = this.#parts.store.restore(id);
      this.#documents.set(id, document);
      if (document.status === 'queued') this.#move(id, 'cancel', 'Cancelled: it was deleted before it had started');
      if (document.status === 'running') {
        this.#move(id, 'interrupt', `It was deleted while it was training. ${this.#wayOn(id)}`);
      } else if (isResumable(document.status)) this.#wayOn(id);
      this.#changes.add(id);
    }
  }

  /** After files of a run were mended. What is known of it here is the truth; a run that could not be read is listed now. */
  reload(id: RunId): void {
    try {
      const known = this.#documents.get(id);
      const stored = this.#parts.store.read(id);
      if (known && JSON.stringify(stored) !== JSON.stringify(known)) this.#update(id, () => known);
      if (!known) {
        this.#documents.set(id, stored);
        if (stored.status === 'running') {
          this.#move(id, 'interrupt', `Its document was lost while it was training. ${this.#wayOn(id)}`);
        } else if (stored.status === 'queued') {
          this.#move(id, 'cancel', 'Cancelled: its document was lost before it had started');
        }
      }
      if (isResumable(this.get(id).status)) this.#wayOn(id);
      this.#changes.add(id);
    } catch (error) {
      this.#parts.log.error(`Run ${id} could not be read after its repair`, error);
    }
  }

  /** @returns false if the run isn't training: its rows are then all on disk */
  watch(id: RunId, port: MessagePortMain): boolean {
    const live = this.#live.get(id);
    live?.trainer.watch(port);
    return live !== undefined;
  }

  /** The trainer of a run that is training now, or null. */
  trainer(id: RunId): Pick<TrainerSupervisor, 'predict'> | null {
    return this.#live.get(id)?.trainer ?? null;
  }

  folderOf(id: RunId): string {
    this.get(id);
    return this.#parts.store.folderOf(id);
  }

  get counts(): { training: number; queued: number } {
    return { training: this.#queue.trainingCount, queued: this.#queue.waiting.length };
  }

  /** Looks again how many runs may train at once. */
  settingsChanged(): void {
    this.#queue.pump();
  }

  /** Has every trainer keep all it has, for when the app quits. Resolves when all have, or have been ended. */
  async leaveAll(): Promise<void> {
    this.#isLeaving = true;
    const gone = [...this.#live.values()].map(({ trainer }) => trainer.ended);
    for (const { trainer } of this.#live.values()) trainer.pause();
    await Promise.all(gone);
  }

  /** Of a store that is only looked at: the truth about a run, without writing it down. */
  #show(document: RunDocument): void {
    const { id, status } = document;
    const cause = 'The app ended while this run was training.';
    if (status === 'running') this.#documents.set(id, { ...document, status: nextStatus(status, 'interrupt'), cause });
    if (isResumable(this.get(id).status)) this.#wayOn(id);
  }

  #create(configuration: RunConfiguration): RunId {
    const document: RunDocument = {
      formatVersion: RUN_FORMAT_VERSION,
      id: randomUUID(),
      configuration,
      createdAt: Date.now(),
      startedAt: null,
      finishedAt: null,
      status: 'queued',
      cause: null,
      colour: nextColour([...this.#documents.values()].map((run) => run.colour)),
      results: null,
      dataSha256: null,
      environment: {},
      parent: null,
    };
    this.#parts.store.create(document);
    this.#documents.set(document.id, document);
    this.#queue.add(document.id);
    this.#changes.add(document.id);
    return document.id;
  }

  #start(id: RunId): void {
    try {
      const { configuration } = this.get(id);
      const series = this.#parts.seriesFor(configuration);
      this.#move(id, 'start', null, (document) => ({ ...document, startedAt: Date.now() }));
      const job = { configuration, series, folder: this.#parts.store.folderOf(id) };
      const trainer = new TrainerSupervisor(this.#parts.forkTrainer(), job, {
        report: (report) => this.#report(id, report),
        failed: (error) => this.#failed(id, error),
      });
      this.#stopped.delete(id);
      this.#live.set(id, { trainer, progress: null, loss: NaN, validationLoss: NaN, isStalled: false });
      this.#queueMoved();
    } catch (error) {
      if (error instanceof StudioError && error.code === 'disk-full') {
        this.#queue.putBack(id);
        this.#endings.hold(error);
      } else this.#failed(id, reportError(error));
    }
  }

  #report(id: RunId, report: Exclude<TrainerReport, { type: 'predictions' | 'failed' }>): void {
    const live = this.#live.get(id);
    if (!live) return;
    switch (report.type) {
      case 'started':
        this.#update(id, (document) => ({
          ...document,
          environment: report.environment,
          dataSha256: report.dataSha256,
        }));
        for (const message of report.notices) this.#parts.onTrouble({ code: 'store-damaged', message });
        break;
      case 'paused':
        this.#paused(id, report.step, report.steps);
        break;
      case 'progress':
        live.progress = report.progress;
        live.loss = report.loss;
        live.validationLoss = report.validationLoss;
        this.#changes.add(id);
        break;
      case 'finished':
        this.#finish(id, report);
        break;
    }
  }

  #finish(id: RunId, { status, cause, results, weights }: Extract<TrainerReport, { type: 'finished' }>): void {
    try {
      // Weights first: a run that says "completed" has them.
      writeWeights(this.#parts.store.folderOf(id), weights, this.#parts.openDocument);
    } catch (error) {
      this.#failed(id, { code: 'disk-full', message: `The weights could not be kept. ${(error as Error).message}` });
      return;
    }
    const action = { completed: 'complete', diverged: 'diverge', cancelled: 'cancel' } as const;
    this.#ended(id, action[status], cause, (document) => ({ ...document, results }));
    // Not before the end of the run is on disk.
    if (status !== 'cancelled' && !this.#endings.holds) removeCheckpoints(this.#parts.store.folderOf(id));
  }

  #paused(id: RunId, step: number, steps: number): void {
    const place = `at step ${step} of ${steps}`;
    const wayOn = this.#wayOn(id);
    if (this.#isLeaving) this.#ended(id, 'interrupt', `The app was closed ${place} of this run. ${wayOn}`);
    else this.#ended(id, 'pause', `Paused ${place}`);
  }

  #failed(id: RunId, error: ErrorReport): void {
    this.#parts.log.error(`Run ${id} failed: ${error.message}`);
    // A process that died says nothing against the run; what the trainer itself could not do, it cannot do again.
    if (error.code === 'trainer-crashed' && this.#crashes.mayStartAgain(id)) this.#startAgain(id, error.message);
    else if (error.code === 'trainer-crashed') {
      this.#ended(id, 'interrupt', `${error.message} ${this.#crashes.whyNot} ${this.#wayOn(id)}`);
    } else if (error.code === 'trainer-ended') this.#ended(id, 'interrupt', `${error.message} ${this.#wayOn(id)}`);
    else this.#ended(id, 'fail', error.message);
  }

  /** Next in the queue, from its last checkpoint. */
  #startAgain(id: RunId, why: string): void {
    this.#live.delete(id);
    this.#move(id, 'interrupt', `${why} ${this.#wayOn(id)}`);
    this.#move(id, 'resume', null);
    this.#queue.putBack(id);
    const { name } = this.get(id).configuration;
    this.#parts.onTrouble({
      code: 'trainer-crashed',
      message: `“${name}”: ${why} It goes on from its last checkpoint.`,
    });
    this.#queue.pump();
    this.#queueMoved();
  }

  /** Takes down where a run stands that was stopped. @returns from where it can go on, in a sentence */
  #wayOn(id: RunId): string {
    const { wayOn, figures } = stoppedRun(this.#parts.store.folderOf(id), this.get(id).configuration);
    if (figures) this.#stopped.set(id, figures);
    return wayOn;
  }

  #ended(
    id: RunId,
    action: RunAction,
    cause: string | null,
    change: (document: RunDocument) => RunDocument = (document) => document,
  ): void {
    this.#live.delete(id);
    const document = this.get(id);
    const status = nextStatus(document.status, action);
    const ended = { ...change(document), status, cause, finishedAt: Date.now() };
    this.#documents.set(id, ended);
    this.#changes.add(id);
    this.#endings.write(ended);
    this.#queue.done(id);
  }

  #move(
    id: RunId,
    action: RunAction,
    cause: string | null,
    change: (document: RunDocument) => RunDocument = (document) => document,
  ): void {
    this.#update(id, (document) => ({ ...change(document), status: nextStatus(document.status, action), cause }));
  }

  #update(id: RunId, change: (document: RunDocument) => RunDocument): void {
    this.#documents.set(id, this.#parts.store.update(id, change));
    this.#changes.add(id);
  }

  /** Places in the queue are part of what the window shows. */
  #queueMoved(): void {
    this.#queue.waiting.forEach((id) => this.#changes.add(id));
  }

  #summary(document: RunDocument): RunSummary {
    const figures = this.#live.get(document.id) ?? this.#stopped.get(document.id) ?? null;
    return summarize(document, figures, this.#queue.position(document.id));
  }
}
