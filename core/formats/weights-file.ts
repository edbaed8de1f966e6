/** A run's weights as a file for elsewhere. */
import { StudioError } from '../contract/errors';
import type { ExportFormat } from '../contract/ipc';
import type { RunDocument, WeightsChoice } from '../contract/run';
import type { TrainedWeights, WeightsFile } from '../contract/weights';
import { writeJavaScriptExport } from './code/javascript';
import { writeNumpyExport } from './code/numpy';
import { writePyTorchExport } from './code/pytorch';
import { writeWeightsJson } from './json';
import { writeNpz } from './npz';
import { writeOnnx } from './onnx';
import { writeSafetensors } from './safetensors';

/** @throws StudioError `not-found` where the run has no such weights */
export function weightsFile(run: RunDocument, weights: TrainedWeights, choice: WeightsChoice): WeightsFile {
  const tensors = weights[choice];
  const { name, seed } = run.configuration;
  if (!tensors) throw new StudioError('not-found', `"${name}" has no ${choice} weights: it ended before they existed`);
  const hash = choice === 'final' ? run.results?.weightsSha256 : run.results?.bestWeightsSha256;
  return {
    specification: weights.specification,
    preparation: weights.preparation,
    tensors,
    notes: {
      run: name,
      weights: choice,
      seed: String(seed),
      sha256: hash ?? '',
      configuration: JSON.stringify(run.configuration),
    },
  };
}

export function encodeWeights(format: ExportFormat, file: WeightsFile): Uint8Array {
  switch (format) {
    case 'safetensors':
      return writeSafetensors(file);
    case 'npz':
      return writeNpz(file);
    case 'json':
      return writeWeightsJson(file);
    case 'onnx':
      return writeOnnx(file);
    case 'numpy':
      return writeNumpyExport(file);
    case 'pytorch':
      return writePyTorchExport(file);
    case 'javascript':
      return writeJavaScriptExport(file);
  }
}
