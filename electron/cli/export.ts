import { existsSync, lstatSync, statSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import type { ExportFormat } from '../../core/contract/ipc';
import type { WeightsChoice } from '../../core/contract/run';
import { encodeWeights, weightsFile } from '../../core/formats/weights-file';
import { writeDurably } from '../store/durable-file';
import { explainWriteError } from '../store/file-errors';
import { CommandError } from './command-error';
import { readTrainedRun } from './run-weights';

/** Writes a run's weights in a format that others read. */
export function exportRun(options: { run: string; format: ExportFormat; out: string; weights: WeightsChoice }) {
  const { document, weights } = readTrainedRun(options.run, options.weights);
  const out = newFile(options.out);
  const bytes = encodeWeights(options.format, weightsFile(document, weights, options.weights));
  writeDurably(out, bytes);
  return { file: options.out, format: options.format, weights: options.weights, bytes: bytes.byteLength };
}

/** @returns the absolute path of a file that may be written, or replaced */
function newFile(name: string): string {
  if (name.trim() === '') throw new CommandError('--out is empty: name the file to write');
  const out = resolve(name);
  if (!existsSync(dirname(out))) throw new CommandError(`${name}: its folder does not exist; make it first`);
  const found = stats(name, out);
  if (found?.isDirectory()) throw new CommandError(`${name}: is a folder; name a file`);
  // Writing ends with a rename, which would put a file in place of a device such as /dev/null, or of a link.
  if (found && !found.isFile())
    throw new CommandError(`${name}: is a device, a pipe or a link to nothing; name a file`);
  return out;
}

function stats(name: string, path: string): Stats | undefined {
  const quiet = { throwIfNoEntry: false } as const;
  try {
    return statSync(path, quiet) ?? lstatSync(path, quiet);
  } catch (error) {
    const explained = explainWriteError(error, path);
    throw explained instanceof StudioError ? new CommandError(`--out ${name}: ${explained.message}`) : error;
  }
}
