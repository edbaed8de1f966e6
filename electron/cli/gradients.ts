import { GradientCase, type CaseForm, type CaseResult } from '../../core/contract/gradient-case';
import { computeCase } from '../../core/train/gradient-case';
import { loadKernels } from '../store/kernel-module';
import { about, check } from './command-error';
import { readJson } from './read-json';

export const SIMD_KERNELS = ['fast', 'strict'] as const;
export type SimdKernel = (typeof SIMD_KERNELS)[number];

/** Outputs, loss and gradients of a worked case, by our own code. */
export function gradients(options: { case: string; form: CaseForm; kernel: SimdKernel }): CaseResult {
  const given = check(GradientCase, readJson(options.case), options.case);
  try {
    return computeCase(given, options.form === 'simd' ? loadKernels(options.kernel) : options.form);
  } catch (error) {
    throw about(options.case, error);
  }
}
