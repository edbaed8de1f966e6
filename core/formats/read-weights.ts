/** Weights from a file of any kind that this app writes, told apart by how it begins. */
import type { ExportFormat } from '../contract/ipc';
import { badFile } from './bad-file';
import { readWeightsJson } from './json';
import { readNpz } from './npz';
import { readOnnx } from './onnx-reader';
import { readSafetensors } from './safetensors';
import type { ReadTensor, ReadWeights } from './tensor';
import { readZip, type Inflate } from './unzip';
import { readWeightsMetadata, type WeightsDescription } from './weights-metadata';

export interface FoundWeights extends WeightsDescription {
  readonly format: ExportFormat | 'code';
  readonly tensors: readonly ReadTensor[];
}

/** Beside the code of an export, under one of these names. */
const BESIDE_CODE = /^weights\.(npz|safetensors|json)$/;

/**
 * @param inflate needed for compressed NPZ files of other programs only
 * @throws StudioError `bad-file` naming the place
 */
export function readAnyWeights(bytes: Uint8Array, inflate?: Inflate): FoundWeights {
  // "PK\x03\x04", or "PK\x05\x06" of one without entries
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readZipped(bytes, inflate);
  // JSON may begin with white space, and safetensors with the length of a header that then begins with "{".
  if (bytes[8] === 0x7b && bytes[7] === 0) return described('safetensors', readSafetensors(bytes));
  // ONNX's first field is its version.
  if (bytes[0] === 0x08) return described('onnx', readOnnx(bytes));
  if (bytes[0] !== 0x7b && bytes[0] !== 0x20 && bytes[0] !== 0x0a && bytes[0] !== 0x0d) {
    throw badFile('File', 'neither safetensors, NPZ, JSON, ONNX nor an export of code');
  }
  const { specification, preparation, notes, selfTest, tensors } = readWeightsJson(bytes);
  const read = tensors.map((tensor) => ({ ...tensor, values: Float32Array.from(tensor.values) }));
  return { format: 'json', specification, preparation, notes, selfTest: selfTest ?? null, tensors: read };
}

function readZipped(bytes: Uint8Array, inflate: Inflate | undefined): FoundWeights {
  const weights = readZip(bytes, inflate).entries.filter(({ name }) => BESIDE_CODE.test(name));
  const [only] = weights;
  if (!only) return described('npz', readNpz(bytes, inflate));
  if (weights.length > 1) throw badFile('Directory', `${weights.length} files of weights; which one is not said`);
  return { ...readAnyWeights(only.bytes, inflate), format: 'code' };
}

function described(format: ExportFormat, { tensors, metadata }: ReadWeights): FoundWeights {
  return { format, tensors, ...readWeightsMetadata(metadata) };
}
