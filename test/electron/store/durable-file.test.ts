import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ensureFolder,
  foldersToMake,
  makeFolder,
  removeFolders,
  sweepTemporaryFiles,
  writeDurably,
} from '../../../electron/store/durable-file';
import { messageOf } from '../../support/expect-studio-error';
import { canMountSmallDisk, smallDisk } from '../../support/small-disk';
import { temporaryFolder } from '../../support/temporary-folder';

it('replaces a file and leaves nothing else behind', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'file.bin');
  writeDurably(path, Buffer.from('old'));
  writeDurably(path, Buffer.from('new'));
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['file.bin']);
});

it('keeps the old file under another name where that is asked for', () => {
  const folder = temporaryFolder();
  const [path, previous] = [join(folder, 'file.bin'), join(folder, 'file.previous.bin')];
  for (const text of ['first', 'second', 'third']) writeDurably(path, Buffer.from(text), previous);
  expect([path, previous].map((name) => readFileSync(name, 'utf8'))).toEqual(['third', 'second']);
  expect(readdirSync(folder)).toEqual(['file.bin', 'file.previous.bin']);
});

it('does not let what cannot be swept stand in the way of what is to be written', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'run.json.tmp-0123456789abcdef', 'inside'), { recursive: true });
  sweepTemporaryFiles(join(folder, 'run.json'));
  sweepTemporaryFiles(join(folder, 'missing', 'run.json'));
  expect(readdirSync(folder)).toEqual(['run.json.tmp-0123456789abcdef']);
});

it('sweeps the temporary files of this file, and touches no other', () => {
  const folder = temporaryFolder();
  const kept = ['run.json', 'run.json.tmp-1', 'weights.json.tmp-0123456789abcdef', 'xrun.json.tmp-0123456789abcdef'];
  for (const name of [...kept, 'run.json.tmp-0123456789abcdef']) writeFileSync(join(folder, name), '');
  sweepTemporaryFiles(join(folder, 'run.json'));
  expect(readdirSync(folder).sort()).toEqual(kept.sort());
});

it('says which file could not be written, and leaves no temporary file', () => {
  const folder = temporaryFolder();
  // A folder stands where the file should be: rename fails after everything was written.
  mkdirSync(join(folder, 'file.bin', 'inside'), { recursive: true });
  expect(() => writeDurably(join(folder, 'file.bin'), Buffer.from('new'))).toThrow(
    /it is a folder|ENOTEMPTY|no permission/,
  );
  expect(readdirSync(folder)).toEqual(['file.bin']);
});

it.skipIf(!canMountSmallDisk)(
  'keeps the old file when the disk fills (skipped where no small disk can be mounted)',
  () => {
    const folder = smallDisk(64);
    const path = join(folder, 'file.bin');
    writeDurably(path, Buffer.from('old'));
    expect(messageOf('disk-full', () => writeDurably(path, new Uint8Array(100_000)))).toContain(path);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file.bin']);
  },
);

it('says what is in the way where even its temporary file cannot be', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const writing = (name: string) => messageOf('not-allowed', () => writeDurably(join(folder, name), Buffer.from('x')));
  expect(writing('n'.repeat(300))).toMatch(/too long/);
  if (process.platform !== 'win32') expect(writing('file/inside')).toMatch(/a part of its path is a file/);
  expect(readdirSync(folder)).toEqual(['file']);
});

describe('folders', () => {
  it('are made where they are missing', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    ensureFolder(folder);
    ensureFolder(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are made one in the other, and told outermost first', () => {
    const root = temporaryFolder();
    const wanted = [join(root, 'a'), join(root, 'a/b'), join(root, 'a/b/c')];
    expect(foldersToMake(join(root, 'a/b/c'))).toEqual(wanted);
    expect(readdirSync(root)).toEqual([]);
    expect(makeFolder(join(root, 'a/b/c'))).toEqual(wanted);
    expect(makeFolder(join(root, 'a/b/c'))).toEqual([]);
    expect(existsSync(join(root, 'a/b/c'))).toBe(true);
  });

  it('that were made are removed again, but for what holds something', () => {
    const root = temporaryFolder();
    const made = makeFolder(join(root, 'a/b/c'));
    writeFileSync(join(root, 'a/mine.txt'), 'keep');
    removeFolders(made);
    expect(readdirSync(join(root, 'a'))).toEqual(['mine.txt']);
  });

  it('are not left behind where one inside them cannot be made', () => {
    const root = temporaryFolder();
    expect(messageOf('not-allowed', () => makeFolder(join(root, 'a/b', 'n'.repeat(300))))).toMatch(/too long/);
    expect(readdirSync(root)).toEqual([]);
  });

  it('are not looked for in files, nor behind links to nothing', () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'file'), '');
    for (const inside of ['file', 'file/a', 'file/a/b']) {
      expect(messageOf('not-allowed', () => foldersToMake(join(root, inside)))).toMatch(/file is a file, not a folder/);
    }
    if (process.platform === 'win32') return;
    symlinkSync('nowhere', join(root, 'link'));
    expect(messageOf('not-allowed', () => foldersToMake(join(root, 'link/a')))).toMatch(/link is a link to nothing/);
  });

  it.runIf(process.platform === 'linux')('that /proc does not allow are refused, not tried for ever', () => {
    expect(messageOf('not-allowed', () => makeFolder('/proc/alarmworknet-test/a'))).toMatch(
      /^\/proc\/alarmworknet-test /,
    );
  });
});
