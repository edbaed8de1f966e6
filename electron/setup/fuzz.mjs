/** `npm run test:fuzz`: damaged files of every format. Options are those of test/fuzz/index.ts. */
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildStale } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { inProject } from './project.mjs';

runCommand(async () => {
  await ensureDependencies();
  await buildStale(['fuzz']);
  const args = [
    inProject('out/fuzz/index.js'),
    '--fixtures',
    inProject('test/fixtures/import'),
    ...process.argv.slice(2),
  ];
  const [code] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit');
  return code ?? 1;
});
