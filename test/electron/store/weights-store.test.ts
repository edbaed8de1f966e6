import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWeights, type StoredWeights, weightsSha256, writeWeights } from '../../../electron/store/weights-store';
import { bitFlips, truncations } from '../../support/damage';
import { lyingBackend, openConf } from '../../support/documents';
import { messageOf, valueOrRefusal } from '../../support/expect-studio-error';
import { temporaryFolder } from '../../support/temporary-folder';
import { anyWeights, bitsOf, sampleWeights, tensor } from '../../support/weights-samples';

const { specification, preparation, tensors } = sampleWeights();
const sample: StoredWeights = { specification, preparation, final: tensors, best: tensors.slice(1) };

/** Just past 8 MB, together with its best. */
function largeWeights(seed = 1): StoredWeights {
  const values = Float32Array.from({ length: 1_000_001 }, (_, index) => index * seed);
  const best = values.map((value) => -value);
  return { ...sample, final: [tensor('w', [1_000_001], values)], best: [tensor('w', [1_000_001], best)] };
}

const bits = (weights: StoredWeights | null) =>
  weights && { ...weights, final: bitsOf(weights.final), best: weights.best && bitsOf(weights.best) };

it('gives any weights back to the bit', () => {
  const folder = temporaryFolder();
  fc.assert(
    fc.property(anyWeights, fc.boolean(), ({ tensors: final }, hasBest) => {
      const weights: StoredWeights = { ...sample, final, best: hasBest ? tensors : null };
      writeWeights(folder, weights, openConf);
      expect(bits(readWeights(folder))).toEqual(bits(weights));
    }),
    { numRuns: 30 },
  );
});

it('has none before a run has trained', () => {
  expect(readWeights(temporaryFolder())).toBeNull();
});

it('hashes all bytes in the order of the file', () => {
  const all = Buffer.concat(tensors.map(({ values }) => Buffer.from(values.buffer)));
  expect(weightsSha256(tensors)).toBe(createHash('sha256').update(all).digest('hex'));
});

it('keeps more than 8 MB beside the document, in a file named by the hash of its bytes', () => {
  const folder = temporaryFolder();
  const weights = largeWeights();
  writeWeights(folder, weights, openConf);
  const names = readdirSync(folder).filter((name) => name.endsWith('.bin'));
  expect(names.sort()).toEqual(
    [weights.final, weights.best ?? []].map((set) => `weights-${weightsSha256(set)}.bin`).sort(),
  );
  expect(readFileSync(join(folder, 'weights.json')).length).toBeLessThan(10_000);
  const hashes = names.map((name) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex'),
  );
  expect(hashes.map((hash) => `weights-${hash}.bin`)).toEqual(names);
  const read = readWeights(folder);
  expect(weightsSha256(read?.final ?? [])).toBe(weightsSha256(weights.final));
  expect(weightsSha256(read?.best ?? [])).toBe(weightsSha256(weights.best ?? []));
});

it('removes binary files that no generation names any more, and no sooner', () => {
  const folder = temporaryFolder();
  const count = () => readdirSync(folder).filter((name) => name.endsWith('.bin')).length;
  writeWeights(folder, largeWeights(1), openConf);
  writeWeights(folder, largeWeights(2), openConf);
  expect(count()).toBe(4);
  writeWeights(folder, sample, openConf);
  expect(count()).toBe(2);
  writeWeights(folder, sample, openConf);
  expect(count()).toBe(0);
});

it('keeps earlier weights when the disk fills', () => {
  const folder = temporaryFolder();
  writeWeights(folder, sample, openConf);
  const full = lyingBackend((bytes) => bytes.subarray(0, 100));
  messageOf('disk-full', () => writeWeights(folder, { ...sample, best: null }, full));
  messageOf('disk-full', () => writeWeights(folder, largeWeights(), full));
  expect(bits(readWeights(folder))).toEqual(bits(sample));
});

describe('damage', () => {
  it('in the document is never read as other weights, whichever bit flipped', () => {
    const folder = temporaryFolder();
    writeWeights(folder, sample, openConf);
    const path = join(folder, 'weights.json');
    const bytes = readFileSync(path);
    for (const { damaged } of bitFlips(bytes, 600)) {
      writeFileSync(path, damaged);
      const read = valueOrRefusal(() => readWeights(folder));
      if (read !== null) expect(bits(read)).toEqual(bits(sample));
    }
    for (const cut of truncations(bytes.subarray(0, -1), 60)) {
      writeFileSync(path, cut);
      expect(messageOf('store-damaged', () => readWeights(folder))).toContain('weights.json');
    }
  });

  it('in the binary file is noticed, and the file is named', () => {
    const folder = temporaryFolder();
    const weights = largeWeights();
    writeWeights(folder, weights, openConf);
    const path = join(folder, `weights-${weightsSha256(weights.final)}.bin`);
    const bytes = readFileSync(path);
    for (const { damaged } of bitFlips(bytes, 5)) {
      writeFileSync(path, damaged);
      expect(messageOf('store-damaged', () => readWeights(folder))).toContain('SHA-256');
    }
    writeFileSync(path, bytes.subarray(0, -4));
    expect(messageOf('store-damaged', () => readWeights(folder))).toContain('the length of its shape');
    writeFileSync(path, Buffer.concat([bytes, bytes.subarray(0, 4)]));
    expect(messageOf('store-damaged', () => readWeights(folder))).toContain('longer than');
  });
});
