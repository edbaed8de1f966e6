/**
 * Colours of values: viridis, perceptually uniform and told apart with every common colour blindness. Every fifteenth of the
 * 256 entries of the published table, between which colours are mixed in sRGB.
 *
 * Source: S. van der Walt, N. Smith, E. Firing, matplotlib's `_cm_listed.py`, CC0.
 */
import type { Shade } from '../run-colours';

const STOPS = (
  '440154 481769 472a7a 433d84 3d4e8a 355e8d 2e6d8e 297b8e 23898e 1f978b 21a585 2eb37c 46c06f 65cb5e 89d548 b0dd2f ' +
  'd8e219 fde725'
)
  .split(' ')
  .map((text) => [0, 2, 4].map((at) => Number.parseInt(text.slice(at, at + 2), 16)));

/** @param place from 0 to 1 */
export function viridis(place: number): string {
  const scaled = Math.min(1, Math.max(0, place)) * (STOPS.length - 1);
  const below = Math.min(STOPS.length - 2, Math.floor(scaled));
  const channels = (STOPS[below] ?? []).map((channel, c) => {
    const next = STOPS[below + 1]?.[c] ?? channel;
    return Math.round(channel + (next - channel) * (scaled - below));
  });
  // With commas, as programs that open a saved SVG know it.
  return `rgb(${channels.join(', ')})`;
}

/** Of the scale, what stands out from the background: the pale end is lost on white, the dark end on black. */
const SEEN: Record<Shade, readonly [number, number]> = { light: [0.84, 0], dark: [0.22, 1] };

/** The better a value, the more it stands out. @param share 0 worst, 1 best */
export function valueColour(share: number, shade: Shade): string {
  const [worst, best] = SEEN[shade];
  return viridis(worst + (best - worst) * share);
}
