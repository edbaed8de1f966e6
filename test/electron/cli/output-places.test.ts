import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { version } from '../../../package.json';
import { smallConfiguration } from '../../support/configurations';
import { temporaryFolder } from '../../support/temporary-folder';
import { CLI, expectOneLine, folderWith, runCommand } from './run-command';

const TOO_LONG = 'n'.repeat(300);
const posix = process.platform !== 'win32';
const linux = process.platform === 'linux';

/** What it is, the argument, the message, and whether this system has such a thing. */
type Case = [what: string, argument: string, message: RegExp, here: boolean];
const onThisSystem = (cases: Case[]) => cases.filter(([, , , here]) => here);

/** A folder to run in: with a configuration, and with links that lead nowhere. */
function workplace(folder = temporaryFolder()): string {
  writeFileSync(join(folder, 'c.json'), JSON.stringify(smallConfiguration({ epochs: 1 })));
  if (posix) {
    symlinkSync('nowhere', join(folder, 'dangling'));
    symlinkSync('circle', join(folder, 'circle'));
  }
  return folder;
}

describe('train --out', () => {
  it.each(
    onThisSystem([
      ['an empty name', '', /--out is empty: name a new folder/, true],
      ['blanks', '  ', /--out is empty: name a new folder/, true],
      ['a file', 'c.json', /--out c\.json: .*c\.json is a file, not a folder\. Choose another folder/, true],
      ['a folder inside a file', 'c.json/sub', /--out c\.json\/sub: .*c\.json is a file, not a folder/, true],
      ['a folder deep inside a file', 'c.json/a/b/c', /c\.json is a file, not a folder/, true],
      ['a name that is too long', TOO_LONG, /nnn cannot be written: its name or its path is too long/, true],
      ['such a name in a folder to be made', `new/${TOO_LONG}`, /too long\. Choose a shorter one/, true],
      ['a device', '/dev/null', /\/dev\/null is a file, not a folder/, posix],
      ['a link to nothing', 'dangling', /dangling is a link to nothing\. Choose another folder/, posix],
      ['a link in a circle', 'circle/run', /links in its path lead in a circle/, posix],
      [
        'a place where the system makes no folder',
        '/proc/xx',
        /\/proc\/xx cannot be made: .*Choose another place/,
        linux,
      ],
      ['folders in such a place', '/proc/xx/yy', /\/proc\/xx cannot be made: .*Choose another place/, linux],
    ]),
  )('%s ends with one line that names it and says what to do', (_what, out, message) => {
    const folder = workplace();
    const before = readdirSync(folder);
    expectOneLine(runCommand(['train', '--config', 'c.json', '--out', out], folder), message);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('makes the folders above the run, and takes an empty one', () => {
    const folder = workplace();
    expect(runCommand(['train', '--config', 'c.json', '--out', 'a/b/run'], folder).code).toBe(0);
    const empty = temporaryFolder();
    expect(runCommand(['train', '--config', 'c.json', '--out', empty], folder).code).toBe(0);
    expect(existsSync(join(folder, 'a/b/run/run.json')) && existsSync(join(empty, 'run.json'))).toBe(true);
  });
});

describe('a trained run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(() => {
    workplace(folder);
    if (posix) execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(runCommand(['train', '--config', 'c.json', '--out', 'run'], folder)).toMatchObject({ code: 0 });
  });

  it.each(
    onThisSystem([
      ['an empty name', '', /--out is empty: name the file to write/, true],
      ['a folder', 'run', /run: is a folder; name a file/, true],
      [
        'a file in a folder that is not there',
        'no/x.npz',
        /no\/x\.npz: its folder does not exist; make it first/,
        true,
      ],
      ['a file inside a file', 'c.json/x.npz', /c\.json.x\.npz cannot be written: a part of its path is a file/, posix],
      ['a file inside a device', '/dev/null/x.npz', /x\.npz cannot be written: a part of its path is a file/, posix],
      ['a name that is too long', TOO_LONG, /nnn cannot be written: its name or its path is too long/, posix],
      ['a link in a circle', 'circle', /circle cannot be written: links in its path lead in a circle/, posix],
      ['a link to nothing', 'dangling', /dangling: is a device, a pipe or a link to nothing; name a file/, posix],
      // Renamed over, like /dev/null, which no test should bet on.
      ['a pipe', 'pipe', /pipe: is a device, a pipe or a link to nothing; name a file/, posix],
    ]),
  )('is not exported to %s', (_what, out, message) => {
    const before = readdirSync(folder);
    expectOneLine(runCommand(['export', '--run', 'run', '--format', 'npz', '--out', out], folder), message);
    expect(readdirSync(folder)).toEqual(before);
    if (out === 'pipe') expect(lstatSync(join(folder, 'pipe')).isFIFO()).toBe(true);
  });

  it.each<[string, string, RegExp]>([
    ['an empty name', '', /--run is empty: name the folder of a trained run/],
    ['a file', 'c.json', /c\.json: is a file; name the folder of a trained run/],
    ['a folder that is not there', 'nowhere', /nowhere: cannot be read: it does not exist/],
    ['a folder without a run', '.', /\.: holds no run; name the folder of a trained run/],
  ])('is not read from %s', (_what, run, message) => {
    for (const verb of [['predict'], ['export', '--format', 'npz', '--out', 'x.npz']]) {
      expectOneLine(runCommand([...verb, '--run', run], folder), message);
    }
    expect(existsSync(join(folder, 'x.npz'))).toBe(false);
  });
});

it('--version answers with the version alone', () => {
  expect(runCommand(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it('a run that Ctrl+C ends keeps what it has, says so, and exits with 130', async () => {
  const folder = folderWith({ 'c.json': smallConfiguration({ epochs: 1_000_000, patience: 0 }) });
  const child = spawn(process.execPath, [CLI, 'train', '--config', 'c.json', '--out', 'run'], { cwd: folder });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  // The first progress line: from here on signals are listened to.
  await once(child.stderr, 'data');
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, status: (JSON.parse(stdout) as { status: string }).status }).toEqual({
    code: 130,
    status: 'cancelled',
  });
  expect(readFileSync(join(folder, 'run/run.json'), 'utf8')).toContain('"cancelled"');
});
