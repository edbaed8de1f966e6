import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../core/contract/errors';
import { explained, explainReadError, explainWriteError, isThere } from '../../../electron/store/file-errors';
import { messageOf } from '../../support/expect-studio-error';
import { temporaryFolder } from '../../support/temporary-folder';

const systemError = (code: string) =>
  Object.assign(new Error(`${code}: as the system says it`), { code, syscall: 'open' });

describe('what the system says of a file becomes an error that names it and says what to do', () => {
  it.each<[string, string, RegExp]>([
    ['ENOSPC', 'disk-full', /^The disk is full: .*Free some space/],
    ['EDQUOT', 'disk-full', /^The disk is full: .*Free some space/],
    ['EFBIG', 'disk-full', /^The disk is full: .*Free some space/],
    ['EACCES', 'not-allowed', /no permission\. Check who owns it/],
    ['EPERM', 'not-allowed', /no permission\. Check who owns it/],
    ['EROFS', 'not-allowed', /read-only\. Choose another place/],
    ['ENOTDIR', 'not-allowed', /a part of its path is a file, not a folder\. Correct the path/],
    ['EISDIR', 'not-allowed', /it is a folder\. Name a file/],
    ['ENAMETOOLONG', 'not-allowed', /too long\. Choose a shorter one/],
    ['ELOOP', 'not-allowed', /lead in a circle\. Choose another path/],
    ['ENOENT', 'not-allowed', /its folder does not exist\. Make it first/],
    ['EIO', 'not-allowed', /the disk reports a failure \(EIO\)\. Check the disk/],
    ['EBUSY', 'not-allowed', /another program is using it\. Close that program/],
    ['EMFILE', 'not-allowed', /too many files are open\. Close other programs/],
    ['ESTALE', 'not-allowed', /the system says ESTALE\. Try again/],
  ])('writing: %s', (code, expected, message) => {
    const error = explainWriteError(systemError(code), '/x/file');
    expect(error).toBeInstanceOf(StudioError);
    expect(error).toMatchObject({ code: expected, cause: { code } });
    expect((error as StudioError).message).toMatch(message);
    expect((error as StudioError).message).toContain('/x/file');
  });

  it.each<[string, RegExp]>([
    ['EACCES', /no permission\. Check who owns it/],
    ['ENOTDIR', /a part of its path is a file/],
    ['EISDIR', /it is a folder\. Name a file/],
    ['ENAMETOOLONG', /too long\. Choose a shorter one/],
    ['ELOOP', /lead in a circle/],
    ['ENOENT', /it does not exist\. Check its name/],
    ['EIO', /the disk reports a failure \(EIO\)\. Check the disk/],
    ['ESTALE', /the system says ESTALE\. Try again/],
  ])('reading: %s', (code, message) => {
    const error = explainReadError(systemError(code), '/x/file');
    expect(error.message).toMatch(/^\/x\/file cannot be read: /);
    expect(error.message).toMatch(message);
  });
});

it('leaves what nobody can act on, and what is explained already, as it is', () => {
  const bug = Object.assign(new TypeError('The "path" argument must be a string'), { code: 'ERR_INVALID_ARG_TYPE' });
  const explained = new StudioError('disk-full', 'The disk is full.');
  expect([explainWriteError(bug, 'f'), explainWriteError(explained, 'f')]).toEqual([bug, explained]);
});

it('says that a file is missing only where the system says so', () => {
  const folder = temporaryFolder();
  expect([isThere(folder), isThere(`${folder}/missing`)]).toEqual([true, false]);
  const path = `${folder}/${'n'.repeat(300)}`;
  expect(messageOf('not-allowed', () => explained(path, () => isThere(path)))).toContain('too long');
});
