/**
 * Main's side of one trainer process. What a trainer says is believed; its exit code is not: a killed utility process
 * ends with code 0. A run has finished only when the trainer's `finished` report was received.
 */
import type { MessagePortMain, UtilityProcess } from 'electron';
import { StudioError, type ErrorReport } from '../../core/contract/errors';
import type { InsideAnswer, InsideQuestion } from '../../core/contract/inside';
import type { Predictions, WeightsChoice } from '../../core/contract/run';
import type { TrainerCommand, TrainerReport, TrainJob } from '../../core/contract/trainer-protocol';

/** A trainer that doesn't answer a cancel or a pause by then is ended. */
const CANCEL_SECONDS = 5;
/** One that says nothing for so long is stalled, or for some of its steps, where those are known to take longer. */
const STALLED_SECONDS = 10;
const STALLED_STEPS = 3;
const LOOK_MS = 1000;

/** What main hears of a trainer, beside its failure. */
export type RunReport = Exclude<TrainerReport, { type: 'predictions' | 'inside' | 'failed' | 'alive' }>;

export interface TrainerEvents {
  report(report: RunReport): void;
  /** It has given no sign of life for a while; false once it has again. */
  stalled(isStalled: boolean): void;
  /** The trainer is gone without having finished; called once at most, and nothing after it. */
  failed(error: ErrorReport): void;
}

export class TrainerSupervisor {
  readonly #process: UtilityProcess;
  readonly #events: TrainerEvents;
  /** Questions about the present weights, by the number of their request. */
  readonly #waiting = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
  #nextRequest = 1;
  #ended = false;
  /** Resolves once this has reported its last. */
  readonly ended: Promise<void>;
  #resolveEnded: () => void = () => undefined;
  #cancelTimer: NodeJS.Timeout | null = null;
  readonly #watch: NodeJS.Timeout;
  #lookedAt = performance.now();
  #heardAt = performance.now();
  #stepSeconds = 0;
  #isStalled = false;
  #hasGivenUp = false;
  #isCancelled = false;

  constructor(trainer: UtilityProcess, job: TrainJob, events: TrainerEvents) {
    this.#process = trainer;
    this.#events = events;
    this.#watch = setInterval(() => this.#look(), LOOK_MS);
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    trainer.on('message', (report: TrainerReport) => this.#receive(report));
    trainer.on('exit', (code) => this.#fail(this.#hasGivenUp ? NO_ANSWER : explainExit(code)));
    // Newer versions of Electron say so when V8 gives up; unheard, it would be an error of main's own. The exit follows.
    trainer.on('error', () => undefined);
    this.#send({ type: 'train', job });
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#send({ type: 'cancel' });
    this.#giveUpSoon();
  }

  /** True also where it was about to pause by then, which is then what it reports. */
  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** Has it keep everything and stop; it reports `paused`, or, where it cannot in time, is ended. */
  pause(): void {
    this.#send({ type: 'pause' });
    this.#giveUpSoon();
  }

  /** Ends the process at once and reports nothing more; what it had logged stays. */
  abandon(): void {
    this.#end();
    this.#kill();
  }

  watch(port: MessagePortMain): void {
    if (!this.#ended) this.#process.postMessage({ type: 'watch' } satisfies TrainerCommand, [port]);
  }

  /** @param output which of several; null for the first, or the classes */
  predict(part: 'validation' | 'test', weights: WeightsChoice, output: number | null): Promise<Predictions> {
    return this.#asked((requestId) => this.#send({ type: 'predict', requestId, part, weights, output }));
  }

  inside<Question extends InsideQuestion>(question: Question): Promise<InsideAnswer<Question>> {
    return this.#asked((requestId) => this.#send({ type: 'inside', requestId, question }));
  }

  #asked<Answer>(send: (requestId: number) => void): Promise<Answer> {
    const requestId = this.#nextRequest++;
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(requestId, { resolve, reject });
      send(requestId);
    });
  }

  #giveUpSoon(): void {
    this.#cancelTimer ??= setTimeout(() => {
      this.#hasGivenUp = true;
      this.#kill();
    }, CANCEL_SECONDS * 1000);
  }

  #receive(report: TrainerReport): void {
    // What an abandoned trainer still had to say is of no interest.
    if (this.#ended) return;
    this.#heardAt = performance.now();
    this.#setStalled(false);
    switch (report.type) {
      case 'alive':
        this.#stepSeconds = report.stepSeconds;
        break;
      case 'predictions':
      case 'inside': {
        const waiting = this.#waiting.get(report.requestId);
        this.#waiting.delete(report.requestId);
        if (report.answer.ok) waiting?.resolve(report.answer.result as never);
        else waiting?.reject(new StudioError(report.answer.error.code, report.answer.error.message));
        break;
      }
      case 'failed':
        this.#fail(report.error);
        this.#kill();
        break;
      case 'finished':
      case 'paused':
        this.#end();
        this.#events.report(report);
        this.#kill();
        break;
      default:
        this.#events.report(report);
    }
  }

  #fail(error: ErrorReport): void {
    if (this.#ended) return;
    this.#end();
    this.#events.failed(error);
  }

  #end(): void {
    this.#ended = true;
    clearInterval(this.#watch);
    this.#resolveEnded();
    if (this.#cancelTimer) clearTimeout(this.#cancelTimer);
    for (const { reject } of this.#waiting.values()) {
      reject(new StudioError('not-found', 'The run has just ended: ask again'));
    }
    this.#waiting.clear();
  }

  #look(): void {
    const now = performance.now();
    // A computer that slept, or a main process that was busy, has heard nothing of anyone.
    if (now - this.#lookedAt > 3 * LOOK_MS) this.#heardAt = now;
    this.#lookedAt = now;
    const limit = Math.max(STALLED_SECONDS, STALLED_STEPS * this.#stepSeconds);
    this.#setStalled(now - this.#heardAt > limit * 1000);
  }

  #setStalled(isStalled: boolean): void {
    if (isStalled === this.#isStalled) return;
    this.#isStalled = isStalled;
    this.#events.stalled(isStalled);
  }

  /** At once: asked politely (`UtilityProcess.kill` sends SIGTERM), it would first keep everything. */
  #kill(): void {
    const { pid } = this.#process;
    if (pid === undefined) this.#process.once('spawn', () => this.#kill());
    else {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has gone by itself meanwhile.
      }
    }
  }

  #send(command: TrainerCommand): void {
    // Posting to a process that has exited has crashed main on some Electron versions.
    if (!this.#ended) this.#process.postMessage(command);
  }
}

const NO_ANSWER: ErrorReport = {
  code: 'trainer-ended',
  message: `The training process did not stop within ${CANCEL_SECONDS} seconds of being asked to, and was ended.`,
};

/**
 * `trainer-ended` where somebody, or the system, meant it; `trainer-crashed` where the process failed. A signal comes as
 * its number on Linux and on a Mac, a kill from the app itself as 0, and so does an end that the process chose.
 */
function explainExit(code: number): ErrorReport {
  const ended = ENDS[code];
  const how = ended ?? CRASHES[code] ?? `crashed (exit code ${code})`;
  return {
    code: ended === undefined ? 'trainer-crashed' : 'trainer-ended',
    message: `The training process ${how} before the run was finished.`,
  };
}

const ENDS: Readonly<Record<number, string>> = {
  0: 'ended without an error (exit code 0), by itself or at the request of another program,',
  9: 'was killed, by a person or by the system for want of memory,',
  15: 'was ended from outside (signal 15, SIGTERM)',
};

/**
 * Exit codes below 32 may also be signals: nothing tells them apart. V8 aborts when its heap is full, by signal 6 as
 * Node builds it and by 4 or 5 as Chromium does.
 */
const CRASHES: Readonly<Record<number, string>> = {
  1: 'stopped at an error that nothing caught (exit code 1)',
  4: 'crashed (code 4, SIGILL), which may mean that it ran out of memory,',
  5: 'crashed (code 5, SIGTRAP), which may mean that it ran out of memory,',
  6: 'was aborted (code 6, SIGABRT), which may mean that it ran out of memory,',
  7: 'crashed (code 7, SIGBUS: a failing disk or faulty memory may be behind it)',
  8: 'crashed (code 8, SIGFPE)',
  11: 'crashed (code 11, SIGSEGV: it used memory that is not its own)',
};
