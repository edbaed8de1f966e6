/** The log file: one line an event, started anew when it has grown large, with the generation before kept beside it. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const MOST_BYTES = 2_000_000;

export interface Log {
  readonly file: string;
  info(message: string): void;
  error(message: string, cause?: unknown): void;
}

export function openLog(file: string): Log {
  mkdirSync(dirname(file), { recursive: true });
  const write = (level: string, message: string): void => {
    const line = `${new Date().toISOString()} ${level} ${message.replaceAll('\n', '\n    ')}\n`;
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES) renameSync(file, `${file}.1`);
      appendFileSync(file, line);
    } catch (error) {
      // A full disk must not take the app down with it.
      process.stderr.write(`${line}(the log file can't be written: ${String(error)})\n`);
    }
  };
  return {
    file,
    info: (message) => write('info ', message),
    error: (message, cause) => {
      const detail = cause instanceof Error ? (cause.stack ?? cause.message) : cause === undefined ? '' : String(cause);
      write('error', detail ? `${message}: ${detail}` : message);
    },
  };
}
