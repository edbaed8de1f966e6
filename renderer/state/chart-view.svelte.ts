import type { AxisRange } from '../../core/analysis/axis';

/** What charts that stand together share: the stretch of the x axis that they show, and where the cross-hair is. */
export class ChartView {
  /** Null for all there is. */
  range = $state.raw<AxisRange | null>(null);
  /** Of single charts, by what they show; null for what fits. */
  yRanges = $state.raw<Readonly<Record<string, AxisRange>>>({});
  cursor = $state.raw<{ readonly x: number; readonly isFromKeyboard: boolean } | null>(null);
  /** The chart under the pointer shows the values; the others the cross-hair alone. */
  owner = $state.raw<object | null>(null);

  point(x: number, owner: object, isFromKeyboard = false): void {
    this.cursor = { x, isFromKeyboard };
    this.owner = owner;
  }

  showAll(): void {
    this.range = null;
    this.yRanges = {};
  }

  leave(): void {
    this.cursor = null;
    this.owner = null;
  }
}
