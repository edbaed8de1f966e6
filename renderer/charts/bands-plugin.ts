import type { ChartType, Plugin } from 'chart.js';

/** A stretch of the horizontal axis with its own background and name. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly background: string;
}

export interface BandsOptions {
  readonly bands: readonly Band[];
  readonly colour: string;
  readonly font: string;
}

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> {
    bands?: TType extends 'line' ? BandsOptions : never;
  }
}

/** Room for the names of bands above the chart. */
export const BAND_LABEL_HEIGHT = 18;

/** Shades stretches behind the curves and writes their names above, where no curve can cover them. */
export const bandsPlugin: Plugin<'line', BandsOptions> = {
  id: 'bands',
  beforeDatasetsDraw({ ctx, chartArea, scales }, _event, { bands, colour, font }) {
    const { x } = scales;
    if (!x) return;
    ctx.save();
    ctx.font = font;
    ctx.textBaseline = 'bottom';
    for (const { from, to, label, background } of bands) {
      const left = Math.max(chartArea.left, x.getPixelForValue(from));
      const right = Math.min(chartArea.right, x.getPixelForValue(to));
      ctx.fillStyle = background;
      ctx.fillRect(left, chartArea.top, right - left, chartArea.height);
      ctx.fillStyle = colour;
      if (ctx.measureText(label).width + 4 < right - left) ctx.fillText(label, left + 2, chartArea.top - 3);
    }
    ctx.restore();
  },
};
