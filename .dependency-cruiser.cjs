/**
 * Who may import whom. Each rule carries its reason, which is what a person reads when it is broken.
 * `import type` leaves nothing behind at run time, so where a rule says "at run time" a type may cross.
 */

/** May import what `allowed` matches, and nothing else. */
const only = (name, from, allowed, comment, more = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed, ...more },
});

const never = (name, from, to, comment, more = {}) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from } : from,
  to: { path: to, ...more },
});

const RUN_TIME = { dependencyTypesNot: ['type-only'] };
const NODE_BUILTINS = { dependencyTypes: ['core'] };
const npm = (...names) => names.map((name) => `node_modules/${name}/`);

module.exports = {
  forbidden: [
    // core
    only(
      'kernels-stand-alone',
      '^core/nn/',
      ['^core/nn/'],
      'The mathematics runs in any JavaScript engine, without a package: it gets numbers and nothing else.',
      RUN_TIME,
    ),
    only(
      'kernels-share-types-only-with-the-contract',
      '^core/nn/',
      ['^core/(nn|contract|random)/'],
      'A type from elsewhere would tie the mathematics to training or to data.',
    ),
    only(
      'random-is-integers-alone',
      '^core/random/',
      ['^core/random/'],
      'Whatever draws numbers shares one generator, so it may know none of them.',
    ),
    only(
      'formats-are-bytes-in-bytes-out',
      '^core/formats/',
      ['^core/(formats|contract)/'],
      'A file format knows what weights and its errors are (the contract), not how they came to be; and it needs no package.',
    ),
    only(
      'contract-is-the-bottom',
      '^core/contract/',
      ['^core/contract/', ...npm('zod')],
      'Every process speaks the contract, so it may depend on nothing but its schema library.',
    ),
    only(
      'analysis-is-arithmetic',
      '^core/analysis/',
      ['^core/(analysis|contract|random)/'],
      'The window runs it: arithmetic over values it already has. Add a pure package here.',
    ),
    only(
      'core-is-pure',
      '^core/(data|train|predict|experiment|analysis)/',
      ['^core/', ...npm('zod', 'papaparse', 'hyparquet')],
      'core runs in Node, in Electron and in a browser: only core and packages without an environment. Add a pure package here.',
    ),
    never(
      'core-has-no-environment',
      '^core/',
      '',
      'Clocks, files and logs are handed in, which makes core testable.',
      NODE_BUILTINS,
    ),

    // electron
    never(
      'main-never-trains',
      '^electron/(main|store)/',
      '^core/nn/',
      'Training belongs in a utility process: a step that takes a second would freeze every window.',
      RUN_TIME,
    ),
    only(
      'main-composes',
      '^electron/main/',
      ['^electron/(main|store)/', '^core/', '^node_modules/'],
      'Other processes are reached by messages, never by imports.',
      { dependencyTypesNot: ['core'] },
    ),
    only(
      'preload-is-a-bridge',
      '^electron/preload/',
      ['^electron/preload/', '^core/contract/', ...npm('electron')],
      'A sandboxed preload script is one small file; everything it holds is within reach of the page.',
    ),
    only(
      'store-is-below-the-processes',
      '^electron/store/',
      ['^electron/store/', '^core/', '^node_modules/', '^package\\.json$', '^out/kernels/'],
      'main, trainer and the command line share the store, so it may know none of them.',
      { dependencyTypesNot: ['core'] },
    ),
    ...['trainer', 'worker', 'cli'].map((process) =>
      only(
        `${process}-uses-core-and-store`,
        `^electron/${process}/`,
        [`^electron/(${process}|store)/`, '^core/', '^node_modules/'],
        'A process takes its work from core and its files from the store, nothing from another process.',
        { dependencyTypesNot: ['core'] },
      ),
    ),
    never(
      'cli-without-electron',
      '^electron/cli/',
      'node_modules/(electron|electron-store)/',
      'The command line runs under plain Node on servers, where there is no Electron.',
      { reachable: true },
    ),
    only(
      'setup-stands-alone',
      '^electron/setup/',
      ['^electron/setup/', '^node_modules/'],
      'The launcher runs before anything is built.',
      { dependencyTypesNot: ['core'] },
    ),
    never(
      'setup-installs-before-it-imports',
      { path: '^electron/setup/', pathNot: '^electron/setup/default-app/' },
      '^node_modules/',
      'The launcher runs before npm ci has: import packages dynamically, after ensureDependencies.',
      { dynamic: false, dependencyTypesNot: ['type-only'] },
    ),

    // renderer
    only(
      'renderer-speaks-the-contract',
      '^renderer/',
      ['^renderer/', '^core/(contract|analysis)/', '^node_modules/'],
      'The window asks main. From core it takes the contract, and analysis, which is arithmetic over what the window already has; from the rest, types but no code.',
      RUN_TIME,
    ),
    only(
      'renderer-is-apart-from-electron',
      '^renderer/',
      ['^renderer/', '^core/', '^node_modules/(?!electron|conf/)'],
      'The window has neither Node nor Electron, and no type of theirs either.',
    ),
    never(
      'electron-never-imports-renderer',
      '^electron/',
      '^renderer/',
      'Processes share the contract and nothing else.',
    ),

    // everywhere
    never('tests-are-leaves', { pathNot: '^test/' }, '^test/', 'What the app needs is not test code.'),
    {
      name: 'no-cycles',
      comment: 'Files that import each other can only be understood together: move what they share into a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      comment:
        'An import that the tool cannot resolve escapes every rule above. The bench’s peers have packages of their own.',
      severity: 'error',
      from: { pathNot: '^test/bench/peers/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\?(raw|url)$' },
    enhancedResolveOptions: {
      // Without this, packages that are ES modules only are silently left out.
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default'],
      mainFields: ['module', 'svelte', 'main', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.svelte', '.d.ts', '.json'],
    },
  },
};
