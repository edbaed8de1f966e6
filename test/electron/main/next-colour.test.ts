import { describe, expect, it } from 'vitest';
import { RUN_COLOUR_COUNT } from '../../../core/contract/run';
import { nextColour } from '../../../electron/main/next-colour';

describe('the next colour', () => {
  it('is the first that no run has', () => {
    expect([nextColour([]), nextColour([0, 1, 3]), nextColour([1])]).toEqual([0, 2, 0]);
  });

  it('is the one used least once all are taken', () => {
    const all = Array.from({ length: RUN_COLOUR_COUNT }, (_, colour) => colour);
    expect(nextColour([...all, ...all.filter((colour) => colour !== 5)])).toBe(5);
  });
});
