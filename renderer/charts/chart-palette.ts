/** Colours that charts take from the style sheet: a canvas cannot use custom properties itself. */

export interface ChartPalette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly accent: string;
  readonly validationBand: string;
  readonly testBand: string;
  readonly fontFamily: string;
}

/** Reads the tokens as they are now; they are registered in tokens.css as colours, so they come resolved for the theme. */
export function readChartPalette(): ChartPalette {
  const style = getComputedStyle(document.documentElement);
  const colour = (token: string) => style.getPropertyValue(token).trim();
  return {
    background: colour('--chart-background'),
    text: colour('--chart-text'),
    muted: colour('--chart-muted'),
    grid: colour('--chart-grid'),
    accent: colour('--chart-accent'),
    validationBand: colour('--chart-validation-band'),
    testBand: colour('--chart-test-band'),
    fontFamily: style.fontFamily,
  };
}
