/**
 * The truth about runs: their documents, which of them train, and every change of status. A little long, so that no change of
 * status is anywhere else.
 */
import type { MessagePortMain, UtilityProcess } from 'electron';
import { reportError, StudioError, type ErrorReport } from '../../core/contract/errors';
import type {
  CheckpointInfo,
  CheckpointName,
  RunAnnotations,
  RunConfiguration,
  RunDocument,
  RunId,
  RunSummary,
} from '../../core/contract/run';
import type { CheckpointPolicy, StoredSeries, TrainerReport } from '../../core/contract/trainer-protocol';
import { isResumable, nextStatus, type RunAction } from '../../core/experiment/run-states';
import { removeLastCheckpoints, removeOlderCheckpoint } from '../store/checkpoints';
import type { RunStore } from '../store/run-store';
import { writeWeights } from '../store/weights-store';
import type { OpenDocument } from '../store/document-backend';
import { ChangeBatch } from './change-batch';
import { Crashes } from './crashes';
import { beginInStore, forkInStore, longerConfiguration } from './going-on';
import { inSlices } from './in-slices';
import type { Log } from './log';
import { newRunDocument } from './new-run-document';
import { nextColour } from './next-colour';
import { RunEndings } from './run-endings';
import { RunQueue } from './run-queue';
import { summarize, type LiveFigures } from './run-summary';
import { asLookedAt, stoppedRun } from './stopped-run';
import { TrainerSupervisor, type RunReport } from './trainer-supervisor';
import { withSeed } from './with-seed';
import type { WorkerClient } from './worker-client';

export interface RunsParts {
  readonly store: RunStore;
  readonly openDocument: OpenDocument;
  readonly forkTrainer: () => UtilityProcess;
  readonly worker: Pick<WorkerClient, 'run'>;
  readonly maxConcurrentRuns: () => number;
  readonly checkpointPolicy: () => CheckpointPolicy;
  /** The imported series a configuration names, or null where it names none. */
  readonly seriesFor: (configuration: RunConfiguration) => StoredSeries | null;
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
   * Reads the store, while the window opens. Runs that were training when the app last ended are interrupted; runs that were
   * waiting wait again. Nothing else may be asked before it has resolved.
   *
   * @returns what had to be mended, in words for a person
   */
  async load(): Promise<string[]> {
    const { documents, damaged, repaired } = await inSlices(this.#parts.store.listing());
    const { isReadOnly } = this.#parts.store;
    const stopped: RunId[] = [];
    for (const document of documents) {
      this.#documents.set(document.id, isReadOnly ? asLookedAt(document) : document);
    }
    for (const { id, status } of documents.map((document) => this.get(document.id))) {
      if (status === 'running') {
        this.#move(id, 'interrupt', `The app ended while this run was training. ${this.#wayOn(id)}`);
      } else if (status === 'queued') {
        if (!isReadOnly) this.#queue.add(id);
      } else if (isResumable(status)) {
        stopped.push(id);
      }
    }
    this.#queue.pump();
    void inSlices(this.#lookUpStopped(stopped));
    return [...damaged, ...repaired].map(({ message }) => message);
  }

  /** Reads where stopped runs stand; a checkpoint may be large, and the window need not wait for hundreds of them. */
  *#lookUpStopped(ids: readonly RunId[]): Generator<undefined, void> {
    for (const id of ids) {
      const status = this.#documents.get(id)?.status;
      if (status === undefined || !isResumable(status)) continue;
      this.#wayOn(id);
      this.#changes.add(id);
      yield;
    }
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

  /**
   * Launches `count` runs that differ in their seed only.
   *
   * @param sweep the search that they belong to
   */
  launch(configuration: RunConfiguration, count: number, sweep: RunDocument['sweep'] = null): RunId[] {
    // Before any run is made: an import that is gone, say, must not leave a failed run behind.
    this.#parts.seriesFor(configuration);
    const configurations = Array.from({ length: count }, (_, index) => withSeed(configuration, index, count));
    try {
      return configurations.map((each) => this.#create(each, sweep));
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

  /**
   * Trains a run that completed for longer, from where it ended. One that was stopped early is not stopped so again.
   *
   * @param epochs more than it has behind it
   */
  extend(id: RunId, epochs: number): void {
    const longer = longerConfiguration(this.get(id), this.folderOf(id), epochs);
    this.#parts.seriesFor(longer);
    this.#move(id, 'extend', null, (document) => ({ ...document, configuration: longer, finishedAt: null }));
    this.#queue.add(id);
    this.#queue.pump();
    this.#queueMoved();
  }

  /** Checkpoints of a run to fork from, newest first. */
  checkpoints(id: RunId): Promise<CheckpointInfo[]> {
    return this.#parts.worker.run('checkpoints', { folder: this.folderOf(id) });
  }

  /** A new run that goes on from a checkpoint of another one. It is there, and queued, once this resolves. */
  async fork(id: RunId, checkpoint: CheckpointName, configuration: RunConfiguration): Promise<RunId> {
    const parent = this.get(id);
    this.#parts.seriesFor(configuration);
    const document = await forkInStore(this.#parts, { parent, checkpoint }, configuration, () => this.freeColour());
    this.#admit(document);
    this.#wayOn(document.id);
    this.#queue.pump();
    return document.id;
  }

  /** As {@link launch}, with the weights of a file to begin with instead of at random. They are there once this resolves. */
  async launchWithWeights(path: string, configuration: RunConfiguration, count: number): Promise<RunId[]> {
    const series = this.#parts.seriesFor(configuration);
    const ids: RunId[] = [];
    for (let index = 0; index < count; index++) {
      const each = withSeed(configuration, index, count);
      const document = await beginInStore(this.#parts, { path, series }, each, () => this.freeColour());
      this.#admit(document);
      this.#queue.pump();
      ids.push(document.id);
    }
    return ids;
  }

  rename(id: RunId, name: string): void {
    this.#update(id, (document) => ({ ...document, configuration: { ...document.configuration, name } }));
  }

  /** What is absent from `change` stays. */
  annotate(ids: readonly RunId[], change: Partial<RunAnnotations & Pick<RunDocument, 'colour'>>): void {
    for (const id of ids) this.#update(id, (document) => ({ ...document, ...change }));
  }

  /** Active runs are ended first; what they had logged goes to the trash with them. */
  delete(ids: readonly RunId[]): void {
    const now = Date.now();
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
      this.#parts.store.moveToTrash(id, now);
      this.#documents.delete(id);
      this.#stopped.delete(id);
      this.#endings.forget(id);
      this.#parts.onRemoved([id]);
    }
    this.#queueMoved();
  }

  /** One that cannot be restored keeps no other from it. */
  restore(ids: readonly RunId[]): void {
    const failures: unknown[] = [];
    for (const id of ids) {
      try {
        this.#restore(id);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Where a run stands; null for one that was deleted. */
  summaryOf(id: RunId): RunSummary | null {
    const document = this.find(id);
    return document && this.#summary(document);
  }

  /** Takes in a run whose folder is in the store by now. */
  adopt(document: RunDocument): void {
    this.#documents.set(document.id, document);
    if (isResumable(document.status)) this.#wayOn(document.id);
    this.#changes.add(document.id);
  }

  freeColour(): number {
    return nextColour([...this.#documents.values()].map((run) => run.colour));
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
  trainer(id: RunId): Pick<TrainerSupervisor, 'predict' | 'inside'> | null {
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

  #restore(id: RunId): void {
    const document = this.#parts.store.restore(id);
    this.#documents.set(id, document);
    this.#changes.add(id);
    // Not by #move: what is shown has to be true on a full disk, too.
    if (document.status === 'queued') this.#ended(id, 'cancel', 'Cancelled: it was deleted before it had started');
    else if (document.status === 'running') {
      this.#ended(id, 'interrupt', `It was deleted while it was training. ${this.#wayOn(id)}`);
    } else if (isResumable(document.status)) this.#wayOn(id);
  }

  #create(configuration: RunConfiguration, sweep: RunDocument['sweep']): RunId {
    const document = newRunDocument(configuration, this.freeColour(), null, sweep);
    this.#parts.store.create(document);
    this.#admit(document);
    return document.id;
  }

  /** A run that is in the store, and waits from now on. */
  #admit(document: RunDocument): void {
    this.#documents.set(document.id, document);
    this.#queue.add(document.id);
    this.#changes.add(document.id);
  }

  #start(id: RunId): void {
    try {
      const { configuration } = this.get(id);
      const series = this.#parts.seriesFor(configuration);
      this.#move(id, 'start', null, (document) => ({ ...document, startedAt: Date.now() }));
      const checkpoints = this.#parts.checkpointPolicy();
      const job = { configuration, series, folder: this.#parts.store.folderOf(id), checkpoints };
      const trainer = new TrainerSupervisor(this.#parts.forkTrainer(), job, {
        report: (report) => this.#report(id, report),
        stalled: (isStalled) => this.#stalled(id, isStalled),
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

  #report(id: RunId, report: RunReport): void {
    const live = this.#live.get(id);
    if (!live) return;
    switch (report.type) {
      case 'started':
        this.#update(id, (document) => ({
          ...document,
          environment: report.environment,
          dataSha256: report.dataSha256,
          sequences: report.sequences,
        }));
        for (const message of report.notices) this.#parts.onTrouble({ code: 'store-damaged', message });
        break;
      case 'paused':
        this.#paused(id, report);
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
    if (status === 'cancelled' || this.#endings.holds) return;
    const folder = this.#parts.store.folderOf(id);
    if (!this.#parts.checkpointPolicy().keepLast) removeLastCheckpoints(folder);
    else if (status === 'completed') removeOlderCheckpoint(folder);
  }

  #paused(id: RunId, { step, steps, asked }: Extract<TrainerReport, { type: 'paused' }>): void {
    const place = `at step ${step} of ${steps}`;
    const wayOn = this.#wayOn(id);
    // Asked to be cancelled when it was pausing already.
    if (this.#live.get(id)?.trainer.isCancelled) this.#ended(id, 'cancel', `Cancelled ${place}. ${wayOn}`);
    else if (this.#isLeaving) this.#ended(id, 'interrupt', `The app was closed ${place} of this run. ${wayOn}`);
    else if (asked) this.#ended(id, 'pause', `Paused ${place}`);
    else this.#ended(id, 'interrupt', `The training process was asked from outside to end, ${place}. ${wayOn}`);
  }

  #stalled(id: RunId, isStalled: boolean): void {
    const live = this.#live.get(id);
    if (!live) return;
    live.isStalled = isStalled;
    this.#changes.add(id);
  }

  #failed(id: RunId, error: ErrorReport): void {
    this.#parts.log.error(`Run ${id} failed: ${error.message}`);
    // A process that died says nothing against the run; what the trainer itself could not do, it cannot do again.
    if (error.code === 'trainer-crashed' && this.#crashes.mayStartAgain(id)) this.#startAgain(id, error.message);
    else if (error.code === 'trainer-crashed') {
      this.#ended(id, 'interrupt', `${error.message} ${this.#crashes.whyNot} ${this.#wayOn(id)}`);
    } else if (error.code === 'trainer-ended' || error.code === 'in-use') {
      this.#ended(id, 'interrupt', `${error.message} ${this.#wayOn(id)}`);
    } else this.#ended(id, 'fail', error.message);
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
    // Not of what the disk holds: how the run ended may still wait for space there, and is then written with this.
    this.#documents.set(
      id,
      this.#parts.store.update(id, () => change(this.get(id))),
    );
    this.#endings.forget(id);
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
