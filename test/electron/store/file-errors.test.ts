import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../core/contract/errors';
import { explainReadError, explainWriteError } from '../../../electron/store/file-errors';

const systemError = (code: string) => Object.assign(new Error(`${code}: as the system says it`), { code });

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
    ['EIO', /EIO: as the system says it/],
  ])('reading: %s', (code, message) => {
    const error = explainReadError(systemError(code), '/x/file');
    expect(error.message).toMatch(/^\/x\/file cannot be read: /);
    expect(error.message).toMatch(message);
  });
});

it('leaves what nobody can act on, and what is explained already, as it is', () => {
  const bug = new TypeError('x is not a function');
  const explained = new StudioError('disk-full', 'The disk is full.');
  expect([explainWriteError(bug, 'f'), explainWriteError(explained, 'f')]).toEqual([bug, explained]);
});
