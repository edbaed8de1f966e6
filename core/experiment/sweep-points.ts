/** The points of a sweep, in the order in which they are tried. The same definition gives the same points. */
import type { SweepDefinition, SweepPoint } from '../contract/sweep';
import { Rng } from '../random/rng';
import { gridValues, valueAt } from './dimension-values';
import { scrambledSobolPoint } from './sobol';

type Searched = Pick<SweepDefinition, 'method' | 'dimensions' | 'seed'>;

/** A grid ends; random and quasi-random points go on for ever: the caller takes what it needs. */
export function sweepPoints(sweep: Searched): Iterable<SweepPoint> {
  switch (sweep.method) {
    case 'grid':
      return gridPoints(sweep);
    case 'random':
      return randomPoints(sweep);
    case 'quasi-random':
      return quasiRandomPoints(sweep);
  }
}

/** The last dimension turns fastest, as digits of a number do. */
function* gridPoints({ dimensions }: Searched): Iterable<SweepPoint> {
  const values = dimensions.map(gridValues);
  const total = values.reduce((product, each) => product * each.length, 1);
  for (let index = 0; index < total; index++) {
    let rest = index;
    const picked = values.toReversed().map((each) => {
      const value = each[rest % each.length];
      rest = Math.floor(rest / each.length);
      return value;
    });
    picked.reverse();
    yield Object.fromEntries(dimensions.map(({ field }, d) => [field, picked[d] ?? '']));
  }
}

function* randomPoints({ dimensions, seed }: Searched): Iterable<SweepPoint> {
  const rng = Rng.fromSeed(seed, 'sweep');
  for (;;)
    yield pointAt(
      dimensions,
      dimensions.map(() => rng.uniform()),
    );
}

function* quasiRandomPoints({ dimensions, seed }: Searched): Iterable<SweepPoint> {
  const rng = Rng.fromSeed(seed, 'sweep');
  const keys = dimensions.map(() => rng.uint32());
  // The first point of the sequence is one of them: without it, the first 2^m would no longer be spread evenly (Owen 2020).
  for (let index = 0; ; index++) yield pointAt(dimensions, scrambledSobolPoint(index, keys));
}

function pointAt(dimensions: SweepDefinition['dimensions'], places: readonly number[]): SweepPoint {
  return Object.fromEntries(dimensions.map((dimension, d) => [dimension.field, valueAt(dimension, places[d] ?? 0)]));
}
