/** Main's side of the worker: requests with a time limit; a worker that exceeds it, or dies, is replaced by a new one. */
import { once } from 'node:events';
import type { UtilityProcess } from 'electron';
import { StudioError } from '../../core/contract/errors';
import type { WorkerAnswer, WorkerJobs } from '../../core/contract/trainer-protocol';
import type { Log } from './log';

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
  readonly onProgress: (progress: Progress) => void;
}

type Progress = Extract<WorkerAnswer, { readonly progress: unknown }>['progress'];

export class WorkerClient {
  readonly #fork: () => UtilityProcess;
  readonly #log: Log;
  readonly #timeLimitSeconds: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: UtilityProcess | null = null;
  #nextRequest = 1;

  constructor(fork: () => UtilityProcess, log: Log, timeLimitSeconds = 60) {
    this.#fork = fork;
    this.#log = log;
    this.#timeLimitSeconds = timeLimitSeconds;
  }

  /** @param onProgress how far it is; each time, the limit begins anew */
  run<J extends keyof WorkerJobs>(
    job: J,
    params: WorkerJobs[J]['params'],
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<WorkerJobs[J]['result']> {
    const requestId = this.#nextRequest++;
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#stop(worker, `took longer than ${this.#timeLimitSeconds} seconds and was stopped`);
      }, this.#timeLimitSeconds * 1000);
      this.#waiting.set(requestId, { resolve, reject, timer, onProgress });
      worker.postMessage({ requestId, job, params });
    });
  }

  /** Whether somebody waits for an answer. */
  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  /** Ends what is under way, because a person asked for it: refused as `cancelled`. Resolves when the process is gone. */
  async cancel(): Promise<void> {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new StudioError('cancelled', 'It was cancelled'));
    }
    this.#waiting.clear();
    await this.close();
  }

  /** Ends the worker's process. Resolves when it is gone. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const gone = once(worker, 'exit');
    this.#stop(worker, 'was stopped, because the app quits');
    await gone;
  }

  #start(): UtilityProcess {
    const worker = this.#fork();
    worker.on('message', (answer: WorkerAnswer) => {
      const waiting = this.#waiting.get(answer.requestId);
      if (!waiting) return;
      if ('progress' in answer) {
        waiting.timer.refresh();
        waiting.onProgress(answer.progress);
        return;
      }
      this.#waiting.delete(answer.requestId);
      clearTimeout(waiting.timer);
      if (answer.ok) waiting.resolve(answer.result as never);
      else waiting.reject(new StudioError(answer.error.code, answer.error.message));
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#stop(worker, 'ended unexpectedly');
    });
    return worker;
  }

  /** Fails everything that waits for this worker; the next request gets a new one. */
  #stop(worker: UtilityProcess, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    worker.kill();
    if (this.#waiting.size > 0) this.#log.error(`The worker ${why}`);
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new StudioError('bug', `The computation ${why}. Try a smaller file, window or batch size.`));
    }
    this.#waiting.clear();
  }
}
