/**
 * Colours for values with a middle: blue below zero, orange above, zero the neutral ground of each theme, told apart with
 * every common colour blindness.
 *
 * Light: the blue half of RdBu and the orange half of PuOr, 11 classes each, which share their middle. Source: C. Brewer, M.
 * Harrower, ColorBrewer 2.0. Dark: every sixteenth colour of berlin, but for its middle, a brown that is
 * the neutral ground here. Source: F. Crameri, Scientific colour maps, 2018, doi:10.5281/zenodo.1243862.
 */
import type { Shade } from '../run-colours';

const STOPS: Readonly<Record<Shade, readonly string[]>> = {
  light: [
    ...['#053061', '#2166ac', '#4393c3', '#92c5de', '#d1e5f0', '#f7f7f7'],
    ...['#fee0b6', '#fdb863', '#e08214', '#b35806', '#7f3b08'],
  ],
  dark: [
    ...['#9eb0ff', '#79abed', '#519fd3', '#3685ad', '#286886', '#1d4b61', '#14303e', '#111a20', '#17191c'],
    ...['#2b0e01', '#411201', '#5b1d08', '#7d341e', '#9e513f', '#be6f63', '#df8f89', '#ffadad'],
  ],
};

/** Odd, so that zero has a colour of its own. */
const STEPS = 511;

/** From −1 to 1, red, green and blue of each step. */
export type DivergingScale = Uint8Array;

const kept = new Map<Shade, DivergingScale>();

export function divergingScale(shade: Shade): DivergingScale {
  const scale = kept.get(shade) ?? interpolated(STOPS[shade]);
  kept.set(shade, scale);
  return scale;
}

/** Where in the scale the colour of a value begins; values past ±1 have the last colour. @param value not NaN */
export function placeInScale(value: number): number {
  const clamped = Math.max(-1, Math.min(1, value));
  return 3 * Math.round(((clamped + 1) / 2) * (STEPS - 1));
}

/** @returns null where the value is not finite */
export function colourInScale(scale: DivergingScale, value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const place = placeInScale(value);
  const channels = Array.from(scale.subarray(place, place + 3), (channel) => channel.toString(16).padStart(2, '0'));
  return `#${channels.join('')}`;
}

/** For the style sheet: the whole scale from left to right. */
export function scaleGradient(shade: Shade): string {
  return `linear-gradient(to right, ${STOPS[shade].join(', ')})`;
}

function interpolated(stops: readonly string[]): DivergingScale {
  const colours = stops.map((stop) => [1, 3, 5].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  const scale = new Uint8Array(3 * STEPS);
  for (let step = 0; step < STEPS; step++) {
    const place = (step / (STEPS - 1)) * (colours.length - 1);
    const below = Math.min(colours.length - 2, Math.floor(place));
    for (let channel = 0; channel < 3; channel++) {
      const low = colours[below]?.[channel] ?? 0;
      const high = colours[below + 1]?.[channel] ?? 0;
      scale[3 * step + channel] = Math.round(low + (high - low) * (place - below));
    }
  }
  return scale;
}
