/** What the library says of the shipped series. The suggestions were found by training (skill on validation, then test). */
import type { SampleName } from '../contract/dataset';
import type { LibraryEntry } from './library-entry';

const PACKAGED_BY = 'packaged by vega-datasets 3.2.1';

export const SAMPLE_ENTRIES: Readonly<Record<SampleName, LibraryEntry>> = {
  // AlarmworkNet period 2: 0.92 and 0.91; period 4: 0.67 and 0.63; Elman: 0.91 and 0.90.
  co2: {
    title: 'CO₂ at Mauna Loa',
    description:
      'Monthly carbon dioxide in the air over Hawaii, 1958 to 2020: a yearly rhythm on a steady rise. Suggested: two years ' +
      'of monthly changes in, the change of the next month out. Five months were never measured; windows step around them.',
    source: `Scripps CO₂ Program, in-situ record of Mauna Loa; ${PACKAGED_BY}`,
    licence: 'CC BY 4.0',
    suggested: {
      kind: 'series',
      source: 'co2',
      inputs: ['CO2'],
      target: 'CO2',
      horizon: 1,
      differencing: true,
      window: 24,
      stride: 1,
      validationFraction: 0.15,
      testFraction: 0.15,
    },
    suggestedHyperparameters: { hiddenUnits: 16, period: 2, learningRate: 0.005, epochs: 100 },
  },
  // AlarmworkNet period 2: 0.32 and 0.30; Elman: 0.31 and 0.29. One day ahead, hardly anything beats persistence.
  'seattle-weather': {
    title: 'Seattle weather',
    description:
      'Daily temperatures, rain and wind, 2012 to 2015. Suggested: two weeks in, the highest temperature a week later out. ' +
      'Weather is noisy: expect to beat persistence by a third. Validation and test cover one whole year each.',
    source: `NOAA National Climatic Data Center; ${PACKAGED_BY}`,
    licence: 'Public domain (United States government work)',
    suggested: {
      kind: 'series',
      source: 'seattle-weather',
      inputs: ['temp_max', 'temp_min', 'precipitation', 'wind'],
      target: 'temp_max',
      horizon: 7,
      differencing: false,
      window: 14,
      stride: 1,
      validationFraction: 0.25,
      testFraction: 0.25,
    },
    suggestedHyperparameters: { hiddenUnits: 8, period: 2, learningRate: 0.002, epochs: 40 },
  },
  // AlarmworkNet period 2: 0.33 and 0.23; Elman: 0.33 and 0.22. For `close`: 0.00 either way.
  sp500: {
    title: 'S&P 500',
    description:
      'The share index and its traded volume on every trading day, 2000 to April 2020. Suggested: the volume five trading ' +
      'days ahead, which is possible. The price is next to a random walk: try to forecast it, and persistence will not be beaten.',
    source: `Yahoo Finance; ${PACKAGED_BY}`,
    licence: 'None stated; kept for instruction',
    suggested: {
      kind: 'series',
      source: 'sp500',
      inputs: ['volume'],
      target: 'volume',
      horizon: 5,
      differencing: false,
      window: 20,
      stride: 1,
      validationFraction: 0.15,
      testFraction: 0.15,
    },
    suggestedHyperparameters: { hiddenUnits: 16, period: 2, learningRate: 0.002, epochs: 20 },
  },
};
