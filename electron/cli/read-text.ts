import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { readTrouble } from '../store/file-errors';
import { CommandError } from './command-error';

const LINE_FEED = 10;

/** @throws CommandError where the file cannot be read or is not text in UTF-8; says in which line */
export function readText(file: string): string {
  if (file === '') throw new CommandError('The name of a file to read is empty; name the file');
  try {
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) {
      throw new CommandError(`${file}, line ${firstBadLine(bytes)}: not text in UTF-8; save the file in UTF-8`);
    }
    return bytes.toString('utf8');
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(`${file}: cannot be read: ${readTrouble(error)}`);
  }
}

/** No character of UTF-8 holds the byte of a line feed, so that each line can be judged by itself. */
function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; ; line++) {
    const end = bytes.indexOf(LINE_FEED, from);
    if (end < 0 || !isUtf8(bytes.subarray(from, end))) return line;
    from = end + 1;
  }
}
