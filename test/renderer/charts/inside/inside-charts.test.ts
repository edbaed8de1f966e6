import { describe, expect, it } from 'vitest';
import { distributionColumns, type SequenceStates } from '../../../../core/contract/inside';
import { drawClocks } from '../../../../renderer/charts/inside/clock-drawing';
import { clockLayout, heldBlocks, memoryAt, stepAt } from '../../../../renderer/charts/inside/clock-layout';
import { divergingScale, placeInScale } from '../../../../renderer/charts/inside/diverging-scale';
import { runColour } from '../../../../renderer/charts/run-colours';
import { courses, ribbonPicture } from '../../../../renderer/charts/inside/ribbons';
import { PALETTE } from '../../palettes';

function statesOf(over: Partial<SequenceStates> = {}): SequenceStates {
  const empty = new Float32Array(0);
  return {
    part: 'test',
    weights: 'final',
    sequence: 0,
    sequences: 1,
    model: 'alarmwork',
    period: 2,
    hiddenUnits: 16,
    steps: 5,
    first: 1,
    heldSince: Int32Array.of(0, 2, 2, 4, 4),
    layers: [],
    inputs: [],
    differencing: false,
    x: empty,
    xInUnits: new Float64Array(0),
    output: { name: 'y', unit: '' },
    y: empty,
    t: empty,
    yInUnits: new Float64Array(0),
    tInUnits: new Float64Array(0),
    labels: null,
    targetLabel: null,
    ...over,
  };
}

/** The colours in which lines are drawn, in their order. */
function strokesOf(states: SequenceStates, colour: number): string[] {
  const strokes: string[] = [];
  const context = {
    strokeStyle: '',
    stroke: () => void strokes.push(context.strokeStyle),
  };
  // Whatever else a canvas can do leaves no trace here.
  const canvas = new Proxy(context, {
    get: (target, name) => Reflect.get(target, name) ?? (() => undefined),
  }) as unknown as CanvasRenderingContext2D;
  const style = { palette: PALETTE, shade: 'light', colour } as const;
  const shapes = { strokePaths: () => undefined, heatMap: () => undefined };
  drawClocks(canvas, shapes, states, clockLayout(states, 608), style);
  return strokes;
}

describe('the outputs of a network', () => {
  const T = 5;
  const outputsOf = (M: number): SequenceStates => {
    const y = Float32Array.from({ length: T * M }, (_, place) => Math.sin(place));
    const columns = Array.from({ length: M }, (_, m) => ({ name: `y${m}`, unit: '' }));
    return statesOf({ model: 'elman', y, t: y.map((value) => -value), outputs: columns });
  };

  it('have a colour of the palette each, which their targets share', () => {
    const drawn = new Set(strokesOf(outputsOf(3), 5));
    for (const m of [0, 1, 2]) expect(drawn.has(runColour(m, 'light'))).toBe(true);
    expect(drawn.has(runColour(5, 'light'))).toBe(false);
    expect(drawn.has('black')).toBe(false);
  });

  it('have the colour of the run where there is one, and its target that of text', () => {
    const drawn = new Set(strokesOf(outputsOf(1), 5));
    expect([drawn.has(runColour(5, 'light')), drawn.has('black')]).toEqual([true, true]);
    expect(drawn.has(runColour(0, 'light'))).toBe(false);
  });
});

describe('the picture of the two clocks', () => {
  it('has a block for each value that the memory holds', () => {
    expect(heldBlocks(Int32Array.of(0, 2, 2, 4, 4), 1)).toEqual([
      { from: 0, to: 1, rings: false },
      { from: 1, to: 3, rings: true },
      { from: 3, to: 5, rings: true },
    ]);
    // The first step shown is the sixth: its alarm rang before.
    expect(heldBlocks(Int32Array.of(4, 4, 8), 6).map(({ rings }) => rings)).toEqual([false, true]);
  });

  it('says what the memory does at a step', () => {
    expect([0, 1, 2].map((index) => memoryAt(statesOf(), index))).toEqual([
      'in2 holds its initial state, zero: the first alarm rings at step 2',
      'the alarm rings: in2 updates',
      'in2 held since step 2',
    ]);
    const silent = statesOf({ period: 9, heldSince: new Int32Array(5) });
    expect(memoryAt(silent, 4)).toBe('in2 holds its initial state, zero: no alarm rings within this sequence');
    expect(memoryAt(statesOf({ model: 'elman' }), 0)).toBe('h updates, as at every step');
  });

  it('finds the step under the pointer, the nearest one where there is none', () => {
    const layout = clockLayout(statesOf(), 608);
    expect(layout.cell).toBe(100);
    expect([0, layout.left, layout.left + 99, layout.left + 101, 9999].map((x) => stepAt(layout, x, 5))).toEqual([
      0, 0, 0, 1, 4,
    ]);
  });

  it('has one layer and no alarm for Elman', () => {
    const layout = clockLayout(statesOf({ model: 'elman' }), 600);
    expect([layout.bells, layout.layers.map(({ name, isHeld }) => [name, isHeld])]).toEqual([null, [['h', false]]]);
  });
});

describe('the diverging scale', () => {
  it.each([
    ['light', [5, 48, 97], [247, 247, 247], [127, 59, 8]],
    ['dark', [158, 176, 255], [23, 25, 28], [255, 173, 173]],
  ] as const)('runs from blue over a neutral zero to orange: %s', (shade, low, middle, high) => {
    const scale = divergingScale(shade);
    const at = (value: number) => [...scale.subarray(placeInScale(value), placeInScale(value) + 3)];
    expect([at(-1), at(0), at(1), at(-7), at(7)]).toEqual([low, middle, high, low, high]);
  });
});

describe('ribbons', () => {
  const columns = distributionColumns(['w_out', 'b_out']);
  const row = (epoch: number, weight: number, gradient: number) =>
    columns.map((column) => (column === 'epoch' ? epoch : column.includes('.weight.') ? weight : gradient));
  const rows = Float64Array.from([...row(0, 1, NaN), ...row(1, 2, 5), ...row(2, NaN, 6)]);

  it('are of each parameter, without what is not finite and without a gradient before the first step', () => {
    const of = (kind: 'weight' | 'gradient') =>
      courses({ columns, rows, damagedRecords: 0 }, kind).map(({ name, snapshots, broken }) => [
        name,
        snapshots.map(({ epoch, norm }) => [epoch, norm]),
        broken,
      ]);
    expect(of('weight')).toEqual([
      [
        'w_out',
        [
          [0, 1],
          [1, 2],
        ],
        1,
      ],
      [
        'b_out',
        [
          [0, 1],
          [1, 2],
        ],
        1,
      ],
    ]);
    expect(of('gradient')[0]).toEqual([
      'w_out',
      [
        [1, 5],
        [2, 6],
      ],
      0,
    ]);
  });

  it('have a picture with no numbers that cannot be drawn, for any number of snapshots', () => {
    const frame = { width: 300, height: 120, left: 40, bottom: 20, epochs: { low: 0, high: 2 } };
    const [course] = courses({ columns, rows, damagedRecords: 0 }, 'weight');
    for (const count of [0, 1, 2]) {
      const picture = ribbonPicture(
        { name: 'w_out', snapshots: (course?.snapshots ?? []).slice(0, count), broken: 0 },
        frame,
      );
      expect(JSON.stringify(picture)).not.toMatch(/NaN|Infinity/);
      expect(picture.ribbons[0]?.path === '').toBe(count === 0);
    }
  });
});
