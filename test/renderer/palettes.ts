/** Colours that stand for those of a theme: by names, and as a file of vectors has them. */
import type { ChartPalette } from '../../renderer/charts/chart-palette';

export const PALETTE: ChartPalette = {
  background: 'white',
  text: 'black',
  muted: 'grey',
  grid: 'silver',
  accent: 'blue',
  validationBand: 'yellow',
  testBand: 'lightblue',
  fontFamily: 'sans-serif',
};

export const HEX_PALETTE: ChartPalette = {
  background: '#fff',
  text: '#000',
  muted: '#777',
  grid: '#eee',
  accent: '#00f',
  validationBand: '#ffe',
  testBand: '#eff',
  fontFamily: 'Inter',
};
