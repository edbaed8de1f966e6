import { join } from 'node:path';
import type { ExportFormat } from '../../core/contract/ipc';
import type { RunConfiguration, WeightsChoice } from '../../core/contract/run';
import type { MetricsFormat, RunExport } from '../../core/contract/run-exports';
import type { PreparedDataset } from '../../core/data/dataset';
import { encodeWeights } from '../../core/formats/weights-file';
import { exportedRun } from '../../core/train/exported-run';
import { writeDurably } from '../store/durable-file';
import { encodeRunExport } from '../store/run-export';
import { CommandError } from './command-error';
import { prepare } from './configuration';
import { newFile } from './output-file';
import { readRun, readTrainedRun } from './run-weights';

/** Writes a run's weights in a format that others read, with a self-test from the run's own data. */
export function exportRun(options: { run: string; format: ExportFormat; out: string; weights: WeightsChoice }) {
  const { document, weights } = readTrainedRun(options.run, options.weights);
  const out = newFile(options.out);
  const file = exportedRun(document, weights, options.weights, dataOf(options.run, document.configuration));
  const bytes = encodeWeights(options.format, file);
  writeDurably(out, bytes);
  return { file: options.out, format: options.format, weights: options.weights, bytes: bytes.byteLength };
}

/** Writes a run's metrics for other programs. */
export function exportMetrics({ format, ...options }: { run: string; format: MetricsFormat; out: string }) {
  if (format === 'tensorboard' && !options.out.includes('tfevents')) {
    throw new CommandError(
      `--out ${options.out}: TensorBoard reads only files with "tfevents" in their name: use events.out.tfevents.1`,
    );
  }
  return saveRunExport(options, format);
}

/** Writes everything that another machine needs to go on with a run into one file. */
export function bundle(options: { run: string; out: string }) {
  return saveRunExport(options, 'bundle');
}

async function saveRunExport({ run, out }: { run: string; out: string }, kind: RunExport) {
  const document = readRun(run);
  const path = newFile(out);
  const bytes = await encodeRunExport(run, document, kind);
  writeDurably(path, bytes);
  return { file: out, format: kind, bytes: bytes.byteLength };
}

/** Null where it is not to be had here: the weights can be exported without it. */
function dataOf(folder: string, configuration: RunConfiguration): PreparedDataset | null {
  try {
    return prepare(join(folder, 'run.json'), configuration).data;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`The self-test is of random numbers, because the data is not at hand: ${error.message}\n`);
    return null;
  }
}
