/** Whether an exported file still holds what was exported: the bits of its weights, and what they compute. */
import { StudioError } from '../contract/errors';
import { toLittleEndian } from '../formats/little-endian';
import type { FoundWeights } from '../formats/read-weights';
import { importedTensors } from './imported-weights';
import { parametersOf } from './results';
import { largestDifference, outputsOfEveryStep } from './self-test';

export interface Verification {
  readonly ok: boolean;
  readonly format: FoundWeights['format'];
  readonly weights: {
    readonly ok: boolean;
    readonly sha256: string;
    /** As the file says; null where it says nothing. */
    readonly expected: string | null;
  };
  readonly selfTest: {
    readonly ok: boolean;
    /** L */
    readonly steps: number;
    /** Between the file's outputs and those of the reference kernels, scaled; null where one is no number and the other is. */
    readonly largestDifference: number | null;
    readonly tolerance: number;
    readonly source: string;
  };
}

/**
 * @param sha256 lower-case hex digest
 * @throws StudioError `bad-file` where the file does not say what it should compute, or its parts do not fit each other
 */
export function verifyWeights(found: FoundWeights, sha256: (bytes: Uint8Array) => string): Verification {
  const { specification, selfTest, format, notes } = found;
  if (!specification || !selfTest) {
    const missing = specification ? 'self-test' : 'specification';
    throw new StudioError(
      'bad-file',
      `The file has no ${missing}, so that there is nothing to verify: export the run anew`,
    );
  }
  const { inputs: D, outputs: M } = specification;
  const fits = (lists: readonly (readonly unknown[])[], width: number) =>
    lists.length === selfTest.inputs.length && lists.every(({ length }) => length === width);
  if (!fits(selfTest.inputs, D) || !fits(selfTest.outputs, M)) {
    throw new StudioError(
      'bad-file',
      `selfTest: not of ${selfTest.inputs.length} steps with ${D} inputs and ${M} outputs each`,
    );
  }
  const parameters = parametersOf(specification, importedTensors(found));
  const digest = sha256(toLittleEndian(parameters));
  // What a file of another origin does not say is no fault of its weights.
  const expected = notes['sha256'] || null;
  const weightsOk = expected === null || digest === expected;
  const outputs = outputsOfEveryStep(specification, parameters, Float32Array.from(selfTest.inputs.flat()), 'float32');
  // The file has the shortest decimals that give the float32 back.
  const difference = largestDifference(outputs, Float32Array.from(selfTest.outputs.flat(), Number));
  const selfTestOk = difference <= selfTest.tolerance;
  return {
    ok: weightsOk && selfTestOk,
    format,
    weights: { ok: weightsOk, sha256: digest, expected },
    selfTest: {
      ok: selfTestOk,
      steps: selfTest.inputs.length,
      largestDifference: Number.isFinite(difference) ? difference : null,
      tolerance: selfTest.tolerance,
      source: selfTest.source,
    },
  };
}
