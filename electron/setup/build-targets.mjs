/**
 * What is built from what. Each process has its own target, because each has its own module format and environment.
 * The engines are pinned here and not taken from the installed Electron: the same files run on the fallback runtime
 * (Node 20.18, Chromium 130) and on the official one.
 */
import { inProject } from './project.mjs';

/**
 * @typedef {object} BuildTarget
 * @property {string} result    a file that exists once the target is built
 * @property {string[]} sources folders and files that it is built from
 * @property {TargetName[]} [needs] what is built before it
 * @property {() => Promise<void>} [build] for what Vite doesn't build
 * @property {() => Promise<import('vite').InlineConfig>} [config]
 */

/** @typedef {'kernels' | 'main' | 'preload' | 'renderer' | 'cli' | 'bench' | 'benchUi' | 'faults' | 'fuzz'} TargetName */

const NODE = 'node20.18';
const CHROMIUM = 'chrome130';

/** @type {import('vite').InlineConfig} */
const common = { configFile: false, root: inProject() };

/** How long the plugins took is nothing a person who starts the app can act on. */
const quiet = { checks: { bundlerTimings: false } };

/**
 * Node ESM with every package inside, so that the packaged app needs no node_modules.
 *
 * @param {string} folder
 * @param {Record<string, string>} input
 * @param {string[]} external
 * @returns {import('vite').InlineConfig}
 */
function nodeConfig(folder, input, external) {
  return {
    ...common,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target: NODE,
      outDir: inProject('out', folder),
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        ...quiet,
        input,
        external,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  };
}

const KERNELS = 'out/kernels/kernels.ts';

/** @type {Record<TargetName, BuildTarget>} */
export const TARGETS = {
  kernels: {
    result: KERNELS,
    sources: ['core/nn/assembly', 'electron/setup/build-kernels.mjs'],
    build: async () => (await import('./build-kernels.mjs')).buildKernels(KERNELS),
  },
  main: {
    result: 'out/main/index.js',
    sources: ['core', 'electron/main', 'electron/trainer', 'electron/worker', 'electron/store'],
    needs: ['kernels'],
    config: async () =>
      nodeConfig(
        'main',
        {
          index: inProject('electron/main/index.ts'),
          trainer: inProject('electron/trainer/index.ts'),
          worker: inProject('electron/worker/index.ts'),
        },
        ['electron'],
      ),
  },
  preload: {
    result: 'out/preload/index.cjs',
    sources: ['core/contract', 'electron/preload'],
    // A sandboxed preload script can require nothing but electron: one CommonJS file.
    config: async () => ({
      ...common,
      publicDir: false,
      build: {
        target: CHROMIUM,
        outDir: inProject('out/preload'),
        emptyOutDir: true,
        sourcemap: true,
        minify: false,
        lib: { entry: inProject('electron/preload/index.ts'), formats: ['cjs'], fileName: () => 'index.cjs' },
        rolldownOptions: { ...quiet, external: ['electron'], output: { codeSplitting: false } },
      },
    }),
  },
  renderer: {
    result: 'out/renderer/index.html',
    sources: ['core', 'renderer'],
    config: async () => {
      const { svelte } = await import('@sveltejs/vite-plugin-svelte');
      return {
        ...common,
        root: inProject('renderer'),
        base: './',
        plugins: [svelte({ configFile: false })],
        build: {
          target: CHROMIUM,
          outDir: inProject('out/renderer'),
          emptyOutDir: true,
          sourcemap: true,
          // The content security policy allows data: for images only, and no inline script.
          assetsInlineLimit: 0,
          modulePreload: { polyfill: false },
          rolldownOptions: quiet,
          // Read from the disk, not over a network.
          chunkSizeWarningLimit: 5_000,
        },
      };
    },
  },
  cli: {
    result: 'out/cli/index.js',
    sources: ['core', 'electron/cli', 'electron/store'],
    needs: ['kernels'],
    config: async () => ({
      ...nodeConfig('cli', { index: inProject('electron/cli/index.ts') }, []),
      plugins: [withoutElectron(), asModulePackage()],
    }),
  },
  bench: {
    result: 'out/bench/index.js',
    sources: ['core', 'electron/store', 'test/bench', 'test/support'],
    needs: ['kernels'],
    config: async () =>
      nodeConfig(
        'bench',
        {
          index: inProject('test/bench/index.ts'),
          'in-app': inProject('test/bench/in-app.ts'),
          'bare-loop': inProject('test/bench/bare-loop.ts'),
        },
        ['playwright-core'],
      ),
  },
  faults: {
    result: 'out/faults/index.js',
    sources: ['core', 'electron/store', 'electron/cli', 'test/faults', 'test/support'],
    needs: ['kernels'],
    config: async () =>
      nodeConfig(
        'faults',
        { index: inProject('test/faults/index.ts'), 'file-system': inProject('test/faults/file-system/main.ts') },
        ['electron', 'playwright-core'],
      ),
  },
  fuzz: {
    result: 'out/fuzz/index.js',
    sources: ['core', 'electron/store', 'electron/worker', 'test/fuzz', 'test/support'],
    config: async () => nodeConfig('fuzz', { index: inProject('test/fuzz/index.ts') }, []),
  },
  benchUi: {
    result: 'out/bench-ui/index.js',
    sources: ['core', 'test/bench-ui', 'test/support'],
    config: async () => nodeConfig('bench-ui', { index: inProject('test/bench-ui/index.ts') }, ['playwright-core']),
  },
};

/** Without this, `import 'electron'` would bundle the npm package, which at run time looks for a binary to download. */
function withoutElectron() {
  return {
    name: 'cli-without-electron',
    enforce: /** @type {const} */ ('pre'),
    /** @param {string} source @param {string} [importer] */
    resolveId(source, importer) {
      if (source === 'electron')
        throw new Error(`The command line runs under plain Node, but ${importer} imports electron`);
    },
  };
}

/** The packaged app carries out/cli away from the project's package.json, so it says itself that it holds ES modules. */
function asModulePackage() {
  return {
    name: 'cli-package-json',
    /** @this {import('vite').Rolldown.PluginContext} */
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' });
    },
  };
}
