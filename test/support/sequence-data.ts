/** Series whose rows belong to sequences of different lengths. */
import type { SeriesDataset } from '../../core/contract/dataset';
import type { Series } from '../../core/contract/series';
import { Rng } from '../../core/random/rng';

/** As many rows of each sequence as `lengths` says, of noise that the target follows. */
export function noiseOfLengths(lengths: readonly number[], seed = 1): Series {
  const rng = Rng.fromSeed(seed, 'data');
  const ids = lengths.flatMap((length, id) => new Array<number>(length).fill(id));
  const noise = () => Float64Array.from(ids, () => rng.between(-1, 1));
  const [a, b] = [noise(), noise()];
  const kinds = Float64Array.from(ids, (id) => (id * 7) % 3);
  return {
    columns: [
      { name: 'id', unit: '', values: Float64Array.from(ids), categories: lengths.map((_, id) => `s${id}`) },
      { name: 'a', unit: '', values: a },
      { name: 'b', unit: '', values: b },
      { name: 'sum', unit: '', values: a.map((value, r) => value + (a[r - 1] ?? 0)) },
      { name: 'product', unit: '', values: a.map((value, r) => value * (b[r] ?? 0)) },
      { name: 'kind', unit: '', values: kinds, categories: ['z', 'x', 'y'] },
    ],
    labels: null,
  };
}

/** Its rows as one series, in blocks drawn at random. */
export const NOISE_BLOCKS: SeriesDataset = {
  kind: 'series',
  source: 'file:noise.csv',
  inputs: ['a', 'b'],
  target: 'sum',
  horizon: 0,
  differencing: false,
  split: 'random',
  window: 1,
  stride: 1,
  validationFraction: 0.2,
  testFraction: 0.2,
};

/** Its sequences, with two targets. */
export const NOISE_CHOICE: SeriesDataset = { ...NOISE_BLOCKS, otherTargets: ['product'], sequenceColumn: 'id' };
