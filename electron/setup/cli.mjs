/** `npm run -s cli -- VERB …`: the command line, made fresh first. Only the verb itself writes to stdout. */
import './node-version.mjs';
import { pathToFileURL } from 'node:url';
import { buildStale } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { callerFolder, inProject } from './project.mjs';

runCommand(async () => {
  await ensureDependencies();
  await buildStale(['cli']);
  process.chdir(callerFolder());
  const script = inProject('out/cli/index.js');
  process.argv.splice(1, 1, script);
  // In this process, because a second Node would take as long to start as all of the above.
  await import(pathToFileURL(script).href);
});
