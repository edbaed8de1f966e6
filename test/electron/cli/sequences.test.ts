import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SeriesDataset } from '../../../core/contract/dataset';
import type { Predictions } from '../../../core/contract/run';
import { EXPORT_FORMATS } from '../../../core/contract/ipc';
import { smallConfiguration } from '../../support/configurations';
import { wavesCsv } from '../../support/waves';
import { expectOneLine, folderWith, runCommand } from './run-command';

const waves: SeriesDataset = {
  kind: 'series',
  source: 'file:waves.csv',
  inputs: ['value'],
  target: 'shape',
  targetKind: 'class',
  sequenceColumn: 'wave',
  split: 'random',
  horizon: 0,
  differencing: false,
  window: 1,
  stride: 1,
  validationFraction: 0.2,
  testFraction: 0.2,
};
// The alarm rings at every step: sequences end at any of them.
const configuration = smallConfiguration({
  ...{ dataset: waves, hiddenUnits: 16, period: 1, batchSize: 16, learningRate: 0.01, epochs: 60 },
});

interface DataAnswer {
  readonly accuracy: number;
  readonly predictions: { readonly row: number[]; readonly class: string[]; readonly targetClass: string[] };
}

function answerOf(args: readonly string[], folder: string): unknown {
  const { code, stdout, stderr } = runCommand(args, folder);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

describe('classes of sequences of different lengths, from a CSV file', () => {
  const wavesFolder = () => folderWith({ 'c.json': configuration, 'waves.csv': wavesCsv(150), 'few.csv': wavesCsv(2) });

  it('are learnt, predicted and exported', { timeout: 60_000 }, () => {
    const folder = wavesFolder();
    const trained = answerOf(['train', '--config', 'c.json', '--out', 'run'], folder) as { testAccuracy: number };
    // 30 waves; another build or machine may get one or two of them wrong.
    expect(trained.testAccuracy).toBeGreaterThan(0.9);

    const said = answerOf(['predict', '--run', 'run'], folder) as Predictions;
    expect(said).toMatchObject({ name: 'shape', classes: ['sine', 'square'], total: 30 });
    const [[sines = 0, missed = 0] = [], [alsoMissed = 0, squares = 0] = []] = said.confusion ?? [];
    expect([sines + missed + alsoMissed + squares, (sines + squares) / 30]).toEqual([30, trained.testAccuracy]);
    expect(said.labels?.every((label) => /^w\d+$/.test(label))).toBe(true);

    const sine = answerOf(['predict', '--run', 'run', '--output', 'sine'], folder) as Predictions;
    expect([sine.name, sine.target]).toEqual(['sine', said.target.map((own) => (own === 0 ? 1 : 0))]);
    expectOneLine(
      runCommand(['predict', '--run', 'run', '--output', 'saw'], folder),
      /--output saw: the network has no such output; it has sine, square/,
    );

    // The same file as new data: each wave is told at its last row, as in the run's own test part.
    const rows = wavesCsv(150)
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const isLast = (r: number) => rows[r]?.[0] !== rows[r + 1]?.[0];
    const data = ['--data', 'waves.csv', '--json', '--out', 'said.csv'];
    const anew = answerOf(['predict', '--run', 'run', ...data], folder) as DataAnswer;
    const ends = rows.flatMap((_, r) => (isLast(r) ? [r] : []));
    expect(anew).toMatchObject({ predicted: 150, incomplete: 0, early: 0, unknown: 0, classes: ['sine', 'square'] });
    expect(anew.predictions.row).toEqual(ends.map((r) => r + 1));
    expect(anew.predictions.targetClass).toEqual(ends.map((r) => rows[r]?.[2]));
    const toldOf = new Map(ends.map((r, place) => [rows[r]?.[0], anew.predictions.class[place]]));
    expect(said.labels?.map((wave) => toldOf.get(wave))).toEqual(said.predicted.map((own) => said.classes?.[own]));
    const right = anew.predictions.class.filter((name, place) => name === anew.predictions.targetClass[place]);
    expect(anew.accuracy).toBe(right.length / 150);
    const [header, firstLine] = readFileSync(join(folder, 'said.csv'), 'utf8').split('\r\n');
    expect(header).toBe('row,shape predicted,shape target,sine predicted,square predicted');
    expect(firstLine?.split(',').slice(0, 3)).toEqual([
      `${(ends[0] ?? 0) + 1}`,
      anew.predictions.class[0],
      rows[0]?.[2],
    ]);
    expectOneLine(
      runCommand(['predict', '--run', 'run', '--data', 'waves.csv', '--steps', '3'], folder),
      /classes apart/,
    );

    for (const format of EXPORT_FORMATS) {
      answerOf(['export', '--run', 'run', '--format', format, '--out', `w.${format}`], folder);
      expect(answerOf(['verify', `w.${format}`], folder)).toMatchObject({ ok: true });
    }
    const { preparation } = JSON.parse(readFileSync(join(folder, 'w.json'), 'utf8')) as { preparation: object };
    expect(preparation).toMatchObject({ classes: ['sine', 'square'], sequenceColumn: 'wave' });
  });

  it('have the gradients of the loss', () => {
    const folder = wavesFolder();
    expect(answerOf(['gradcheck', '--config', 'c.json'], folder)).toMatchObject({ ok: true });
    expect(answerOf(['gradcheck', '--config', 'c.json', '--set', 'readout=every'], folder)).toMatchObject({ ok: true });
  });

  it.each<[string, string, RegExp]>([
    ['a split in time', 'split=time', /c\.json: dataset\.split: .*choose sequence or random/],
    ['no such sequence column', 'sequenceColumn=who', /c\.json: dataset\.sequenceColumn: There is no column "who"/],
    ['an input as ids', 'sequenceColumn=value', /c\.json: dataset\.sequenceColumn: Column "value" .*\(inputs\)/],
    [
      'a horizon that is too far',
      'horizon=20',
      /c\.json: dataset\.horizon: Sequence "w\d+" has \d+ rows, and with horizon 20/,
    ],
    [
      'the input as another target',
      'otherTargets=["value"]',
      /c\.json: dataset\.otherTargets: Column "value" .*\(inputs\)/,
    ],
    [
      'a part without sequences',
      'source=file:few.csv',
      /c\.json: dataset\.validationFraction: The validation part has no sequence: its share of 2 sequences/,
    ],
    [
      'fractions as classes',
      'target=value horizon=1',
      /c\.json: dataset\.target: The target column "value" has -?[\d.]+ in row 1,/,
    ],
    ['no such scaling', 'scaling=log', /--set scaling=log: dataset\.scaling: Scaling must be range, standard, none/],
    ['texts as values', 'targetKind=value', /waves\.csv: Line 2, column "shape": "s\w+" is not a number/],
    ['no such target', 'target=noise', /c\.json: dataset\.target: There is no column "noise"/],
  ])('with %s are refused by key', (_what, change, message) => {
    const sets = change.split(' ').flatMap((each) => ['--set', each]);
    expectOneLine(runCommand(['train', '--config', 'c.json', '--out', 'none', ...sets], wavesFolder()), message);
  });
});

describe('values', () => {
  it('of several targets are learnt together, and predicted one by one', () => {
    const rows = Array.from(
      { length: 200 },
      (_, r) => `${Math.sin(r / 3)},${Math.cos(r / 3)},${5 * Math.sin(r / 3 + 1)}`,
    );
    const dataset: SeriesDataset = {
      ...{ kind: 'series', source: 'file:rows.csv', inputs: ['a', 'b'], target: 'a', otherTargets: ['c'] },
      ...{ horizon: 1, window: 4, stride: 1, differencing: false, scaling: 'standard', split: 'random' },
      ...{ validationFraction: 0.2, testFraction: 0.2 },
    };
    const folder = folderWith({
      'c.json': { ...configuration, dataset, epochs: 40 },
      'rows.csv': `a,b,c\n${rows.join('\n')}\n`,
    });
    expect(answerOf(['train', '--config', 'c.json', '--out', 'run'], folder)).toMatchObject({ testAccuracy: null });
    const first = answerOf(['predict', '--run', 'run'], folder) as Predictions;
    const other = answerOf(['predict', '--run', 'run', '--output', 'c'], folder) as Predictions;
    expect([first.name, other.name, first.total]).toEqual(['a', 'c', other.total]);
    const [a, c] = first.evaluation.outputs ?? [];
    expect(first.evaluation.rmse).toBe(a?.rmse);
    expect(Math.min(a?.skill ?? NaN, c?.skill ?? NaN)).toBeGreaterThan(0.5);
  });

  it('that no output can reach are refused where they are not scaled', () => {
    const dataset = { ...waves, target: 'value', inputs: ['t'], targetKind: 'value', scaling: 'none' };
    const csv = wavesCsv(20).replace('wave,', 't,wave,').replaceAll('\nw', '\n1,w');
    const folder = folderWith({ 'c.json': { ...configuration, dataset }, 'waves.csv': csv });
    expectOneLine(
      runCommand(['train', '--config', 'c.json', '--out', 'run'], folder),
      /c\.json: dataset\.scaling: The target "value" has values from -1\.\d+ to 1\.\d+ and is not scaled/,
    );
  });
});
