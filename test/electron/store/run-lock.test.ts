import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownIdentity } from '../../../electron/store/process-identity';
import { RunLock } from '../../../electron/store/run-lock';
import { messageOf } from '../../support/expect-studio-error';
import { temporaryFolder } from '../../support/temporary-folder';

const built = mkdtempSync(join(tmpdir(), 'alarmworknet-lock-'));
const TOKEN = '00000000000000aa';
/** Of a process that is gone. Should another have its number by now, that one began at another time. */
const GONE = spawnSync(process.execPath, ['-e', '']).pid;

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: built,
      rolldownOptions: {
        input: join(import.meta.dirname, '../../support/lock-contender.ts'),
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** A process of its own that tries for locks; see test/support/lock-contender.ts. */
class Contender {
  readonly child: ChildProcessWithoutNullStreams = spawn(process.execPath, [join(built, 'lock-contender.mjs')]);
  readonly #lines: Interface = createInterface({ input: this.child.stdout });
  readonly #said = this.#lines[Symbol.asyncIterator]();

  async answer(): Promise<string> {
    return String((await this.#said.next()).value);
  }

  tryFor(folder: string): Promise<string> {
    this.child.stdin.write(`${folder}\n`);
    return this.answer();
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }
}

async function contenders(count: number): Promise<Contender[]> {
  const all = Array.from({ length: count }, () => new Contender());
  for (const each of all) expect(await each.answer()).toBe('ready');
  return all;
}

/** As a process that is gone left it, under the given name. */
function leaveLock(folder: string, change: object = {}, name = 'lock'): void {
  const owner = { ...ownIdentity(), pid: GONE, who: 'a test', token: TOKEN, ...change };
  writeFileSync(join(folder, name), JSON.stringify(owner));
}

it('holds a folder until it is released, and leaves nothing behind', () => {
  const folder = temporaryFolder();
  const lock = RunLock.acquire(folder, 'this test');
  const message = messageOf('in-use', () => RunLock.acquire(folder, 'another'));
  expect(message).toContain(folder);
  expect(message).toContain(`this test, process ${process.pid}`);
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
  RunLock.acquire(folder, 'another').release();
});

it('makes the folder where there is none, and takes it away again if it stays empty', () => {
  const folder = join(temporaryFolder(), 'new', 'run');
  const lock = RunLock.acquire(folder, 'this test');
  expect(existsSync(join(folder, 'lock'))).toBe(true);
  lock.release();
  expect(existsSync(join(folder, '..'))).toBe(false);
});

describe('of several processes that try at once exactly one wins', () => {
  it.each([
    ['a free folder', () => undefined],
    ['a lock that was left behind', (folder: string) => leaveLock(folder)],
    [
      'a lock and a claim that were left behind',
      (folder: string) => {
        leaveLock(folder);
        leaveLock(folder, { token: '00000000000000bb' }, `lock.${TOKEN}`);
      },
    ],
  ])('for %s, 50 times', async (_, prepare) => {
    const all = await contenders(2);
    try {
      for (let round = 0; round < 50; round++) {
        const folder = temporaryFolder();
        prepare(folder);
        const answers = await Promise.all(all.map((each) => each.tryFor(folder)));
        expect(answers.toSorted(), `round ${round}`).toEqual(['in-use', 'won']);
        const { pid } = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as { pid: number };
        expect(pid).toBe(all[answers.indexOf('won')]?.child.pid);
      }
    } finally {
      await Promise.all(all.map((each) => each.kill()));
    }
  });
});

describe('a lock that was left behind', () => {
  it('by a killed process is taken over without asking', async () => {
    const folder = temporaryFolder();
    const [contender] = await contenders(1);
    expect(await contender?.tryFor(folder)).toBe('won');
    messageOf('in-use', () => RunLock.acquire(folder, 'this test'));
    await contender?.kill();
    RunLock.acquire(folder, 'this test').release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['whose number another process has now', { pid: process.pid, started: 1 }],
    ['before the computer was started anew', { pid: process.pid, boot: '0' }],
  ])('by a process %s is taken over', (_, change) => {
    const folder = temporaryFolder();
    leaveLock(folder, change);
    RunLock.acquire(folder, 'this test').release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('on another computer is left alone, and what to do is said', () => {
    const folder = temporaryFolder();
    leaveLock(folder, { host: `not-${hostname()}` });
    const message = messageOf('in-use', () => RunLock.acquire(folder, 'this test'));
    expect(message).toContain(`not-${hostname()}`);
    expect(message).toContain(`delete ${join(folder, 'lock')}`);
  });

  it('and says nothing is left alone, and what to do is said', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lock'), '');
    expect(messageOf('in-use', () => RunLock.acquire(folder, 'this test'))).toContain('delete that file');
  });
});

it('is not released by one whose lock it no longer is', () => {
  const folder = temporaryFolder();
  const lock = RunLock.acquire(folder, 'this test');
  leaveLock(folder);
  lock.release();
  expect(existsSync(join(folder, 'lock'))).toBe(true);
});
