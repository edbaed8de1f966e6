import type { ExportFormat } from '../../core/contract/ipc';
import type { RunDocument } from '../../core/contract/run';

const ENDINGS: Readonly<Record<ExportFormat, string>> = {
  safetensors: '.safetensors',
  npz: '.npz',
  json: '.json',
  onnx: '.onnx',
  numpy: '-numpy.zip',
  pytorch: '-pytorch.zip',
  javascript: '-javascript.zip',
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
