import { crc32 as nodeCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from '../../../core/formats/crc32';

it('gives the check value of the CRC catalogue', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
});

it('agrees with zlib on any bytes, at any alignment, in one piece and in two', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, split) => {
      expect(crc32(bytes)).toBe(nodeCrc32(bytes));
      expect(crc32(bytes.subarray(split), crc32(bytes.subarray(0, split)))).toBe(nodeCrc32(bytes));
    }),
  );
});
