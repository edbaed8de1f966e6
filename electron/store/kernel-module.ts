/** The SIMD kernels, compiled by whatever engine this process runs on. */
import { setFlagsFromString } from 'node:v8';
import { StudioError } from '../../core/contract/errors';
import type { Kernel } from '../../core/nn/engine';
import type { KernelExports, KernelModule } from '../../core/nn/simd-engine';
import { fast, strict } from '../../out/kernels/kernels';

const PAGE_BYTES = 65_536;

/** (module (func (param v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 0) (local.get 0)))) */
const RELAXED_SIMD = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 6, 1, 96, 1, 123, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 13, 1, 11, 0, 32, 0, 32, 0, 32, 0, 253, 133, 2, 11],
);

/** Whether this engine has the fused multiply-add that the fast kernels are built on. */
export function hasRelaxedSimd(): boolean {
  // Node 20 has it behind a flag, which may be set at any time before the first module that needs it.
  if (!WebAssembly.validate(RELAXED_SIMD)) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return WebAssembly.validate(RELAXED_SIMD);
}

/**
 * For a process that runs no WebAssembly but the kernels, before they are loaded. Electron's utility processes have no trap
 * handler, so V8 checks every single access, which halves the speed (147 instead of 313 steps a second at P = 128; from
 * Electron 41 a fuse can turn the handler on). Where the kernels read and write follows from the sizes of a run alone,
 * never from its data, and the tests run them under Node, which traps what is out of bounds.
 */
export function skipBoundsChecks(): void {
  setFlagsFromString('--no-wasm-bounds-checks');
}

/** @throws StudioError `not-allowed` where `fast` is asked for without {@link hasRelaxedSimd} */
export function loadKernels(kernel: KernelModule['kernel']): KernelModule {
  if (kernel === 'fast' && !hasRelaxedSimd()) {
    throw new StudioError(
      'not-allowed',
      'This computer has no relaxed SIMD, which the fast kernel needs: choose strict',
    );
  }
  const module = new WebAssembly.Module(Buffer.from(kernel === 'fast' ? fast : strict, 'base64'));
  return {
    kernel,
    instantiate(bytes) {
      const pages = Math.ceil(bytes / PAGE_BYTES);
      const memory = allocate(pages);
      const instance = new WebAssembly.Instance(module, { env: { memory } });
      return { exports: instance.exports as unknown as KernelExports, buffer: memory.buffer };
    },
  };
}

function allocate(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (cause) {
    const mebibytes = Math.ceil((pages * PAGE_BYTES) / 2 ** 20);
    throw new StudioError(
      'bad-configuration',
      `This computer has not the ${mebibytes} MiB of memory that the run needs: lower the hidden units, the batch size or the window`,
      { cause },
    );
  }
}

/** Which kernels compute where `wanted` was chosen: strict ones where there are no fast ones. */
export function usedKernel(wanted: Kernel): Kernel {
  return wanted === 'fast' && !hasRelaxedSimd() ? 'strict' : wanted;
}

/** The wanted kernels, or strict ones where there are no fast ones: whoever asks sees in `kernel` which it got. */
export function loadBestKernels(wanted: KernelModule['kernel']): KernelModule {
  return loadKernels(usedKernel(wanted) === 'fast' ? 'fast' : 'strict');
}
