/**
 * The trainer: one utility process a run. Trains, appends its own metric log, streams rows to the window and reports to
 * main. Its death touches nothing else.
 */

import { setImmediate } from 'node:timers/promises';
import { reportError, StudioError } from '../../core/contract/errors';
import type { WeightsChoice } from '../../core/contract/run';
import type { TrainerCommand, TrainerReport, TrainJob } from '../../core/contract/trainer-protocol';
import { prepareDataset } from '../../core/data/prepare';
import { lookInside } from '../../core/train/inside';
import { predict } from '../../core/train/predict';
import { TrainingSession } from '../../core/train/session';
import { seriesSha256 } from '../store/dataset-document';
import { readSeries } from '../store/datasets-store';
import { describeEnvironment } from '../store/environment';
import { loadBestKernels, skipBoundsChecks, usedKernel } from '../store/kernel-module';
import { RunLock } from '../store/run-lock';
import { keepingOf, RunRecorder } from '../store/run-recorder';
import { sha256 } from '../store/sha256';
import { MetricsBatcher } from './metrics-batch';

/** Commands are looked at this often: long enough to cost nothing, short enough to feel immediate. */
const SLICE_SECONDS = 0.02;
const ALIVE_MS = 1000;

const main = process.parentPort;
const report = (message: TrainerReport): void => main.postMessage(message);
const clock = (): number => performance.now() / 1000;

let cancelled = false;
let paused = false;
/** The system, or a person, ends this process: keep everything and leave. */
let terminated = false;
let begun = false;
/** Ports to windows; a reloaded window brings a new one. */
const watchers = new Set<Electron.MessagePortMain>();
const predictionRequests: Extract<TrainerCommand, { type: 'predict' }>[] = [];
const insideRequests: Extract<TrainerCommand, { type: 'inside' }>[] = [];

process.on('SIGTERM', () => (terminated = true));

main.on('message', ({ data, ports }) => {
  const command = data as TrainerCommand;
  switch (command.type) {
    case 'train':
      if (!begun) void train(command.job);
      begun = true;
      break;
    case 'watch':
      for (const port of ports) watch(port);
      break;
    case 'cancel':
      cancelled = true;
      break;
    case 'pause':
      paused = true;
      break;
    case 'predict':
      predictionRequests.push(command);
      break;
    case 'inside':
      insideRequests.push(command);
      break;
  }
});

function watch(port: Electron.MessagePortMain): void {
  watchers.add(port);
  port.on('close', () => watchers.delete(port));
  port.start();
}

async function train({ configuration, series, folder, checkpoints: policy }: TrainJob): Promise<void> {
  let longest = 0;
  const alive = setInterval(() => report({ type: 'alive', stepSeconds: longest }), ALIVE_MS);
  let lock: RunLock | null = null;
  try {
    lock = RunLock.acquire(folder, 'AlarmworkNet Studio');
    const data = prepareDataset(configuration.dataset, configuration.readout, series && readSeries(series));
    const dataSha256 = seriesSha256(data.series);
    const environment = describeEnvironment(usedKernel(configuration.kernel));
    const recorder = RunRecorder.resume({ folder, configuration, dataSha256, environment, clock, policy });
    skipBoundsChecks();
    const tools = { clock, sha256, loadKernels: loadBestKernels };
    const session = new TrainingSession(configuration, data, tools, recorder.resumed, keepingOf(policy));
    const sequences = data.parts.training.count;
    report({ type: 'started', environment, dataSha256, sequences, notices: recorder.notices });

    const toWindow = new MetricsBatcher(clock, (batch) => watchers.forEach((port) => port.postMessage(batch)));
    const toMain = new MetricsBatcher(clock, ({ progress }) =>
      report({ type: 'progress', progress, ...session.losses }),
    );
    while (!session.done && !cancelled && !paused && !terminated) {
      const start = clock();
      const rows = session.advance(SLICE_SECONDS);
      // On disk before on screen: what a person has seen is there after a crash.
      recorder.record(rows, session);
      toWindow.add(rows, session.progress, session.done);
      toMain.add(rows, session.progress, session.done);
      for (const request of predictionRequests.splice(0)) answerPrediction(request);
      for (const request of insideRequests.splice(0)) answerInside(request);
      longest = Math.max(longest, clock() - start);
      await setImmediate();
    }
    if (session.done) recorder.end(session);
    // A run that was stopped may still be gone on with.
    else if (session.progress.step > 0) recorder.checkpoint(session);
    recorder.close();
    // Before the report: what main starts next in this folder must not find it in use.
    lock.release();
    if ((paused || terminated) && !session.done) {
      const { step, steps } = session.progress;
      report({ type: 'paused', step, steps, asked: paused });
      return;
    }
    const { status, cause, results, weights } = session.finish();
    report({ type: 'finished', status, cause, results, weights });

    function parametersNow(choice: WeightsChoice): Float32Array {
      const parameters = session.parameters(choice);
      if (!parameters) throw new StudioError('not-found', 'No best weights yet: they exist after the first epoch');
      return parameters;
    }

    function answerInside({ requestId, question }: (typeof insideRequests)[number]): void {
      try {
        const result = lookInside(question, session.specification, data, parametersNow(question.weights));
        report({ type: 'inside', requestId, answer: { ok: true, result } });
      } catch (error) {
        report({ type: 'inside', requestId, answer: { ok: false, error: reportError(error) } });
      }
    }

    function answerPrediction({ requestId, part, weights: choice, output }: (typeof predictionRequests)[number]): void {
      try {
        const parameters = parametersNow(choice);
        const result = predict(session.engine, configuration, data, parameters, part, choice, output);
        report({ type: 'predictions', requestId, answer: { ok: true, result } });
      } catch (error) {
        report({ type: 'predictions', requestId, answer: { ok: false, error: reportError(error) } });
      }
    }
  } catch (error) {
    lock?.release();
    report({ type: 'failed', error: reportError(error) });
  } finally {
    clearInterval(alive);
  }
}
