import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../core/contract/errors';
import { parseStrictJson } from '../../../core/formats/strict-json';
import { smallConfiguration } from '../../support/configurations';
import { expectOneLine, folderWith, runCommand } from './run-command';

const ORACLE = join(import.meta.dirname, '../../fixtures/oracles/00-alarmwork-D3P5M2L6N4T2-last.json');

/** A worked case as it comes from its file, for tests to spoil. */
interface Case {
  [key: string]: unknown;
  params: Record<string, unknown>;
  x: unknown[][];
}

describe('a worked case', () => {
  it.each<[string, (given: Case) => void, RegExp]>([
    [
      'null in a matrix',
      ({ params }) => (params['w_out'] = [[1, 2, null]]),
      /params\.w_out\[0\]\[2\] must be a number, not null/,
    ],
    [
      'null in a vector',
      ({ params }) => (params['b_in1'] = [1, null]),
      /params\.b_in1\[1\] must be a number, not null/,
    ],
    ['a number for a list', ({ params }) => (params['b_in1'] = 3), /params\.b_in1 must be a list, not 3/],
    ['a text in a list', ({ x }) => (x[1] = ['a']), /x\[1\]\[0\] must be a list, not a text/],
    ['flat targets', (given) => (given['t'] = [1, 2, 3, 4]), /t\[0\] must be a list: \[N\]\[M\] with readout "last"/],
    [
      'no L',
      (given) => (given['L'] = undefined),
      /L is missing: it must be a whole number from 1 to 10000 \(time steps/,
    ],
    ['half an L', (given) => (given['L'] = 1.5), /L must be a whole number from 1 to 10000/],
    ['no model', (given) => (given['model'] = undefined), /model is missing: it must be "alarmwork" or "elman"/],
    ['no inputs', (given) => Object.assign(given, { x: undefined }), /x is missing: it must be a list/],
    ['no such readout', (given) => (given['readout'] = 'all'), /readout must be "last" or "every"/],
    [
      'a parameter too many',
      ({ params }) => (params['w_foo'] = [1]),
      /params\.w_foo.* parameter.*w_in1, w_rec1, .*b_out/,
    ],
  ])('with %s is answered by its place and what belongs there', (_what, spoil, message) => {
    const given = JSON.parse(readFileSync(ORACLE, 'utf8')) as Case;
    spoil(given);
    const folder = folderWith({ 'case.json': given });
    expectOneLine(
      runCommand(['gradients', '--case', 'case.json'], folder),
      new RegExp(`case\\.json: ${message.source}`),
    );
  });

  it('is named even where its name is in the message by chance', () => {
    const given = { ...(JSON.parse(readFileSync(ORACLE, 'utf8')) as Case), x: [[[1]]] };
    expectOneLine(runCommand(['gradients', '--case', 'x'], folderWith({ x: given })), /alarmworknet: x: x must be/);
  });
});

/** A series of 200 rows; line 52 has no value. */
const LEVELS = [
  'day;level',
  ...Array.from({ length: 200 }, (_, day) => `${day};${day === 50 ? '' : Math.sin(day / 4).toFixed(4)}`),
];
const withLine = (line: number, text: string) => LEVELS.with(line - 1, text).join('\n');

const tide = smallConfiguration({
  epochs: 1,
  dataset: {
    kind: 'series',
    source: 'file:tide.csv',
    csv: { separator: ';', header: true, decimalComma: false, missingMarkers: [], missing: 'drop' },
    inputs: ['level'],
    target: 'level',
    horizon: 1,
    differencing: false,
    window: 12,
    stride: 4,
    validationFraction: 0.15,
    testFraction: 0.15,
  },
});

const small = smallConfiguration({ epochs: 1 });
const { dataset } = small;

describe('train', () => {
  it.each<[string, unknown, string[], RegExp]>([
    ['another format', { ...small, formatVersion: 2 }, [], /c\.json: formatVersion must be 1/],
    ['no format', { ...small, formatVersion: undefined }, [], /c\.json: formatVersion is missing: it must be 1/],
    [
      'no kind of data',
      { ...small, dataset: { ...dataset, kind: 'x' } },
      [],
      /c\.json: dataset\.kind must be "series" or "task"/,
    ],
    ['no data', { ...small, dataset: undefined }, [], /c\.json: dataset is missing/],
    [
      'an unknown key',
      { ...small, dataset: { ...dataset, q: 1 } },
      [],
      /c\.json: dataset: "q" is not known here: correct the name, or remove it/,
    ],
    ['NaN', '{"a": 1,\n"b": NaN}', [], /c\.json, line 2: not valid JSON: expected a value, found NaN/],
    ['two commas', '{"a": [1,\n\n,2]}', [], /c\.json, line 3: not valid JSON: expected a value, found ,/],
    ['a last comma', '{"a": 1,\n}', [], /c\.json, line 2: not valid JSON: expected a name in double quotes, found }/],
    [
      'bytes that are not UTF-8',
      Uint8Array.of(123, 10, 34, 0xff, 34),
      [],
      /c\.json, line 2: not text in UTF-8; save the file in UTF-8/,
    ],
    [
      'an input that the data lacks',
      { ...small, dataset: { ...dataset, inputs: ['CO2', 'CO3'] } },
      [],
      /c\.json: dataset\.inputs\[1\]: There is no column "CO3".*CO2/,
    ],
    [
      'a target that the data lacks',
      { ...small, dataset: { ...dataset, target: 'CO3' } },
      [],
      /c\.json: dataset\.target: There is no column "CO3"/,
    ],
    [
      'a window that is too long',
      { ...small, dataset: { ...dataset, window: 9_000 } },
      [],
      /c\.json: dataset\.window: .*Lower the window length/,
    ],
    [
      'imported data',
      { ...small, dataset: { ...dataset, source: `imported:${'0'.repeat(64)}` } },
      [],
      /c\.json: dataset\.source: Imported data is in the app only; name its CSV file/,
    ],
    [
      'a column that the CSV file lacks',
      tide,
      ['target=height'],
      /c\.json: dataset\.target: There is no column "height"\. The file has: day, level/,
    ],
    [
      'a missing value',
      tide,
      ['csv.missing=refuse'],
      /tide\.csv: Line 52, column "level" has no value\. .*"missing" to "drop"/,
    ],
    [
      'no number',
      tide,
      ['dataset.source=file:word.csv'],
      /word\.csv: Line 60, column "level": "abc" is not a number\. Correct it, or/,
    ],
    [
      'a CSV file in Latin-1',
      tide,
      ['source=file:latin.csv'],
      /latin\.csv, line 60: not text in UTF-8; save the file in UTF-8/,
    ],
    ['a CSV file that is a folder', tide, ['source=file:.'], /cannot be read: it is a folder\. Name a file/],
    [
      'no such name to set',
      tide,
      ['csv.mising=drop'],
      /--set csv\.mising=drop: .*has no csv\.mising; it has .*epochs.*dataset\.csv\.missing/,
    ],
    [
      'no such value to set',
      tide,
      ['csv.missing=oops'],
      /--set csv\.missing=oops: dataset\.csv\.missing must be "refuse", "drop" or "carry-forward"/,
    ],
    [
      'a number where a list is wanted',
      tide,
      ['inputs=2024'],
      /--set inputs=2024: dataset\.inputs must be a list, not 2024/,
    ],
    ['another kind of data to set', tide, ['dataset.kind=task'], /c\.json: dataset\.task/],
    ['a name of a prototype to set', tide, ['__proto__=1'], /--set __proto__=1: the configuration has no __proto__/],
  ])('with %s is answered by the file, the place and what to do', (_what, configuration, changes, message) => {
    const folder = folderWith({
      'c.json': configuration,
      'tide.csv': LEVELS.join('\n'),
      'word.csv': withLine(60, '58;abc'),
      'latin.csv': Buffer.from(withLine(60, '58;\u00e9'), 'latin1'),
    });
    const sets = changes.flatMap((change) => ['--set', change]);
    expectOneLine(runCommand(['train', '--config', 'c.json', '--out', 'run', ...sets], folder), message);
    expect(existsSync(join(folder, 'run'))).toBe(false);
  });

  it.each<[string, string[], object]>([
    ['texts that look like numbers', ['name=2024'], { name: '2024' }],
    ['texts that look like JSON', ['name=true'], { name: 'true' }],
    ['keys that the file leaves out', ['kernel=reference'], { kernel: 'reference' }],
    ['keys two levels down', ['dataset.csv.missing=carry-forward'], { dataset: { csv: { missing: 'carry-forward' } } }],
    ['these by their short names', ['csv.missing=carry-forward'], { dataset: { csv: { missing: 'carry-forward' } } }],
    ['lists', ['inputs=["level"]'], { dataset: { inputs: ['level'] } }],
  ])('--set takes %s', (_what, changes, expected) => {
    const older = { ...tide, kernel: undefined };
    const folder = folderWith({ 'c.json': older, 'tide.csv': LEVELS.join('\n') });
    const sets = changes.flatMap((change) => ['--set', change]);
    expect(runCommand(['train', '--config', 'c.json', '--out', 'run', ...sets], folder)).toMatchObject({ code: 0 });
    const document = JSON.parse(readFileSync(join(folder, 'run/run.json'), 'utf8')) as { configuration: object };
    expect(document.configuration).toMatchObject(expected);
  });

  it('--set makes the csv options of a configuration that has none', () => {
    const plain = { ...tide.dataset, csv: undefined };
    const folder = folderWith({ 'c.json': { ...tide, dataset: plain }, 'tide.csv': LEVELS.join('\n') });
    const sets = ['--set', 'dataset.csv.separator=;', '--set', 'dataset.csv.missing=drop'];
    expect(runCommand(['train', '--config', 'c.json', '--out', 'run', ...sets], folder).code).toBe(0);
  });

  it.runIf(process.platform === 'linux')('says nothing of the CSV file where the run cannot have its folder', () => {
    const folder = folderWith({ 'c.json': tide, 'tide.csv': LEVELS.join('\n') });
    expectOneLine(
      runCommand(['train', '--config', 'c.json', '--out', '/proc/xx'], folder),
      /\/proc\/xx cannot be made/,
    );
  });

  it('says on stderr what was done to a CSV file, in training, predicting and checking', () => {
    const folder = folderWith({ 'c.json': tide, 'tide.csv': LEVELS.join('\n') });
    for (const args of [
      ['train', '--config', 'c.json', '--out', 'run'],
      ['predict', '--run', 'run'],
      ['gradcheck', '--config', 'c.json'],
    ]) {
      const { code, stderr } = runCommand(args, folder);
      expect(code).toBe(0);
      expect(
        stderr.split('\n').filter((line) => /tide\.csv: 1 row without a value was dropped\.$/.test(line)),
      ).toHaveLength(1);
    }
  });
});

it('finds a fault, with its line, in exactly the texts that JSON.parse refuses', () => {
  const pieces = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      '"a"',
      '"b"',
      '"\\q"',
      '"',
      ':',
      ',',
      ' ',
      '\n',
      '1',
      '01',
      '-',
      '1.5e3',
      'null',
      'NaN',
      "'x'",
    ],
  );
  const mostly = fc.oneof(
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.tuple(fc.json(), pieces, fc.nat()).map(([json, piece, at]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + piece + json.slice(place);
    }),
  );
  fc.assert(
    fc.property(mostly, (text) => {
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      let message: string | null = null;
      try {
        parseStrictJson(text, 'File');
      } catch (error) {
        expect(error).toBeInstanceOf(StudioError);
        message = (error as StudioError).message;
      }
      // Equal keys and __proto__ are refused though JSON.parse takes them.
      const ours = message !== null && /appears twice|__proto__|is not valid JSON$/.test(message);
      if (!ours) expect(message === null).toBe(valid);
      // The engine's own words, in brackets, would mean that the place was not found.
      if (message !== null) expect(message).toMatch(/^File, line \d+: (?!not valid JSON \()/);
    }),
    { numRuns: 3_000 },
  );
});
