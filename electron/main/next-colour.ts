import { RUN_COLOUR_COUNT } from '../../core/contract/run';

/** @returns the colour used least among the given ones, the first of them if several are */
export function nextColour(used: Iterable<number>): number {
  const uses = new Array<number>(RUN_COLOUR_COUNT).fill(0);
  for (const colour of used) {
    if (colour < RUN_COLOUR_COUNT) uses[colour] = (uses[colour] ?? 0) + 1;
  }
  return uses.indexOf(Math.min(...uses));
}
