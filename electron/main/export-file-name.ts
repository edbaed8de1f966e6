import type { ExportFormat } from '../../core/contract/ipc';
import type { RunDocument } from '../../core/contract/run';
import type { RunExport } from '../../core/contract/run-exports';

const ENDINGS: Readonly<Record<ExportFormat, string>> = {
  safetensors: '.safetensors',
  npz: '.npz',
  json: '.json',
  onnx: '.onnx',
  numpy: '-numpy.zip',
  pytorch: '-pytorch.zip',
  javascript: '-javascript.zip',
};

export const RUN_EXPORT_ENDINGS: Readonly<Record<RunExport, string>> = {
  csv: '-metrics.csv',
  jsonl: '-metrics.jsonl',
  // TensorBoard reads files with this word in their names, and no others.
  tensorboard: '.tfevents',
  bundle: '-run.zip',
};

export const RUN_EXPORT_NAMES: Readonly<Record<RunExport, string>> = {
  csv: 'Metrics',
  jsonl: 'Metrics',
  tensorboard: 'Metrics',
  bundle: 'Bundle',
};

/** A run's name as a file name that every system takes. */
export function exportFileName(run: RunDocument, format: ExportFormat): string {
  return fileNameOf(run, ENDINGS[format]);
}

/** @param ending with its dot, and whatever tells the file from others of the run */
export function fileNameOf({ configuration }: RunDocument, ending: string): string {
  const name = configuration.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '');
  return `${name || 'weights'}${ending}`;
}
