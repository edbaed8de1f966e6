/** Where the memory layer updates over the first time steps of a sequence: what the model's picture draws. */

export interface MemoryBlock {
  /** First and last time step of the block, counted from 1. */
  readonly from: number;
  readonly to: number;
  /** False for the initial state, which no update has made. */
  readonly isUpdate: boolean;
}

const FEWEST_STEPS = 8;
const MOST_STEPS = 24;

/** Enough steps to see the alarm ring twice, where the sequence and the picture are long enough. */
export function stepsShown(window: number, period: number): number {
  const wanted = Math.max(FEWEST_STEPS, Math.min(period * 2 + 1, MOST_STEPS));
  return Math.max(1, Math.min(Math.floor(window) || 1, wanted));
}

/** Blocks of equal memory: an update at every step that `period` divides, the initial state before the first. */
export function memoryBlocks(steps: number, period: number): MemoryBlock[] {
  const blocks: MemoryBlock[] = [];
  if (period > 1) blocks.push({ from: 1, to: Math.min(period - 1, steps), isUpdate: false });
  for (let from = period; from <= steps; from += period) {
    blocks.push({ from, to: Math.min(from + period - 1, steps), isUpdate: true });
  }
  return blocks;
}
