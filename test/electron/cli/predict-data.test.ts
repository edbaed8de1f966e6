import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SeriesDataset } from '../../../core/contract/dataset';
import { readAnyWeights } from '../../../core/formats/read-weights';
import { importedTensors } from '../../../core/train/imported-weights';
import { parametersOf } from '../../../core/train/results';
import { smallConfiguration } from '../../support/configurations';
import { rollOut, scalarAlarmwork } from '../../support/scalar-rollout';
import { expectOneLine, folderWith, runCommand } from './run-command';

interface Answer {
  readonly rows: number;
  readonly predicted: number;
  readonly incomplete: number;
  readonly early: number;
  readonly fedBackFrom: number | null;
  readonly outputs: { name: string; targets: number; rmse: number | null; skill: number | null }[];
  readonly predictions?: {
    row: number[];
    label: string[] | null;
    outputs: { predicted: (number | null)[]; target: (number | null)[] | null }[];
  };
}

/** Days and a level with a trend, as a program of a country with decimal commas writes them. */
const LEVELS = Array.from({ length: 200 }, (_, r) => 10 * Math.sin(r / 4) + r / 20);
const decimalComma = (value: number) => value.toFixed(3).replace('.', ',');
const day = (r: number) => new Date(Date.UTC(2024, 0, 1 + r)).toISOString().slice(0, 10);
const csvOf = (levels: readonly (number | null)[], from = 0) =>
  ['day;level', ...levels.map((level, r) => `${day(from + r)};${level === null ? '' : decimalComma(level)}`)].join(
    '\n',
  );

const DATASET: SeriesDataset = {
  kind: 'series',
  source: 'file:tide.csv',
  csv: { separator: ';', header: true, decimalComma: true, missingMarkers: [], missing: 'refuse' },
  inputs: ['level'],
  target: 'level',
  horizon: 1,
  differencing: true,
  window: 8,
  stride: 1,
  validationFraction: 0.2,
  testFraction: 0.2,
};

function trained() {
  const folder = folderWith({ 'c.json': smallConfiguration({ dataset: DATASET }), 'tide.csv': csvOf(LEVELS) });
  const ended = runCommand(['train', '--config', 'c.json', '--out', 'run'], folder);
  expect(ended.code, ended.stderr).toBe(0);
  runCommand(['export', '--run', 'run', '--format', 'safetensors', '--out', 'w.safetensors'], folder);
  return folder;
}

function predicted(folder: string, ...args: string[]): Answer {
  const { code, stdout, stderr } = runCommand(['predict', ...args], folder);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Answer;
}

const CSV = ['--csv', 'separator=;', '--csv', 'decimalComma=true'];

describe('predict --data', () => {
  it('says of the run’s own series what predict --part says of its test part, bit by bit', () => {
    const folder = trained();
    const own = JSON.parse(runCommand(['predict', '--run', 'run', '--part', 'test'], folder).stdout) as {
      labels: string[];
      predicted: number[];
      target: number[];
    };
    const { predictions } = predicted(folder, '--run', 'run', '--data', 'tide.csv', '--json');
    const at = own.labels.map((label) => predictions?.label?.indexOf(label) ?? -1);
    expect(at.length).toBe(40);
    expect(at.map((place) => predictions?.outputs[0]?.predicted[place])).toEqual(own.predicted);
    expect(at.map((place) => predictions?.outputs[0]?.target?.[place])).toEqual(own.target);
  });

  it('predicts a new file with weights from a file: figures, and a table with the file’s own rows and dates', () => {
    const folder = trained();
    const fresh = Array.from({ length: 60 }, (_, r) => 10 * Math.sin((r + 200) / 4) + (r + 200) / 20);
    writeFileSync(join(folder, 'new.csv'), csvOf(fresh, 200));
    const args = ['--weights', 'w.safetensors', '--data', 'new.csv', ...CSV, '--out', 'predictions.csv'];
    const answer = predicted(folder, ...args);
    // A window of 8 changes needs 9 rows; the last row leads to one past the end.
    expect(answer).toMatchObject({ rows: 60, predicted: 52, incomplete: 0, early: 8, fedBackFrom: null });
    expect(answer.outputs[0]).toMatchObject({ name: 'level', targets: 51 });
    const lines = readFileSync(join(folder, 'predictions.csv'), 'utf8').trimEnd().split('\r\n');
    expect(lines[0]).toBe('row,label,level predicted,level target');
    expect(lines[1]).toMatch(new RegExp(`^10,${day(209)},-?[0-9.e-]+,${Number(fresh[9]?.toFixed(3))}$`));
    expect(lines.at(-1)).toMatch(new RegExp(`^61,${day(260)},-?[0-9.e-]+,$`));
    const errors = lines.slice(1, -1).map((line) => {
      const [, , said = '', target = ''] = line.split(',');
      return (Number(said) - Number(target)) ** 2;
    });
    // Read back from the shortest decimals that mean the same numbers.
    expect(answer.outputs[0]?.rmse).toBeCloseTo(Math.sqrt(errors.reduce((sum, each) => sum + each, 0) / 51), 12);
  });

  it('forecasts past the end by feeding predictions back, as the equations do', () => {
    const folder = trained();
    const { predictions, fedBackFrom } = predicted(
      folder,
      ...['--run', 'run', '--data', 'tide.csv', '--steps', '12', '--json'],
    );
    expect(fedBackFrom).toBe(201);
    const { preparation, specification, ...found } = readAnyWeights(readFileSync(join(folder, 'w.safetensors')));
    if (!preparation || !specification) throw new Error('The file says nothing of itself');
    const parameters = parametersOf(specification, importedTensors({ preparation, specification, ...found }));
    const level = LEVELS.map((value) => Number(value.toFixed(3)));
    const expected = rollOut(scalarAlarmwork(specification, parameters), preparation, { level }, 12);
    const last = predictions?.outputs[0]?.predicted.slice(-12) ?? [];
    // float32 against doubles over a dozen steps, in units of ten.
    expected.forEach(([value = NaN], step) => expect(last[step]).toBeCloseTo(value, 3));
    expect(predictions?.label?.slice(-2)).toEqual([day(210), day(211)]);
    expect(predictions?.row.at(-1)).toBe(212);
  });

  it('leaves rows out that lack an input, and says how many', () => {
    const folder = trained();
    const gap = LEVELS.map((level, r) => (r === 100 ? null : level));
    writeFileSync(join(folder, 'gap.csv'), csvOf(gap));
    const { code, stdout, stderr } = runCommand(['predict', '--run', 'run', '--data', 'gap.csv'], folder);
    expect(code).toBe(0);
    // The missing one, and the change after it.
    expect(JSON.parse(stdout)).toMatchObject({ rows: 200, incomplete: 2, early: 8 + 7 });
    expect(stderr).toMatch(/gap\.csv: 2 rows without a value of every input: no prediction is made from them\./);
    const dropped = predicted(folder, '--run', 'run', '--data', 'gap.csv', '--csv', 'missing=drop', '--json');
    expect(dropped).toMatchObject({ rows: 199, incomplete: 0 });
    // Numbers are those of the file all the same.
    expect(dropped.predictions?.row.slice(90, 93)).toEqual([100, 102, 103]);
    expectOneLine(
      runCommand(['predict', '--run', 'run', '--data', 'gap.csv', '--csv', 'missing=refuse'], folder),
      /gap\.csv: Row 101, column "level" has no value/,
    );
  });

  it('refuses with one line what does not fit, and writes nothing', () => {
    const folder = trained();
    writeFileSync(join(folder, 'other.csv'), 'day,height\n2024-01-01,1\n2024-01-02,2\n');
    const data = ['--data', 'other.csv', '--csv', 'separator=,', '--csv', 'decimalComma=false'];
    for (const [args, message] of [
      [
        ['--run', 'run', ...data, '--out', 'p.csv'],
        /other\.csv: The data has no column “level”, .*It has: “day”, “height”/,
      ],
      [['--weights', 'tide.csv', ...data], /tide\.csv: .*neither safetensors/],
      [['--run', 'run', '--weights', 'w.safetensors'], /--weights w\.safetensors: of a run there are final and best/],
      [['--weights', 'w.safetensors'], /name the data to predict with --data/],
      [['--data', 'tide.csv'], /name the weights: --run .*or --weights/],
      [['--run', 'run', '--steps', '3'], /--steps: is for the rows of a file/],
      [['--run', 'run', '--part', 'test', ...data], /--part test: a file has no parts/],
      [['--run', 'run', '--data', 'tide.csv', '--steps', '-1'], /whole number from 0 to 100000/],
      [['--run', 'run', '--data', 'tide.csv', '--csv', 'separator=ab'], /--csv separator=ab: separator: /],
      [
        ['--run', 'run', '--data', 'tide.csv', '--csv', 'colour=1'],
        /--csv colour=1: there is no colour; there are separator/,
      ],
    ] as const) {
      expectOneLine(runCommand(['predict', ...args], folder), message);
    }
    expect(existsSync(join(folder, 'p.csv'))).toBe(false);
  });
});
