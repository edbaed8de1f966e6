import { expect, it } from 'vitest';
import { missingFrom, packageNames } from '../../../electron/setup/linux-libraries.mjs';

it('finds the missing libraries in what ldd says', () => {
  const ldd = [
    '\tlinux-vdso.so.1 (0x00007ffe)',
    '\tlibnss3.so => not found',
    '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
    '\tlibasound.so.2 => not found',
  ].join('\n');
  expect(missingFrom(ldd)).toEqual(['libnss3.so', 'libasound.so.2']);
});

it('takes the name with t64 where the distribution has renamed a package', async () => {
  const exists = (name: string) => Promise.resolve(name === 'libasound2t64');
  expect(await packageNames(['libasound2', 'libnss3'], exists)).toEqual(['libasound2t64', 'libnss3']);
});
