import { loadKernels } from '../../electron/store/kernel-module';

/** Compiled once for all tests of a file. */
export const KERNEL_MODULES = { fast: loadKernels('fast'), strict: loadKernels('strict') };
