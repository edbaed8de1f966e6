import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder';

export const CLI = join(import.meta.dirname, '../../../out/cli/index.js');

export interface Ended {
  /** Null where it had to be killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line; one that hangs, even in native code, is killed. */
export function runCommand(args: readonly string[], folder = process.cwd()): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  return { code: status, stdout, stderr };
}

/** Bad input: exit code 2, nothing on stdout, and on stderr one line, which matches. */
export function expectOneLine({ code, stdout, stderr }: Ended, message: RegExp): void {
  expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }, stderr).toEqual({
    code: 2,
    stdout: '',
    lines: 1,
  });
  expect(stderr).toMatch(message);
}

/** @returns a new folder with these files; what is no text or bytes is written as JSON */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const asIs = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(folder, name), asIs ? content : JSON.stringify(content));
  }
  return folder;
}
