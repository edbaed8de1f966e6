/** A run that another machine wrote into one file: unpacked away from the store, then imported like any folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import type { RunImport } from '../../core/contract/run-import';
import type { RunImporter } from './import-runs';
import type { WorkerClient } from './worker-client';

interface BundleParts {
  readonly worker: Pick<WorkerClient, 'run'>;
  readonly importer: Pick<RunImporter, 'import'>;
}

/** @param path of the file, which is only read */
export async function importBundle(path: string, { worker, importer }: BundleParts): Promise<RunImport> {
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-bundle-'));
  const name = basename(path);
  // A person knows the file they chose, not where it was unpacked.
  const named = (message: string) => message.replaceAll(folder, name);
  try {
    await worker.run('unbundle', { path, folder });
    const { imported, refused } = await importer.import([folder]);
    return { imported: imported.map((run) => ({ ...run, note: named(run.note) })), refused: refused.map(named) };
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    return { imported: [], refused: [`${name}: ${named(reportError(error).message)}`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
