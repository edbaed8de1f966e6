import { expect, it } from 'vitest';
import { computeGoldenHashes, GOLDEN_HASHES } from '../../support/golden-hashes';

it('gives the bits it always gave: a hundred strict steps of each model by each optimizer, in plain Node', () => {
  expect(computeGoldenHashes()).toEqual(GOLDEN_HASHES);
});
