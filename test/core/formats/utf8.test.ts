import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../core/formats/utf8';
import { valueOrRefusal } from '../../support/expect-studio-error';

it('encodes any text as the platform does, lone surrogates included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0xd800, max: 0xdfff }), (text, surrogate) => {
      const broken = text + String.fromCharCode(surrogate) + text;
      expect(Buffer.compare(encodeUtf8(broken), new TextEncoder().encode(broken))).toBe(0);
    }),
  );
});

it('accepts and refuses exactly what a strict TextDecoder does', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const sequences = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
      // Overlong forms, surrogates and points past U+10FFFF.
      fc.constantFrom(
        [0xc0, 0x80],
        [0xe0, 0x9f, 0xbf],
        [0xed, 0xa0, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
        [0xf0, 0x8f, 0xbf, 0xbf],
      ),
    ),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(sequences, (parts) => {
      const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
      let expected: string | null = null;
      try {
        expected = strict.decode(bytes);
      } catch {
        // Refused.
      }
      expect(valueOrRefusal(() => decodeUtf8(bytes, 'Text'))).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

it('decodes texts longer than one call of String.fromCharCode takes', () => {
  const long = 'aä₂🌙'.repeat(50_000);
  expect(decodeUtf8(encodeUtf8(long), 'Text')).toBe(long);
});
