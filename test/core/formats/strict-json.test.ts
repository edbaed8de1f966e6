import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../../core/formats/strict-json';
import { messageOf, valueOrRefusal } from '../../support/expect-studio-error';

it('reads any JSON as JSON.parse does', () => {
  const withoutProto = fc.json().filter((text) => !text.includes('__proto__'));
  fc.assert(
    fc.property(withoutProto, (text) => {
      expect(parseStrictJson(text, 'File')).toEqual(JSON.parse(text));
    }),
  );
});

describe('refuses', () => {
  it.each([
    ['two equal keys', '{"a": 1,\n "a": 2}', 'File, line 2: the key "a" appears twice'],
    ['two keys that are equal once unescaped', '{"a": 1, "\\u0061": 2}', 'File, line 1: the key "a" appears twice'],
    ['two equal keys around a nested object', '{"a": {"a": 1}, "a": 2}', 'File, line 1: the key "a" appears twice'],
    ['__proto__', '{"__proto__": {"x": 1}}', 'File, line 1: the key "__proto__" is not allowed'],
    ['__proto__ in disguise', '[{"\\u005f_proto__" : 1}]', 'File, line 1: the key "__proto__" is not allowed'],
    ['a nesting of 65', '['.repeat(65), 'File, line 1: nested deeper than 64'],
  ])('%s', (_, text, message) => {
    expect(messageOf('bad-file', () => parseStrictJson(text, 'File'))).toBe(message);
  });

  it.each(['', '{', '{"a"', '{"a": 1', '"', '"\\', '{"\\x": 1}', '[1,]', 'NaN', '}{', ']]]', '{"a":"b}'])(
    '%j',
    (text) => {
      expect(messageOf('bad-file', () => parseStrictJson(text, 'File'))).toMatch(/^File/);
    },
  );
});

it('allows equal keys in different objects, keys in strings, and a nesting of 64', () => {
  const text = '[{"a": "\\"a\\": 1, \\"a\\""}, {"a": ["a", "a"]}]';
  expect(parseStrictJson(text, 'File')).toEqual(JSON.parse(text));
  expect(parseStrictJson('['.repeat(64) + ']'.repeat(64), 'File')).toBeInstanceOf(Array);
});

it('never fails in another way on any text', () => {
  const pieces = fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', 'a', ' ', '\n', '1');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      valueOrRefusal(() => parseStrictJson(parts.join(''), 'File'));
    }),
    { numRuns: 1000 },
  );
});
