/** Ticks of a scatter's logarithmic axis: Chart.js labels 1, 2, 3, 5, … of every decade, which crowd where decades are narrow. */
import type { Scale as ChartScale } from 'chart.js';
import { logarithmicTicks } from '../../../core/analysis/ticks';

/** Pixels from label to label along an axis: texts as wide as "0.0005" across, as high as a line up. */
const ROOM = { x: 56, y: 28 };

/** @returns what has a grid line; only those that have room have a label */
export function roomyTicks(
  { axis, min, max, width, height }: Pick<ChartScale, 'axis' | 'min' | 'max' | 'width' | 'height'>,
  textOf: (value: number) => string,
): { value: number; label: string }[] {
  const most = Math.max(1, Math.floor(axis === 'x' ? width / ROOM.x : height / ROOM.y));
  const { labelled, unlabelled } = logarithmicTicks({ low: min, high: max }, most);
  const lines = [...labelled, ...unlabelled].sort((a, b) => a - b);
  return lines.map((value) => ({ value, label: labelled.includes(value) ? textOf(value) : '' }));
}
