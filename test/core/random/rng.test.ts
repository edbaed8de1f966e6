import { describe, expect, it } from 'vitest';
import { Rng } from '../../../core/random/rng';

describe('Rng', () => {
  it('is xoshiro128**: the published reference code gives these from state {1, 2, 3, 4}', () => {
    const rng = new Rng([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, () => rng.uint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('goes on from a saved state as if nothing had happened', () => {
    const rng = Rng.fromSeed(7, 'shuffling');
    rng.uniform();
    const again = new Rng(rng.state);
    expect([again.uint32(), again.uniform()]).toEqual([rng.uint32(), rng.uniform()]);
  });

  it('gives every stream and every seed numbers of its own', () => {
    const first = (['initialization', 'shuffling', 'data'] as const).flatMap((stream) =>
      [0, 1, 2, 4_294_967_295].map((seed) => Rng.fromSeed(seed, stream).uint32()),
    );
    expect(new Set(first).size).toBe(first.length);
  });

  it('spreads uniform numbers over [0, 1)', () => {
    const rng = Rng.fromSeed(1, 'data');
    const draws = Array.from({ length: 100_000 }, () => rng.uniform());
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    // The standard error of the mean is 0.289 / √100,000 = 0.0009.
    expect(mean).toBeCloseTo(0.5, 2);
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
  });

  it('draws every value below a bound about equally often', () => {
    const rng = Rng.fromSeed(1, 'data');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) {
      const drawn = rng.below(7);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    // Binomial with mean 10,000 and deviation 93: five deviations either way.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(465);
  });

  it('shuffles without losing or repeating anything', () => {
    const items = Uint32Array.from({ length: 100 }, (_, index) => index);
    Rng.fromSeed(3, 'shuffling').shuffle(items);
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect([...items]).not.toEqual([...items].sort((a, b) => a - b));
  });
});
