import { describe, expect, it } from 'vitest';
import {
  UNKNOWN,
  formatBytes,
  formatDuration,
  formatEstimate,
  formatExactly,
  formatMoment,
  formatNumber,
  formatPercent,
  formatQuantity,
  formatSetting,
  formatTick,
  rangeText,
  formatMeasured,
  labelInUnits,
  withUnit,
} from '../../renderer/format';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [0.0123456, '0.01235'],
    [12.3456, '12.35'],
    [-0.5, '-0.5000'],
    [1234.5, '1,235'],
    [123_456, '123,456'],
    [0.00001234, '1.234e-5'],
    [12_340_000, '1.234e7'],
    [1e-5, '1e-5'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([null, undefined, NaN, Infinity, -Infinity])('writes %s as unknown, never as a number', (value) => {
    expect(formatNumber(value)).toBe(UNKNOWN);
    expect(formatExactly(value)).toBe(UNKNOWN);
  });

  it('keeps every digit for hovering', () => {
    expect(formatExactly(0.1234567890123)).toBe('0.1234567890123');
  });
});

it.each([
  [0, '0'],
  [0.02, '0.02'],
  [0.5, '0.5'],
  [100, '100'],
  [1500, '1,500'],
  [1e-6, '1e-6'],
])('writes the axis tick %d as %s', (value, text) => {
  expect(formatTick(value)).toBe(text);
});

it.each([
  [0.0001, '< 1 ms'],
  [0.0123, '12 ms'],
  [0.42, '0.42 s'],
  [9.99, '10 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [130, '2 min 10 s'],
  [3600, '1 h'],
  [11_100, '3 h 5 min'],
  [90_000, '1 d 1 h'],
  [null, UNKNOWN],
  [NaN, UNKNOWN],
  [-1, UNKNOWN],
])('writes %s seconds as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1500, '1.50 kB'],
  [3_400_000, '3.40 MB'],
  [2.5e12, '2.50 TB'],
  [null, UNKNOWN],
])('writes %s bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it('writes settings without adding or losing digits', () => {
  expect([1e-8, 0.005, 4096, true, false, 'adam', null, ''].map(formatSetting)).toEqual([
    '1e-8',
    '0.005',
    '4,096',
    'yes',
    'no',
    'adam',
    UNKNOWN,
    UNKNOWN,
  ]);
});

it('tells what grew past all bounds from what is not known', () => {
  expect([Infinity, -Infinity, NaN, null, 0.5].map(formatMeasured)).toEqual(['∞', '−∞', UNKNOWN, UNKNOWN, '0.5000']);
});

it('puts a unit in brackets behind a label that does not say it', () => {
  expect([
    labelInUnits('Window length', 'time steps'),
    labelInUnits('Hidden units (P)', 'units'),
    labelInUnits('Seed', ''),
  ]).toEqual(['Window length (time steps)', 'Hidden units (P)', 'Seed']);
});

it('puts a unit behind what is known only', () => {
  expect([withUnit('1.2', 'ppm'), withUnit('1.2', ''), withUnit(UNKNOWN, 'ppm')]).toEqual(['1.2 ppm', '1.2', UNKNOWN]);
});

it('counts one run and several', () => {
  expect([formatQuantity(1, 'run'), formatQuantity(1200, 'run')]).toEqual(['1 run', '1,200 runs']);
});

it('writes shares in percent', () => {
  expect([formatPercent(0.9876), formatPercent(null)]).toEqual(['98.8 %', UNKNOWN]);
});

it('gives the time today, and the day before that', () => {
  const now = new Date(2026, 10, 22, 15, 0).getTime();
  expect(formatMoment(new Date(2026, 10, 22, 14, 3).getTime(), now)).toBe('14:03');
  expect(formatMoment(new Date(2026, 10, 21, 14, 3).getTime(), now)).toMatch(/^21 Nov.* 14:03$/);
  expect(formatMoment(null, now)).toBe(UNKNOWN);
});

it.each([
  [0.0123, '12 ms'],
  [59.4, '59 s'],
  [100.4, '1 min 40 s'],
  [3179, '53 min'],
  [7680, '2 h 8 min'],
  [50_000, '14 h'],
  [null, UNKNOWN],
])('estimates %s seconds as %s', (seconds, text) => {
  expect(formatEstimate(seconds)).toBe(text);
});

it.each([
  [{ minimum: 1, maximum: 2048 }, '1 to 2,048'],
  [{ minimum: 0, maximum: 0.999999 }, '0 to 0.999999'],
  [{ minimum: 1e-30, maximum: 1 }, '1e-30 to 1'],
  [{ minimum: 0, maximum: 1, exclusiveMinimum: true }, 'above 0 to 1'],
  [{ minimum: 0, maximum: 1e38, exclusiveMinimum: true }, 'above 0'],
  [{ minimum: 0, maximum: Infinity }, '0 or more'],
])('writes the range %j as %s', (range, text) => {
  expect(rangeText(range)).toBe(text);
});
