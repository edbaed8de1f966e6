import { expect, it } from 'vitest';
import { damageRows } from '../../../faults/damage';

/** Of the whole that the table of faults does: most of the lengths, and 25 bits of each kind. */
const SHARE = 0.05;

it.each(damageRows)(
  '$name: nothing throws, the file is named, its bytes are kept, all else is untouched',
  async (row) => {
    const { count, lost } = await row.run({ seed: 1, share: SHARE, say: () => undefined });
    expect(lost).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(30);
  },
);
