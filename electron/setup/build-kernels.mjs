/** Compiles the SIMD kernels: AssemblyScript to WebAssembly, twice, and into one module that any bundler understands. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inProject } from './project.mjs';

const BUILDS = { fast: 1, strict: 0 };

/** Conversions between addresses and 32-bit numbers, of which the kernels consist. */
const ADDRESS_CONVERSION = '201';

/** @param {string} result the module to write */
export async function buildKernels(result) {
  const { default: asc } = await import('assemblyscript/asc');
  const lines = ['/** Built from core/nn/assembly: WebAssembly in base64. */'];
  for (const [name, fast] of Object.entries(BUILDS)) {
    /** @type {Uint8Array | null} */
    let bytes = null;
    const options = [
      ...['index.ts', '--baseDir', inProject('core/nn/assembly'), '--outFile', `${name}.wasm`, '--use', `FAST=${fast}`],
      ...['--enable', 'simd,relaxed-simd', '--runtime', 'stub', '--importMemory'],
      ...['-O3', '--noAssert', '--disableWarning', ADDRESS_CONVERSION],
    ];
    const { error, stderr } = await asc.main(options, {
      writeFile(file, contents) {
        if (file === `${name}.wasm` && typeof contents !== 'string') bytes = contents;
      },
    });
    if (error || bytes === null) throw new Error(`The ${name} kernels do not compile:\n${stderr.toString()}`);
    lines.push(`export const ${name} =\n  '${Buffer.from(bytes).toString('base64')}';`);
  }
  await mkdir(path.dirname(inProject(result)), { recursive: true });
  await writeFile(inProject(result), lines.join('\n') + '\n');
}
