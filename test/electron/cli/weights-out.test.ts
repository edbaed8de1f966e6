import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from '../../../core/contract/ipc';
import { readAnyWeights } from '../../../core/formats/read-weights';
import { smallConfiguration } from '../../support/configurations';
import { CLI, expectOneLine, folderWith, runCommand } from './run-command';

function trained(over: Parameters<typeof smallConfiguration>[0] = {}) {
  const folder = folderWith({ 'config.json': smallConfiguration(over) });
  const ended = runCommand(['train', '--config', 'config.json', '--out', 'run'], folder);
  expect(ended.code, ended.stderr).toBe(0);
  return { folder, answer: JSON.parse(ended.stdout) as Record<string, unknown> };
}

const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('verify', () => {
  it('finds in every format what export wrote, with a self-test from the validation part', () => {
    const { folder, answer } = trained();
    for (const format of EXPORT_FORMATS) {
      runCommand(['export', '--run', 'run', '--format', format, '--out', 'weights'], folder);
      const { code, stdout } = runCommand(['verify', 'weights'], folder);
      expect(code, format).toBe(0);
      expect(json(stdout)).toMatchObject({
        file: 'weights',
        ok: true,
        weights: { sha256: answer['weightsSha256'] },
        selfTest: { steps: 12, largestDifference: 0, source: 'the first sequence of the validation part' },
      });
    }
  });

  it('ends with exit code 1 where the weights are others, and with 2 where there is nothing to verify', () => {
    const { folder } = trained();
    runCommand(['export', '--run', 'run', '--format', 'safetensors', '--out', 'weights'], folder);
    const bytes = readFileSync(join(folder, 'weights'));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0x80;
    writeFileSync(join(folder, 'weights'), bytes);
    const { code, stdout } = runCommand(['verify', 'weights'], folder);
    expect(code).toBe(1);
    expect(json(stdout)).toMatchObject({ ok: false, weights: { ok: false } });
    expectOneLine(runCommand(['verify', 'config.json'], folder), /config\.json: format: not "alarmworknet-weights"/);
    expectOneLine(runCommand(['verify', 'none'], folder), /none: cannot be read/);
    expectOneLine(runCommand(['verify', 'run'], folder), /run: is not a file/);
  });
});

describe('train --weights', () => {
  it('begins with the weights of a file: no epoch changes them where the learning rate is all but zero', () => {
    const { folder, answer } = trained();
    runCommand(['export', '--run', 'run', '--format', 'onnx', '--out', 'weights.onnx'], folder);
    const still = ['--set', 'learningRate=1e-30', '--set', 'optimizer=sgd', '--set', 'seed=99'];
    const args = ['train', '--config', 'config.json', '--out', 'next', '--weights', 'weights.onnx', ...still];
    const { code, stdout, stderr } = runCommand(args, folder);
    expect(code, stderr).toBe(0);
    expect(json(stdout)['weightsSha256']).toBe(answer['weightsSha256']);
    const document = json(readFileSync(join(folder, 'next', 'run.json'), 'utf8'));
    expect(document['notes']).toBe(
      `Began with the weights of weights.onnx (SHA-256 ${String(answer['weightsSha256'])}).`,
    );
  });

  it('killed as soon as there is a run, it is resumed with the bits of one that was not', async () => {
    const { folder } = trained({ kernel: 'reference', epochs: 300 });
    runCommand(['export', '--run', 'run', '--format', 'safetensors', '--out', 'weights'], folder);
    const args = (out: string) => ['train', '--config', 'config.json', '--out', out, '--weights', 'weights'];
    const whole = json(runCommand(args('whole'), folder).stdout);
    const child = spawn(process.execPath, [CLI, ...args('killed')], { cwd: folder, stdio: 'ignore' });
    const ended = once(child, 'exit');
    await expect.poll(() => existsSync(join(folder, 'killed', 'run.json')), { timeout: 20_000 }).toBe(true);
    child.kill('SIGKILL');
    await ended;
    const { stdout, stderr } = runCommand(['resume', 'killed'], folder);
    expect(json(stdout), stderr).toEqual({ ...whole, run: 'killed' });
  });

  it('refuses weights of another network with their shapes named, and writes nothing', () => {
    const { folder } = trained();
    runCommand(['export', '--run', 'run', '--format', 'npz', '--out', 'weights.npz'], folder);
    const args = ['train', '--config', 'config.json', '--out', 'next', '--weights', 'weights.npz'];
    expectOneLine(
      runCommand([...args, '--set', 'hiddenUnits=5'], folder),
      /weights\.npz: The weights are not of an AlarmworkNet with 1 inputs, 5 hidden units .*: w_in1 is \[6, 1\] where \[5, 1\] is due/,
    );
    expectOneLine(runCommand([...args, '--set', 'model=elman'], folder), /"w_in1" is no parameter of an Elman network/);
    expect(existsSync(join(folder, 'next'))).toBe(false);
  });
});

describe('export-metrics', () => {
  it('writes a row an epoch, the untrained network first', () => {
    const { folder } = trained();
    runCommand(['export-metrics', '--run', 'run', '--format', 'csv', '--out', 'm.csv'], folder);
    const lines = readFileSync(join(folder, 'm.csv'), 'utf8').trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^epoch,step,seconds,loss,/);
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['0', '1', '2', '3', '4']);
    const tensorboard = ['export-metrics', '--run', 'run', '--format', 'tensorboard', '--out'];
    expectOneLine(runCommand([...tensorboard, 'm.log'], folder), /only files with "tfevents" in their name/);
    expect(json(runCommand([...tensorboard, 'a.tfevents'], folder).stdout)).toMatchObject({ format: 'tensorboard' });
  });
});

describe('bundle and unbundle', () => {
  it('carry a run to another folder, from which its weights are exported to the bit', () => {
    const { folder, answer } = trained();
    expect(runCommand(['bundle', '--run', 'run', '--out', 'run.zip'], folder).code).toBe(0);
    const { code, stdout } = runCommand(['unbundle', 'run.zip', '--out', 'there'], folder);
    expect({ code, ...json(stdout) }).toEqual({ code: 0, run: 'there', name: 'Small', status: 'completed' });
    runCommand(['export', '--run', 'there', '--format', 'json', '--out', 'w.json'], folder);
    const { notes } = readAnyWeights(readFileSync(join(folder, 'w.json')));
    expect(notes['sha256']).toBe(answer['weightsSha256']);
  });

  it('refuse what is no bundle, and leave nothing behind', () => {
    const { folder } = trained();
    runCommand(['export', '--run', 'run', '--format', 'npz', '--out', 'weights.zip'], folder);
    const before = readdirSync(folder);
    expectOneLine(runCommand(['unbundle', 'weights.zip', '--out', 'there'], folder), /it has no bundle\.json/);
    expect(readdirSync(folder)).toEqual(before);
  });
});
