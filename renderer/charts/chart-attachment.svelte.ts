import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
  type ChartData,
  type ChartOptions,
} from 'chart.js';
import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { bandsPlugin } from './bands-plugin';
import type { Point } from './curve-points';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Tooltip);

export interface LineChartParts {
  readonly data: () => ChartData<'line', Point[]>;
  /** Resolving options costs more than drawing points: they are set only when they are another object. */
  readonly options: () => ChartOptions<'line'>;
}

/** Owns a Chart.js instance: made with its canvas, updated when what its parts read changes, destroyed with the canvas. */
export function lineChart({ data, options }: LineChartParts): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let current = untrack(options);
    const chart = new Chart(canvas, { type: 'line', plugins: [bandsPlugin], data: untrack(data), options: current });
    $effect(() => {
      const next = options();
      if (next !== current) chart.options = next;
      current = next;
      chart.data = data();
      chart.update('none');
    });
    return () => chart.destroy();
  };
}
