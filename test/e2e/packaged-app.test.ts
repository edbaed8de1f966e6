/** What a user installs: the tar.gz is built, unpacked and started, and does the quick start with its fuses blown. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../core/formats/safetensors';
import { removeFolder } from '../support/remove-folder';

const runProgram = promisify(execFile);
const project = path.resolve(import.meta.dirname, '../..');

/** Packing and compressing 270 MB, on a slow machine. */
const BUILD_LIMIT = 5 * 60_000;
/** Three runs to their ends. */
const QUICK_START_LIMIT = 3 * 60_000;

describe.runIf(process.platform === 'linux')('the packaged app', () => {
  let folder = '';
  let app = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'alarmworknet-package-'));
    const release = path.join(folder, 'release');
    await runProgram(process.execPath, [path.join(project, 'electron/setup/dist.mjs'), '--tar', `--output=${release}`]);
    const archive = (await readdir(release)).find((name) => name.endsWith('.tar.gz'));
    if (archive === undefined) throw new Error('npm run dist made no tar.gz');
    await runProgram('tar', ['-xzf', path.join(release, archive), '-C', folder]);
    app = path.join(folder, archive.replace(/\.tar\.gz$/, ''));
  }, BUILD_LIMIT);

  afterAll(() => removeFolder(folder));

  it(
    'trains the three runs of the quick start and exports weights that can be read back',
    async () => {
      const quickStart = path.join(folder, 'quick-start');
      const { stdout } = await runProgram(
        path.join(app, 'alarmworknet-studio'),
        [...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []), `--quick-start=${quickStart}`],
        { env: { ...process.env, ALARMWORK_USER_DATA: path.join(folder, 'user-data') } },
      );

      const files = await readdir(quickStart);
      const weights = files.filter((name) => name.endsWith('.safetensors'));
      expect(weights).toHaveLength(3);
      expect(files).toContain('comparison.png');
      for (const name of weights) {
        const { tensors } = readSafetensors(await readFile(path.join(quickStart, name)));
        expect(tensors.length).toBeGreaterThan(0);
      }
      expect(stdout).toContain('Elman');
    },
    QUICK_START_LIMIT,
  );

  it('brings the command line along, for a Node of one’s own', async () => {
    const cli = path.join(app, 'resources/cli/index.js');
    const { stdout } = await runProgram(process.execPath, [cli, 'datasets'], { cwd: folder });
    expect(stdout).toContain('co2');
  });

  it('cannot be turned into a plain Node, debugged from outside, or made to load other code', async () => {
    const fuses = await getCurrentFuseWire(path.join(app, 'alarmworknet-studio'));
    const stateOf = (fuse: FuseV1Options) => fuses[fuse];
    expect({
      runAsNode: stateOf(FuseV1Options.RunAsNode),
      nodeOptions: stateOf(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeInspect: stateOf(FuseV1Options.EnableNodeCliInspectArguments),
      fileProtocolPrivileges: stateOf(FuseV1Options.GrantFileProtocolExtraPrivileges),
      onlyLoadAppFromAsar: stateOf(FuseV1Options.OnlyLoadAppFromAsar),
      asarIntegrity: stateOf(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      cookieEncryption: stateOf(FuseV1Options.EnableCookieEncryption),
    }).toEqual({
      runAsNode: FuseState.DISABLE,
      nodeOptions: FuseState.DISABLE,
      nodeInspect: FuseState.DISABLE,
      fileProtocolPrivileges: FuseState.DISABLE,
      onlyLoadAppFromAsar: FuseState.ENABLE,
      asarIntegrity: FuseState.ENABLE,
      cookieEncryption: FuseState.ENABLE,
    });
  });
});
