import { describe, expect, it } from 'vitest';
import { DatasetSummary, SAMPLES, TASKS } from '../../../core/contract/dataset';
import { suggestedConfiguration } from '../../../core/contract/quick-start';
import type { ImportedSequences } from '../../../core/contract/import';
import type { Series } from '../../../core/contract/series';
import { drifts, importedSummary, trainingRows } from '../../../core/data/imported-summary';
import { datasetLibrary } from '../../../core/data/library';
import { prepareDataset } from '../../../core/data/prepare';
import { previewDataset } from '../../../core/data/preview';
import { sampleSeries } from '../../../core/data/sample-series';
import { noiseOfLengths } from '../../support/sequence-data';

const id = `imported:${'0'.repeat(64)}`;

function seriesOf(values: number[]): Series {
  return { columns: [{ name: 'a', unit: '', values: Float64Array.from(values) }], labels: null };
}

function summaryOf(values: number[], version = 1): DatasetSummary {
  const facts = { name: 'Tide', version, fileName: 'x.csv', fileSha256: null, fileBytes: 7, importedAt: 1, notes: [] };
  const missing = values.filter((value) => Number.isNaN(value)).length;
  const isDrifting = drifts(Float64Array.from(values), trainingRows(values.length));
  const columns = [{ name: 'a', unit: '', missing }];
  return importedSummary({ id, ...facts, rows: values.length, columns, drifts: isDrifting });
}

/** What is suggested for an imported column, and how many sequences each part then has. */
function suggestedFor(values: number[]) {
  const series = seriesOf(values);
  const { suggested } = DatasetSummary.parse(summaryOf(values));
  const { sequences } = previewDataset(suggested, 'last', series);
  return {
    window: suggested.window,
    differencing: suggested.kind === 'series' && suggested.differencing,
    sequences,
  };
}

describe('the library', () => {
  it('lists every sample and task, CO₂ first', () => {
    expect(datasetLibrary().map((entry) => entry.id)).toEqual([...SAMPLES, ...TASKS]);
  });

  it.each(datasetLibrary())('suggests for $id a configuration that is valid and ready to train', (entry) => {
    expect(DatasetSummary.parse(entry)).toEqual(entry);
    const { dataset, readout } = suggestedConfiguration(entry, entry.title);
    const data = prepareDataset(dataset, readout, null);
    const { name } = previewDataset(dataset, readout, null).plot;
    expect([data.parts.test.count > 10, entry.columns.map((column) => column.name).includes(name)]).toEqual([
      true,
      true,
    ]);
  });

  it('suggests the changes of a series that drifts, the level of one that does not', () => {
    const drifting = Array.from({ length: 1000 }, (_, r) => r + 5 * Math.sin(r));
    const steady = Array.from({ length: 1000 }, (_, r) => Math.sin(r));
    expect([suggestedFor(drifting), suggestedFor(steady)]).toEqual([
      { window: 24, differencing: true, sequences: { training: 675, validation: 150, test: 150 } },
      { window: 24, differencing: false, sequences: { training: 676, validation: 150, test: 150 } },
    ]);
  });

  it('suggests a window that a short series has room for', () => {
    expect(suggestedFor([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4])).toEqual({
      window: 2,
      differencing: false,
      sequences: { training: 12, validation: 3, test: 3 },
    });
  });

  it('takes the name, version, columns and gaps of imported data from its document', () => {
    const { title, rows, columns, imported } = summaryOf([1, NaN, 3], 2);
    expect([title, rows, columns, imported?.version]).toEqual([
      'Tide (version 2)',
      3,
      [{ name: 'a', unit: '', missing: 1 }],
      2,
    ]);
  });
});

describe('the shipped series', () => {
  it.each([
    ['co2', 746, ['CO2 ppm', 'seasonally adjusted CO2 ppm'], '1958-03', '2020-04', 416.18, 5],
    [
      'seattle-weather',
      1461,
      ['precipitation mm', 'temp_max °C', 'temp_min °C', 'wind m/s'],
      '2012-01-01',
      '2015-12-31',
      0,
      0,
    ],
    [
      'sp500',
      5105,
      ['high points', 'low points', 'close points', 'volume shares'],
      '2000-01-03',
      '2020-04-17',
      2879.22,
      0,
    ],
  ] as const)('%s is whole', (name, rows, columns, firstLabel, lastLabel, lastValue, missing) => {
    const series = sampleSeries(name);
    const [first] = series.columns;
    expect([
      series.labels?.length,
      series.columns.map((column) => `${column.name} ${column.unit}`),
      series.labels?.[0],
      series.labels?.at(-1),
      first?.values.at(-1),
      series.columns.map(({ values }) => values.filter(Number.isNaN).length),
    ]).toEqual([rows, columns, firstLabel, lastLabel, lastValue, columns.map(() => missing)]);
  });

  it('knows CO₂ month by month, the five that were never measured among them', () => {
    const { labels, columns } = sampleSeries('co2');
    const months = Array.from({ length: 746 }, (_, r) => {
      const month = r + 2;
      return `${1958 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
    });
    const gaps = labels?.filter((_, r) => Number.isNaN(columns[0]?.values[r]));
    expect([labels, gaps]).toEqual([months, ['1958-06', '1958-10', '1964-02', '1964-03', '1964-04']]);
  });

  it('is parsed once', () => {
    expect(sampleSeries('co2')).toBe(sampleSeries('co2'));
  });
});

describe('imported sequences', () => {
  const lengths = [3, 5, 4, 6, 3, 5, 4, 6, 3, 5];
  const series = noiseOfLengths(lengths);
  const facts = {
    name: 'Noise',
    version: 1,
    fileName: 'x.csv',
    fileSha256: null,
    fileBytes: 7,
    importedAt: 1,
    notes: [],
  };
  const summary = (sequences: ImportedSequences, without: readonly string[] = []) => {
    const columns = series.columns
      .filter(({ name }) => !without.includes(name))
      .map(({ name, unit, categories }) => ({ name, unit, missing: 0, categories }));
    const rows = lengths.reduce((sum, length) => sum + length, 0);
    return DatasetSummary.parse(importedSummary({ id, ...facts, rows, columns, drifts: true, sequences }));
  };
  const known = { column: 'id', count: 10, constant: ['kind'], sorted: [] };
  const ready = (entry: DatasetSummary) => {
    const { dataset, readout } = suggestedConfiguration(entry, entry.title);
    const { parts, classes } = prepareDataset(dataset, readout, series);
    return [parts.training.count, parts.validation.count, parts.test.count, readout, classes];
  };

  it('are suggested to be classified where each has one class from beginning to end', () => {
    const entry = summary(known);
    expect(entry.suggested).toMatchObject({
      sequenceColumn: 'id',
      inputs: ['a', 'b', 'sum', 'product'],
      target: 'kind',
      targetKind: 'class',
      horizon: 0,
      differencing: false,
    });
    expect(entry.suggested).not.toHaveProperty('split');
    expect(ready(entry)).toEqual([6, 2, 2, 'last', ['x', 'y', 'z']]);
    // In the file's order, the last classes would be in the test part alone.
    expect(summary({ ...known, sorted: ['kind'] }).suggested).toHaveProperty('split', 'random');
  });

  it.each([
    ['whose texts change within them', { ...known, constant: [] }, []],
    ['without texts', { ...known, constant: [] }, ['kind']],
  ])('%s are suggested to be forecast row by row', (_, sequences, without) => {
    const entry = summary(sequences, without);
    expect(entry.suggested).toMatchObject({ sequenceColumn: 'id', target: 'a', horizon: 1 });
    expect(entry.suggested).not.toHaveProperty('targetKind');
    expect(ready(entry)).toEqual([6, 2, 2, 'every', null]);
  });

  it('that are too few for three parts are one series at first', () => {
    expect(summary({ ...known, count: 3 }).suggested).not.toHaveProperty('sequenceColumn');
  });
});
