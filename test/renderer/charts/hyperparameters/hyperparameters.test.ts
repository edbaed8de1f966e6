import { describe, expect, it } from 'vitest';
import { variedFields } from '../../../../core/analysis/varied-fields';
import { parallelCoordinates } from '../../../../core/analysis/parallel-coordinates';
import { judged, outcomeScale, unlessSame } from '../../../../renderer/charts/hyperparameters/outcomes';
import {
  brushesOn,
  moved,
  NO_BRUSHES,
  placeText,
  ticksOf,
  withBrush,
} from '../../../../renderer/charts/hyperparameters/parallel-geometry';
import { scatterOf, scatterOptions } from '../../../../renderer/charts/hyperparameters/scatter-content';
import { viridis } from '../../../../renderer/charts/hyperparameters/viridis';
import { results, run } from '../../runs';

const RATES = [0.001, 0.01, 0.1];
const runs = RATES.map((learningRate, index) =>
  run(
    { results: results(index + 1, 0) },
    { learningRate, model: index === 0 ? 'elman' : 'alarmwork', period: 2 + index },
  ),
);

describe('the scale of colours', () => {
  it('starts, passes and ends at published entries of viridis', () => {
    // matplotlib: entries 0, 15 and 255.
    expect([0, 15 / 255, 1].map(viridis)).toEqual(['rgb(68 1 84)', 'rgb(72 23 105)', 'rgb(253 231 37)']);
    expect(viridis(7)).toBe(viridis(1));
  });

  it('lets the best stand out on either background, and has no colour for what has no value', () => {
    const { colourOf } = outcomeScale('bestValidationLoss', 'linear', judged(runs, 'bestValidationLoss'));
    expect(colourOf(1, 'light')).toBe(viridis(0));
    expect(colourOf(1, 'dark')).toBe(viridis(1));
    expect(colourOf(NaN, 'light')).toBeNull();
    const skill = outcomeScale('testSkill', 'linear', [
      { run: run(), value: 0 },
      { run: run(), value: 1 },
    ]);
    expect(skill.colourOf(1, 'dark')).toBe(viridis(1));
  });
});

describe('runs that are judged', () => {
  it('are those that ended, with NaN where they diverged', () => {
    const diverged = run({ status: 'diverged', results: { ...results(1, 0), best: null } });
    const list = judged([...runs, diverged, run({ status: 'running' })], 'bestValidationLoss');
    expect(list.map(({ value }) => value)).toEqual([1, 2, 3, NaN]);
  });

  it('are the same list while nothing of them changes', () => {
    const before = judged(runs, 'loss');
    expect(unlessSame(before, judged([...runs, run({ status: 'running' })], 'loss'))).toBe(before);
    expect(unlessSame(before, judged([...runs, run({ results: results(9, 0) })], 'loss'))).toHaveLength(4);
  });
});

describe('parallel coordinates', () => {
  const { axes, places } = parallelCoordinates(
    runs.map((each, index) => ({ hyperparameters: each.configuration, value: index })),
    { label: 'Loss', unit: '', scale: 'linear' },
  );
  const rate = axes.findIndex(({ field }) => field === 'learningRate');
  const axis = axes[rate];
  if (!axis) throw new Error('There is no such axis');

  it('name the values of a grid one by one, and places by their value', () => {
    const ticks = ticksOf(
      axis,
      places.map((line) => line[rate] ?? NaN),
    );
    expect(ticks.map(({ text }) => text)).toEqual(['0.001', '0.01', '0.1']);
    expect(placeText(axis, 0.5)).toBe('0.01000');
    const model = axes.find(({ field }) => field === 'model');
    expect(model && placeText(model, 1)).toBe('Elman');
  });

  it('keep a brush with its axis when axes change places', () => {
    const brushes = withBrush(NO_BRUSHES, 'learningRate', { from: 0, to: 0.5 });
    expect(brushesOn(axes, brushes)).toEqual([{ axis: rate, from: 0, to: 0.5 }]);
    expect(brushesOn(axes.toReversed(), brushes)).toEqual([{ axis: axes.length - 1 - rate, from: 0, to: 0.5 }]);
    expect(withBrush(brushes, 'learningRate', null).size).toBe(0);
  });

  it('move an axis as far as there are places, and not beyond', () => {
    expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
  });
});

it('a scatter leaves out, and counts, runs without a place: Elman has no period, and zero no logarithm', () => {
  const period = variedFields(runs.map(({ configuration }) => configuration)).find(({ field }) => field === 'period');
  if (!period) throw new Error('The period varies');
  const list = judged([run({ results: results(0, 0) }, { period: 9 }), ...runs], 'loss');
  const linear = scatterOf(list, period, null, { x: 'linear', y: 'linear' }, 'light');
  expect(linear.points.map(({ x, y }) => [x, y])).toEqual([
    [3, 2],
    [4, 3],
    [9, 0],
  ]);
  expect(linear.left).toBe(1);
  expect(scatterOf(list, period, null, { x: 'linear', y: 'logarithmic' }, 'light').left).toBe(2);
});

it('a scatter has a labelled tick at each category, and none between', () => {
  const model = variedFields(runs.map(({ configuration }) => configuration)).find(({ field }) => field === 'model');
  if (!model) throw new Error('The model varies');
  const palette = { background: '', text: '', muted: '', grid: '', accent: '', validationBand: '', testBand: '' };
  const scales = { x: 'linear', y: 'linear' } as const;
  const outcome = outcomeScale('loss', 'linear', judged(runs, 'loss'));
  const options = scatterOptions(model, outcome, scales, { ...palette, fontFamily: '' }, () => undefined);
  const scale = { ticks: [] as { value: number }[] };
  options.scales?.['x']?.afterBuildTicks?.(scale as never);
  const textOf = options.scales?.['x']?.ticks?.callback as ((value: number) => string) | undefined;
  expect(scale.ticks.map(({ value }) => textOf?.(value))).toEqual(
    model.categories.map((name) => (name === 'elman' ? 'Elman' : 'AlarmworkNet')),
  );
});
