import { runColour, type Shade } from '../charts/run-colours';
import type { ChartPalette } from '../charts/chart-palette';
import type { ScenePalette } from './scene';

export function scenePalette({ grid, text, muted, accent }: ChartPalette, shade: Shade): ScenePalette {
  return {
    grid,
    axis: muted,
    pair: muted,
    // The first two of the colour-blind-safe set.
    first: runColour(0, shade),
    second: runColour(1, shade),
    mean: accent,
    text,
    muted,
  };
}
