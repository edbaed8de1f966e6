/** `npm run check`: everything that can be said about the code without running it. */
import './node-version.mjs';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { runChecks } from './run-checks.mjs';

runCommand(async () => {
  await ensureDependencies();
  const { failed } = await runChecks();
  return failed === 0 ? 0 : 1;
});
