import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunConfiguration } from '../../../core/contract/run';
import { readNpz } from '../../../core/formats/npz';
import { readSafetensors } from '../../../core/formats/safetensors';
import { readWeightsJson } from '../../../core/formats/json';
import { smallConfiguration } from '../../support/configurations';
import { temporaryFolder } from '../../support/temporary-folder';

const CLI = join(import.meta.dirname, '../../../out/cli/index.js');
const ORACLES = join(import.meta.dirname, '../../fixtures/oracles');

function run(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

function configurationFile(configuration: object | string): string {
  const file = join(temporaryFolder(), 'config.json');
  writeFileSync(file, typeof configuration === 'string' ? configuration : JSON.stringify(configuration));
  return file;
}

function trained(configuration = smallConfiguration()): { folder: string; answer: Record<string, unknown> } {
  const folder = join(temporaryFolder(), 'run');
  const { stdout } = run('train', '--config', configurationFile(configuration), '--out', folder);
  return { folder, answer: JSON.parse(stdout) as Record<string, unknown> };
}

describe('example-config', () => {
  it.each(['co2', 'seattle-weather', 'sp500', 'temporal-xor', 'delayed-echo', 'adding', 'mackey-glass', 'narma-10'])(
    'prints a valid configuration for %s',
    (name) => {
      const { code, stdout } = run('example-config', '--dataset', name);
      expect(code).toBe(0);
      expect(RunConfiguration.safeParse(JSON.parse(stdout)).success).toBe(true);
    },
  );
});

describe('train', () => {
  it('answers with one JSON object whose hash is that of the exported weights, in every format', () => {
    const { folder, answer } = trained();
    expect(answer).toMatchObject({ run: folder, status: 'completed' });
    const exported = (format: string) => {
      const out = join(folder, `weights.${format}`);
      expect(run('export', '--run', folder, '--format', format, '--out', out).code).toBe(0);
      return readFileSync(out);
    };
    const hashes = [
      readSafetensors(exported('safetensors')).tensors,
      readNpz(exported('npz')).tensors,
      readWeightsJson(exported('json')).tensors,
    ].map((tensors) => {
      const hash = createHash('sha256');
      for (const { values } of tensors) hash.update(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
      return hash.digest('hex');
    });
    expect(hashes).toEqual([answer['weightsSha256'], answer['weightsSha256'], answer['weightsSha256']]);
  });

  it('takes changes with --set, by plain name and inside dataset', () => {
    const out = join(temporaryFolder(), 'run');
    const { code } = run(
      ...['train', '--config', configurationFile(smallConfiguration()), '--out', out],
      ...[
        '--set',
        'epochs=2',
        '--set',
        'window=6',
        '--set',
        'dataset.stride=8',
        '--set',
        'model=elman',
        '--set',
        'name=a=b',
      ],
    );
    expect(code).toBe(0);
    const { configuration } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as { configuration: object };
    expect(configuration).toMatchObject({ epochs: 2, model: 'elman', name: 'a=b', dataset: { window: 6, stride: 8 } });
  });

  it('ends a run that diverges with its status and exit code 1', () => {
    const out = join(temporaryFolder(), 'run');
    const config = configurationFile(smallConfiguration({ learningRate: 1e38, clipNorm: 0 }));
    const { code, stdout } = run('train', '--config', config, '--out', out);
    expect({ code, status: (JSON.parse(stdout) as { status: string }).status }).toEqual({
      code: 1,
      status: 'diverged',
    });
  });

  it('trains on a CSV file beside the configuration', () => {
    const { dataset, ...rest } = smallConfiguration();
    const config = configurationFile({
      ...rest,
      dataset: {
        ...dataset,
        source: 'file:tide.csv',
        csv: { separator: ';', decimalComma: true },
        inputs: ['level'],
        target: 'level',
      },
    });
    const lines = Array.from(
      { length: 200 },
      (_, day) =>
        `${day};${Math.sin(day / 4)
          .toFixed(4)
          .replace('.', ',')}`,
    );
    writeFileSync(join(config, '../tide.csv'), ['day;level', ...lines].join('\n'));
    const out = join(temporaryFolder(), 'run');
    expect(run('train', '--config', config, '--out', out).code).toBe(0);
    expect(run('predict', '--run', out).code).toBe(0);
  });
});

describe('predict', () => {
  it('answers with targets, predictions and figures in the data’s own units', () => {
    const { folder, answer } = trained();
    const { stdout } = run('predict', '--run', folder, '--part', 'validation');
    const predictions = JSON.parse(stdout) as { target: number[]; predicted: number[]; evaluation: { rmse: number } };
    expect(predictions.evaluation.rmse).toBe(answer['validationRmse']);
    const squares = predictions.target.map((target, i) => (target - (predictions.predicted[i] ?? NaN)) ** 2);
    const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    expect(rmse).toBeCloseTo(predictions.evaluation.rmse, 10);
  });
});

describe('gradients', () => {
  it.each(['scalar', 'vector'])('prints outputs, loss and both gradients by the %s form', (form) => {
    const { stdout } = run('gradients', '--case', join(ORACLES, '00-alarmwork-D3P5M2L6N4T2-last.json'), '--form', form);
    const { y, loss, gradients } = JSON.parse(stdout) as { y: unknown[]; loss: number; gradients: object };
    expect(y).toHaveLength(4);
    expect(loss).toBeGreaterThan(0);
    expect(Object.keys(gradients)).toEqual(['bptt', 'local']);
  });
});

describe('bad input', () => {
  const valid = smallConfiguration();
  const withDataset = (over: object) => ({ ...valid, dataset: { ...valid.dataset, ...over } });

  it.each<[string, object | string, string[], RegExp]>([
    ['text that is not JSON', '{"epochs": 3,', [], /config\.json.*JSON/],
    ['a number where an object belongs', '3', [], /config\.json: .*configuration object/],
    ['a missing field', { ...valid, epochs: undefined }, [], /config\.json: epochs: Epochs must be/],
    ['a field out of range', { ...valid, hiddenUnits: 0 }, [], /config\.json: hiddenUnits: .*from 1 to/],
    ['an unknown field', { ...valid, epoch: 3 }, [], /config\.json: .*epoch/],
    ['a key given twice', '{"seed": 1, "seed": 2}', [], /config\.json.*seed/],
    ['an unknown column', withDataset({ inputs: ['CO3'] }), [], /CO3.*CO2/],
    ['a window longer than the data', withDataset({ window: 90_000 }), [], /rows|window/i],
    ['a CSV file that is not there', withDataset({ source: 'file:none.csv' }), [], /none\.csv: cannot be read/],
    ['an unknown name to set', valid, ['--set', 'epoch=3'], /--set epoch=3: .*no epoch.*epochs/],
    ['a change without a value', valid, ['--set', 'epochs'], /NAME=VALUE/],
    ['a value out of range to set', valid, ['--set', 'epochs=-1'], /epochs: Epochs must be/],
  ])('%s ends with one line, exit code 2 and nothing written', (_what, configuration, more, message) => {
    const out = join(temporaryFolder(), 'run');
    const { code, stdout, stderr } = run('train', '--config', configurationFile(configuration), '--out', out, ...more);
    expect(stderr).toMatch(message);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 1 });
    expect(existsSync(out)).toBe(false);
  });

  it.each<[string, string[], RegExp]>([
    ['no verb that exists', ['trian'], /trian/],
    ['a missing option', ['train', '--config', 'x.json'], /--out/],
    ['a file that is not there', ['gradients', '--case', 'nowhere.json'], /nowhere\.json: cannot be read/],
    ['an unknown form', ['gradients', '--case', 'x.json', '--form', 'matrix'], /matrix.*scalar, vector/],
    ['an unknown data set', ['example-config', '--dataset', 'co3'], /co3.*co2/],
    ['a folder without a run', ['export', '--run', 'nowhere', '--format', 'npz', '--out', 'x.npz'], /nowhere/],
  ])('%s ends with one line and exit code 2', (_what, args, message) => {
    const { code, stdout, stderr } = run(...args);
    expect(stderr).toMatch(message);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 1 });
  });

  it('refuses a folder that is not empty, and leaves it as it was', () => {
    const out = join(temporaryFolder(), 'run');
    mkdirSync(out);
    writeFileSync(join(out, 'mine.txt'), 'keep');
    const { code, stderr } = run('train', '--config', configurationFile(valid), '--out', out);
    expect({ code, kept: readFileSync(join(out, 'mine.txt'), 'utf8') }).toEqual({ code: 2, kept: 'keep' });
    expect(stderr).toContain('is not empty');
  });

  it('names the array of a case that has another shape than its sizes say', () => {
    const oracle = JSON.parse(readFileSync(join(ORACLES, '04-alarmwork-D1P1M1L1N1T2-last.json'), 'utf8')) as object;
    const file = configurationFile({ ...oracle, x: [[[1, 2]]] });
    expect(run('gradients', '--case', file)).toMatchObject({ code: 2, stdout: '' });
    expect(run('gradients', '--case', file).stderr).toMatch(
      /config\.json: x\[0\]\[0\] must be an array of 1 and has 2/,
    );
  });
});
