/** What a run can be saved as, in words. */
import type { ExportFormat } from '../../core/contract/ipc';
import type { RunExport } from '../../core/contract/run-exports';

export interface ExportTexts {
  readonly title: string;
  readonly text: string;
}

export const WEIGHTS_TEXTS: Readonly<Record<ExportFormat, ExportTexts>> = {
  safetensors: {
    title: 'safetensors',
    text: 'For PyTorch, JAX and Hugging Face: named tensors and the notes of the run in one safe file.',
  },
  npz: { title: 'NPZ', text: 'For NumPy: numpy.load gives one array a parameter.' },
  json: { title: 'JSON', text: 'For everything else, and for reading with your own eyes.' },
  onnx: {
    title: 'ONNX',
    text: 'The network as a graph that runs in ONNX Runtime, for sequences of any length and number.',
  },
  numpy: { title: 'NumPy code', text: 'One Python file that needs nothing but NumPy, with the weights beside it.' },
  pytorch: { title: 'PyTorch code', text: 'A module with its state dict beside it, to be used or trained further.' },
  javascript: { title: 'JavaScript code', text: 'One module for Node and for browsers, with the weights beside it.' },
};

export const DATA_FORMATS = ['safetensors', 'npz', 'json', 'onnx'] as const satisfies readonly ExportFormat[];
export const CODE_FORMATS = ['numpy', 'pytorch', 'javascript'] as const satisfies readonly ExportFormat[];

export const RUN_EXPORT_TEXTS: Readonly<Record<RunExport, ExportTexts>> = {
  csv: { title: 'CSV', text: 'For spreadsheets: a row an epoch.' },
  jsonl: { title: 'JSON Lines', text: 'For scripts: an object an epoch.' },
  tensorboard: {
    title: 'TensorBoard events',
    text: 'A scalar for each figure, at the optimizer step it was measured at.',
  },
  bundle: {
    title: 'bundle',
    text: 'Configuration, hash of the data, metrics, weights and environment, for this app on another machine to import.',
  },
};
