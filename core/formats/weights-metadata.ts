import type { WeightsFile } from '../contract/weights';

/** What stands beside the tensors in a safetensors or NPZ file: three texts, each JSON. */
export function weightsMetadata({ specification, preparation, notes }: WeightsFile) {
  return {
    specification: JSON.stringify(specification),
    preparation: JSON.stringify(preparation),
    notes: JSON.stringify(notes),
  };
}
