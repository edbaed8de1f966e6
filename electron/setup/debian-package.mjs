/** A .deb without electron-builder's download of fpm: Debian's own dpkg-deb and fakeroot make it. */
import { inProject } from './project.mjs';

/**
 * @param {string} unpacked the packaged app
 * @param {string} output   folder
 * @param {boolean} testing a build that nobody installs: named so, and packed fast
 */
export async function debianPackage(unpacked, output, testing) {
  // @ts-expect-error The package brings no types.
  const { default: install } = await import('electron-installer-debian');
  // dpkg-deb's default, xz, needs five minutes for this much; it reads the level from here only.
  if (testing) process.env['DPKG_DEB_COMPRESSOR_LEVEL'] = '1';
  await install({
    src: unpacked,
    dest: output,
    arch: process.arch === 'x64' ? 'amd64' : process.arch,
    /** @param {string} folder @param {string} name */
    rename: (folder, name) => `${folder}/${testing ? name.replace(/\.deb$/, '-testing-only.deb') : name}`,
    options: {
      compression: testing ? 'gzip' : 'xz',
      name: 'alarmworknet-studio',
      productName: 'AlarmworkNet Studio',
      bin: 'alarmworknet-studio',
      icon: inProject('electron/resources/icon.png'),
      categories: ['Science'],
      maintainer: 'The AlarmworkNet Studio authors <studio@alarmworknet.example>',
    },
  });
}
