import { EventEmitter } from 'node:events';
import type { UtilityProcess } from 'electron';
import { describe, expect, it } from 'vitest';
import type { WorkerAnswer, WorkerRequest } from '../../../core/contract/trainer-protocol';
import type { Log } from '../../../electron/main/log';
import { WorkerClient } from '../../../electron/main/worker-client';

class Worker extends EventEmitter {
  readonly asked: WorkerRequest[] = [];
  killed = false;

  postMessage(request: WorkerRequest): void {
    this.asked.push(request);
  }

  kill(): boolean {
    this.killed = true;
    return true;
  }

  answer(answer: WorkerAnswer): void {
    this.emit('message', answer);
  }
}

function client(timeLimitSeconds: number) {
  const workers: Worker[] = [];
  const errors: string[] = [];
  const log: Log = { file: '', info: () => undefined, error: (message) => errors.push(message) };
  const fork = () => {
    const worker = new Worker();
    workers.push(worker);
    return worker as unknown as UtilityProcess;
  };
  return { workers, errors, client: new WorkerClient(fork, log, timeLimitSeconds) };
}

describe('the worker client', () => {
  it('matches answers to requests whatever their order, with one worker for all', async () => {
    const { client: worker, workers } = client(60);
    const first = worker.run('library', { imported: [] });
    const second = worker.run('library', { imported: [] });
    workers[0]?.answer({ requestId: 2, ok: true, result: ['b'] });
    workers[0]?.answer({ requestId: 1, ok: false, error: { code: 'bad-file', message: 'Line 3 …' } });
    await expect(first).rejects.toThrow('Line 3 …');
    expect([await second, workers.length]).toEqual([['b'], 1]);
  });

  it('fails what waits when the worker dies, and starts another for the next request', async () => {
    const { client: worker, workers, errors } = client(60);
    const lost = worker.run('library', { imported: [] });
    workers[0]?.emit('exit', 0);
    await expect(lost).rejects.toThrow(/ended unexpectedly/);
    expect(errors).toEqual(['The worker ended unexpectedly']);
    const next = worker.run('library', { imported: [] });
    workers[1]?.answer({ requestId: 2, ok: true, result: [] });
    expect(await next).toEqual([]);
  });

  it('kills a worker that takes too long, and says so', async () => {
    const { client: worker, workers } = client(0.01);
    await expect(worker.run('library', { imported: [] })).rejects.toThrow(/took longer than 0.01 seconds/);
    expect(workers[0]?.killed).toBe(true);
  });

  it('tells how far the work is, and refuses as cancelled what a person cancels', async () => {
    const { client: worker, workers, errors } = client(60);
    const told: number[] = [];
    const params = { path: 'x.csv', options: null };
    const cancelled = worker.run('preview-import', params, ({ bytes }) => told.push(bytes));
    workers[0]?.answer({ requestId: 1, progress: { bytes: 5, total: 10, rows: 1 } });
    const refused = expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const gone = worker.cancel();
    workers[0]?.emit('exit', 0);
    await Promise.all([refused, gone]);
    expect([told, workers[0]?.killed, errors]).toEqual([[5], true, []]);
    const next = worker.run('library', { imported: [] });
    workers[1]?.answer({ requestId: 2, ok: true, result: [] });
    expect(await next).toEqual([]);
  });

  it('is not troubled by a worker that ends while nothing waits', async () => {
    const { client: worker, workers, errors } = client(60);
    const only = worker.run('library', { imported: [] });
    workers[0]?.answer({ requestId: 1, ok: true, result: [] });
    await only;
    workers[0]?.emit('exit', 0);
    expect(errors).toEqual([]);
  });
});
