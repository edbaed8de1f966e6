/** The tools behind `npm run check`, slowest first, so that the last one to start is a short one. */

/** @typedef {{ name: string, tool: string, args: string[] }} Check */

/** Where Prettier keeps its cache by itself; `npm ci` sweeps it away. */
const CACHE = 'node_modules/.cache';

/**
 * @param {string} name
 * @param {string} folder
 * @returns {Check}
 */
function types(name, folder) {
  const buildInfo = `${CACHE}/types-${name}.tsbuildinfo`;
  return {
    name: `types: ${name}`,
    tool: 'typescript/bin/tsc',
    args: ['-p', folder, '--noEmit', '--incremental', '--tsBuildInfoFile', buildInfo],
  };
}

/** @type {Check[]} */
export const CHECKS = [
  { name: 'lint', tool: 'eslint/bin/eslint.js', args: ['.', '--max-warnings=0'] },
  {
    name: 'types: renderer',
    tool: 'svelte-check/bin/svelte-check',
    args: ['--workspace', 'renderer', '--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
  {
    name: 'format',
    tool: 'prettier/bin/prettier.cjs',
    args: ['--check', '--log-level=warn', '--cache', '--cache-strategy=content', '.'],
  },
  types('test', 'test'),
  types('electron', 'electron'),
  types('preload', 'electron/preload'),
  {
    name: 'import rules',
    tool: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['core', 'electron', 'renderer', 'test'],
  },
  types('core', 'core'),
  { name: 'unused code', tool: 'knip/bin/knip.js', args: ['--no-progress'] },
];
