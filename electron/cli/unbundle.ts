import { rmSync } from 'node:fs';
import { makeFolder, removeFolders } from '../store/durable-file';
import { unpackRunBundle } from '../store/run-bundle';
import { inspectRun } from '../store/run-inspection';
import { about } from './command-error';
import { newRunFolder } from './output-folder';

/** Makes of a bundle the folder of a run, which the other verbs take. Nothing is left of one that is not whole. */
export async function unbundle(file: string, { out }: { out: string }) {
  const folder = newRunFolder(out);
  const made = makeFolder(folder);
  const written: string[] = [];
  try {
    written.push(...unpackRunBundle(file, folder));
    const { document, notices } = await inspectRun(folder);
    for (const notice of notices) process.stderr.write(`${notice}\n`);
    return { run: out, name: document.configuration.name, status: document.status };
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    removeFolders(made);
    throw about(file, error);
  }
}
