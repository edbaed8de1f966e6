// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- an ambient module can't be imported, and every folder's tsconfig has to find it
/// <reference path="./samples/csv-raw.d.ts" />
/** The real series shipped with the app; where they come from is told in samples/README.md. */
import type { SampleName } from '../contract/dataset';
import { seriesFromCsv } from './csv';
import type { Series } from '../contract/series';
import co2 from './samples/co2.csv?raw';
import seattleWeather from './samples/seattle-weather.csv?raw';
import sp500 from './samples/sp500.csv?raw';

interface Sample {
  readonly text: string;
  /** Column name → unit; these columns are taken, in this order. */
  readonly units: Readonly<Record<string, string>>;
}

const SAMPLE_FILES: Readonly<Record<SampleName, Sample>> = {
  co2: { text: co2, units: { CO2: 'ppm', 'seasonally adjusted CO2': 'ppm' } },
  'seattle-weather': {
    text: seattleWeather,
    units: { precipitation: 'mm', temp_max: '°C', temp_min: '°C', wind: 'm/s' },
  },
  sp500: { text: sp500, units: { high: 'points', low: 'points', close: 'points', volume: 'shares' } },
};

const cache = new Map<SampleName, Series>();

/** @returns a shipped series, parsed once; months that were never measured are NaN */
export function sampleSeries(name: SampleName): Series {
  const known = cache.get(name);
  if (known) return known;
  const { text, units } = SAMPLE_FILES[name];
  const { series } = seriesFromCsv(
    text,
    { separator: ',', header: true, decimalComma: false, missingMarkers: [], missing: 'keep' },
    Object.keys(units),
  );
  const sample: Series = {
    columns: series.columns.map((column) => ({ ...column, unit: units[column.name] ?? '' })),
    labels: series.labels,
  };
  cache.set(name, sample);
  return sample;
}
