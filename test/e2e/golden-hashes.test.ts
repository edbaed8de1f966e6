import { join } from 'node:path';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { GOLDEN_HASHES } from '../support/golden-hashes';
import { openStudio } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

it('gives the same golden hashes in Electron’s main process, in a utility process, and in four of them at once', async () => {
  const outDir = temporaryFolder();
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      target: 'node20.18',
      rolldownOptions: {
        input: join(import.meta.dirname, '../support/golden-process.ts'),
        // Main requires it from inside a test's function, where nothing can be imported.
        output: { format: 'cjs', entryFileNames: 'golden.cjs' },
      },
    },
  });
  const file = join(outDir, 'golden.cjs');
  const { app } = await openStudio(temporaryFolder());

  const inMain = await app.evaluate((_electron, path) => {
    const { createRequire } = process.getBuiltinModule('node:module');
    return (createRequire(path)(path) as { hashes: Record<string, string> }).hashes;
  }, file);
  const inUtilities = await app.evaluate(
    ({ utilityProcess }, path) =>
      Promise.all(
        Array.from({ length: 4 }, () => new Promise((resolve) => utilityProcess.fork(path).once('message', resolve))),
      ),
    file,
  );
  expect(inMain).toEqual(GOLDEN_HASHES);
  expect(inUtilities).toEqual(Array.from({ length: 4 }, () => GOLDEN_HASHES));
});
