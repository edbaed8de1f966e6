import { expect, it } from 'vitest';
import type { ChartPalette } from '../../../../renderer/charts/chart-palette';
import { ChartBuilder, type ChartQuestion } from '../../../../renderer/charts/curves/build-chart';
import type { RunSeries } from '../../../../renderer/charts/curves/chart-series';
import { curveData, type CurveData } from '../../../../renderer/charts/curves/curve-data';
import { cursorValues } from '../../../../renderer/charts/curves/cursor-values';
import type { Mark } from '../../../../renderer/charts/curves/scene';

const palette: ChartPalette = {
  background: 'white',
  text: 'black',
  muted: 'grey',
  grid: 'silver',
  accent: 'blue',
  validationBand: 'none',
  testBand: 'none',
  fontFamily: 'sans-serif',
};

function series(id: string, more: Partial<RunSeries> = {}): RunSeries {
  return {
    key: `run ${id}`,
    id,
    metric: 'loss',
    label: id,
    colour: 0,
    dash: null,
    sequences: null,
    faint: null,
    isLive: false,
    ...more,
  };
}

function data(y: readonly number[], smoothing: Parameters<typeof curveData>[2] = { kind: 'none' }): CurveData {
  return curveData(
    Float64Array.from(y, (_, i) => i),
    Float64Array.from(y),
    smoothing,
  );
}

function question(curves: Record<string, CurveData>, more: Partial<ChartQuestion> = {}): ChartQuestion {
  return {
    width: 600,
    height: 300,
    series: { runs: Object.keys(curves).map((id) => series(id)), groups: [] },
    scales: { x: 'linear', y: 'logarithmic' },
    zoom: { x: null, y: null },
    texts: { xTitle: 'Epoch', yTitle: 'Loss' },
    shade: 'light',
    palette,
    decimation: 'extremes',
    dataOf: ({ id }) => curves[id] ?? data([]),
    bandsOf: () => null,
    ...more,
  };
}

const atOnce = () => undefined;
const build = (asked: ChartQuestion, builder = new ChartBuilder()) => builder.build(asked, atOnce);
const lines = (marks: readonly Mark[] | undefined) => marks?.filter((mark) => mark.kind === 'line') ?? [];

it('puts what a logarithmic axis has no place for into strips, marked and counted, and leaves a gap in the line', async () => {
  const chart = await build(question({ a: data([NaN, 1, 0, 10, -1, NaN, Infinity, 100]) }));
  // The first NaN comes before anything was measured: it is no value.
  expect(chart.counts).toEqual({ zero: 1, negative: 1, notANumber: 1, infinity: 1, negativeInfinity: 0 });
  expect(chart.points).toBe(7);
  expect(chart.drawn).toBe(7);
  const { bottomStrip, topStrip } = chart.geometry;
  const strokes = chart.runs[0]?.strip.map((mark) => mark.kind === 'strokes' && [mark.y, mark.xs.length]);
  expect(strokes).toEqual([
    [(topStrip?.y ?? NaN) + 1, 1],
    [(bottomStrip?.y ?? NaN) + 1, 3],
  ]);
  const [line] = lines(chart.runs[0]?.marks);
  const ys = line?.points.filter((_, i) => i % 2 === 1) ?? [];
  expect(Array.from(ys, Number.isNaN).filter((isGap) => !isGap).length).toBe(3);
});

it('spaces decades of a logarithmic axis evenly', async () => {
  const chart = await build(question({ a: data([1, 10, 100]) }));
  const points = lines(chart.runs[0]?.marks)[0]?.points ?? new Float32Array();
  const [first = NaN, second = NaN, third = NaN] = [points[1], points[3], points[5]];
  // Pixels are kept in single precision: seven digits of some hundreds.
  expect(first - second).toBeCloseTo(second - third, 3);
});

it('draws the original faintly behind what is smoothed, through a value that is not a number', async () => {
  const chart = await build(question({ a: data([1, 2, NaN, 4, 5], { kind: 'exponential', weight: 0.5 }) }));
  const marks = lines(chart.runs[0]?.marks);
  expect(marks.map(({ opacity }) => opacity < 1)).toEqual([true, false]);
  expect(
    marks.map(({ points }) =>
      Array.from(
        points.filter((_, i) => i % 2 === 1),
        Number.isNaN,
      ),
    ),
  ).toEqual([
    [false, false, true, false, false],
    [false, false, true, false, false],
  ]);
});

it('makes nothing anew of curves that stay while another one grows within the axes', async () => {
  const builder = new ChartBuilder();
  const still = data(Array.from({ length: 100 }, (_, i) => 100 - i));
  const live = [data([50, 40, 30]), data([50, 40, 30, 20])];
  const runs = [series('still'), series('live', { isLive: true })];
  const ask = (grown: CurveData | undefined) =>
    build(question({ still, live: grown ?? data([]) }, { series: { runs, groups: [] } }), builder);
  const before = await ask(live[0]);
  const after = await ask(live[1]);
  expect(after.runs[0]?.marks).toBe(before.runs[0]?.marks);
  expect(after.runs[1]?.marks).not.toBe(before.runs[1]?.marks);
  expect(after.geometry).toEqual(before.geometry);
});

it('counts of a zoomed stretch what is in it, and decimates it by itself', async () => {
  const long = data(Array.from({ length: 100_000 }, (_, i) => 1 + (i % 7)));
  const whole = await build(question({ long }));
  expect(whole.points).toBe(100_000);
  expect(whole.drawn).toBeLessThan(4 * 600);
  const close = await build(question({ long }, { zoom: { x: { low: 500, high: 599 }, y: null } }));
  expect([close.points, close.drawn]).toEqual([100, 100]);
});

it('reads values at the cursor, highest first, and none of a run that ended long before', async () => {
  const chart = await build(question({ low: data([1, 1, 1, 1, 1]), high: data([9, 8, 7, 6, 5]), short: data([3, 3]) }));
  const read = cursorValues(chart, 3.2);
  expect(read?.x).toBe(3);
  expect(read?.values.map(({ label, value }) => [label, value])).toEqual([
    ['high', 6],
    ['low', 1],
  ]);
});

it('gives the bands of a group, and how many runs are behind them where', async () => {
  const bands = {
    x: Float64Array.of(0, 1, 2),
    n: Uint32Array.of(3, 3, 1),
    interpolated: new Uint32Array(3),
    centre: Float64Array.of(4, 3, 2),
    low: Float64Array.of(3, -1, NaN),
    high: Float64Array.of(5, 4, NaN),
  };
  const group = { key: 'group a', label: 'A', colour: 1, members: [series('a', { faint: 0.2 })] };
  const chart = await build(
    question({ a: data([4, 3, 2]) }, { series: { runs: [], groups: [group] }, bandsOf: () => bands }),
  );
  const [area] = chart.groups[0]?.marks ?? [];
  const { plot } = chart.geometry;
  // The band reaches below zero, which lies below a logarithmic axis: its edge is the edge of the plot.
  expect(area?.kind === 'area' && [area.lower.length, area.lower[3]]).toEqual([4, plot.y + plot.height]);
  expect(cursorValues(chart, 2)?.values).toMatchObject([{ label: 'A', value: 2, group: { n: 1 } }]);
});
