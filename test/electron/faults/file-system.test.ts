import { beforeAll, expect, it } from 'vitest';
import { buildStale } from '../../../electron/setup/build.mjs';
import { fileSystemRows } from '../../faults/file-system';
import { canMountSmallDisk } from '../../support/small-disk';

/** So many faults that something of everything is among them, and all rows together take a few seconds. */
const SHARES: Readonly<Record<string, number>> = {
  'file-system calls that fail': 0.02,
  'disks that fill': 0.2,
  'power cuts': 0.015,
};

beforeAll(() => buildStale(['faults']), 60_000);

it.each(fileSystemRows)('nothing is lost in a sample of $name', async (row) => {
  const { count, lost } = await row.run({ seed: 7, share: SHARES[row.name] ?? 0, say: () => undefined });
  expect(lost).toEqual([]);
  if (row.name !== 'disks that fill' || canMountSmallDisk) expect(count).toBeGreaterThanOrEqual(10);
});
