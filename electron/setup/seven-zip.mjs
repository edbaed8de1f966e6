import { chmod, stat } from 'node:fs/promises';

/**
 * 7-Zip from npm. The package is published without the executable bit of its programs.
 * @returns {Promise<string>} the path of 7za
 */
export async function sevenZip() {
  const { path7za } = await import('7zip-bin');
  if (((await stat(path7za)).mode & 0o111) === 0) await chmod(path7za, 0o755);
  return path7za;
}
