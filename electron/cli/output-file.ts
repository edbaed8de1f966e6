import { existsSync, lstatSync, statSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { explainWriteError } from '../store/file-errors';
import { CommandError } from './command-error';

/** @returns the absolute path of a file that may be written, or replaced */
export function newFile(name: string): string {
  if (name.trim() === '') throw new CommandError('--out is empty: name the file to write');
  const out = resolve(name);
  if (!existsSync(dirname(out))) throw new CommandError(`${name}: its folder does not exist; make it first`);
  const found = stats(name, out);
  if (found?.isDirectory()) throw new CommandError(`${name}: is a folder; name a file`);
  // Writing ends with a rename, which would put a file in place of a device such as /dev/null, or of a link.
  if (found && !found.isFile())
    throw new CommandError(`${name}: is a device, a pipe or a link to nothing; name a file`);
  return out;
}

function stats(name: string, path: string): Stats | undefined {
  const quiet = { throwIfNoEntry: false } as const;
  try {
    return statSync(path, quiet) ?? lstatSync(path, quiet);
  } catch (error) {
    const explained = explainWriteError(error, path);
    throw explained instanceof StudioError ? new CommandError(`--out ${name}: ${explained.message}`) : error;
  }
}
