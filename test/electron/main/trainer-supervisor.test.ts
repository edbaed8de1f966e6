import { EventEmitter } from 'node:events';
import type { UtilityProcess } from 'electron';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TrainerCommand, TrainerReport } from '../../../core/contract/trainer-protocol';
import { TrainerSupervisor } from '../../../electron/main/trainer-supervisor';
import { USUAL_CHECKPOINTS } from '../../../electron/store/run-recorder';
import { smallConfiguration } from '../../support/configurations';

class Process extends EventEmitter {
  readonly commands: TrainerCommand[] = [];

  postMessage(command: TrainerCommand): void {
    this.commands.push(command);
  }

  report(report: TrainerReport): void {
    this.emit('message', report);
  }
}

function supervised() {
  const process = new Process();
  const told: string[] = [];
  const job = { configuration: smallConfiguration(), series: null, folder: 'run', checkpoints: USUAL_CHECKPOINTS };
  const supervisor = new TrainerSupervisor(process as unknown as UtilityProcess, job, {
    report: ({ type }) => told.push(type),
    stalled: (isStalled) => told.push(isStalled ? 'stalled' : 'alive again'),
    failed: ({ code, message }) => told.push(`${code}: ${message}`),
  });
  return { process, supervisor, told };
}

const started: TrainerReport = { type: 'started', environment: {}, dataSha256: '', sequences: 1, notices: [] };
const finished = { type: 'finished' } as TrainerReport;

describe('the trainer supervisor', () => {
  it('believes a finished report, and nothing of the exit that follows', () => {
    const { process, told } = supervised();
    process.report(started);
    process.report(finished);
    process.emit('exit', 1);
    expect(told).toEqual(['started', 'finished']);
  });

  it.each([
    [0, 'trainer-ended: The training process ended without an error (exit code 0), by itself or at the request'],
    [9, 'trainer-ended: The training process was killed, by a person or by the system for want of memory, before'],
    [15, 'trainer-ended: The training process was ended from outside (signal 15, SIGTERM) before'],
    [1, 'trainer-crashed: The training process stopped at an error that nothing caught (exit code 1) before'],
    [
      6,
      'trainer-crashed: The training process was aborted (code 6, SIGABRT), which may mean that it ran out of memory,',
    ],
    [7, 'trainer-crashed: The training process crashed (code 7, SIGBUS: a failing disk or faulty memory may be'],
    [11, 'trainer-crashed: The training process crashed (code 11, SIGSEGV: it used memory that is not its own) before'],
    [3221225477, 'trainer-crashed: The training process crashed (exit code 3221225477) before the run was finished.'],
  ])('calls an exit with code %i before that what it is: a killed utility process ends with 0', (code, words) => {
    const { process, told } = supervised();
    process.emit('exit', code);
    expect(told).toEqual([expect.stringContaining(words)]);
  });

  it('hears of V8 giving up, and waits for the exit that follows', () => {
    const { process, told } = supervised();
    process.emit('error', 'FatalError', 'Heap', '{}');
    expect(told).toEqual([]);
    process.emit('exit', 6);
    expect(told).toEqual([expect.stringContaining('ran out of memory')]);
  });

  it('says so where it ended a process that did not stop when it was asked to', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { process, supervisor, told } = supervised();
    supervisor.cancel();
    expect(supervisor.isCancelled).toBe(true);
    vi.advanceTimersByTime(5000);
    // It is killed as soon as it has a process id.
    expect(process.listenerCount('spawn')).toBe(1);
    process.emit('exit', 0);
    expect(told).toEqual([
      'trainer-ended: The training process did not stop within 5 seconds of being asked to, and was ended.',
    ]);
  });

  it('passes on the trainer’s own words when it fails, once', () => {
    const { process, told } = supervised();
    process.report({ type: 'failed', error: { code: 'disk-full', message: 'No space left for metrics.log' } });
    process.emit('exit', 0);
    expect(told).toEqual(['disk-full: No space left for metrics.log']);
  });

  it('says nothing to a process that has ended, and hears nothing of one that was abandoned', () => {
    const { process, supervisor, told } = supervised();
    supervisor.abandon();
    supervisor.cancel();
    process.report(finished);
    process.emit('exit', 0);
    expect({ told, commands: process.commands.map(({ type }) => type) }).toEqual({ told: [], commands: ['train'] });
  });

  it('answers each request for predictions with its own, and fails those still open at the end', async () => {
    const { process, supervisor } = supervised();
    const first = supervisor.predict('test', 'final', null);
    const second = supervisor.predict('validation', 'best', 1);
    process.report({
      type: 'predictions',
      requestId: 1,
      answer: { ok: false, error: { code: 'not-found', message: 'No best weights yet' } },
    });
    process.report(finished);
    await expect(first).rejects.toThrow('No best weights yet');
    await expect(second).rejects.toThrow(/has just ended/);
  });
});

describe('a trainer that goes quiet', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is stalled after ten seconds, and no longer once it has given a sign of life', () => {
    const { process, told } = supervised();
    vi.advanceTimersByTime(9000);
    process.report({ type: 'alive', stepSeconds: 0.1 });
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(told).toEqual(['stalled']);
    process.report({ type: 'alive', stepSeconds: 0.1 });
    expect(told).toEqual(['stalled', 'alive again']);
  });

  it('is given three times its longest step', () => {
    const { process, told } = supervised();
    process.report({ type: 'alive', stepSeconds: 20 });
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(told).toEqual(['stalled']);
  });

  it('is heard of no more once it has ended', () => {
    const { process, told } = supervised();
    process.report(finished);
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual(['finished']);
  });
});
