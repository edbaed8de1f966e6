/**
 * Colours of runs: the Okabe-Ito palette, told apart with every common colour blindness. From the ninth run on colours
 * come again with a dashed line. Two entries differ by theme, because black and yellow vanish on one background each.
 *
 * Source: M. Okabe, K. Ito, "Color Universal Design", 2008.
 */
const PALETTE: readonly { light: string; dark: string }[] = [
  { light: '#0072b2', dark: '#3d9bdc' },
  { light: '#d55e00', dark: '#e8743b' },
  { light: '#009e73', dark: '#1fb98c' },
  { light: '#cc79a7', dark: '#d98ab5' },
  { light: '#e69f00', dark: '#e69f00' },
  { light: '#56b4e9', dark: '#7cc7f2' },
  { light: '#1b1f27', dark: '#f2f4f8' },
  { light: '#a89a00', dark: '#f0e442' },
];

const DASHES: readonly number[][] = [[], [6, 3], [2, 3], [8, 3, 2, 3]];

export type Shade = 'light' | 'dark';

/** @param index a run's `colour` */
export function runColour(index: number, shade: Shade): string {
  return PALETTE[index % PALETTE.length]?.[shade] ?? '#888888';
}

/**
 * Output `m` of `M`: by itself it has its run's colour; of several each has one of its own, the same wherever it is shown.
 *
 * @param run a run's `colour`
 * @returns an index of the palette
 */
export function outputColour(m: number, M: number, run: number): number {
  return M > 1 ? m : run;
}

/** @returns a canvas dash pattern; solid for the first eight runs */
export function runDash(index: number): number[] {
  return DASHES[Math.floor(index / PALETTE.length) % DASHES.length] ?? [];
}
