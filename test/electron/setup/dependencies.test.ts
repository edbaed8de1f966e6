import { describe, expect, it } from 'vitest';
import { matches } from '../../../electron/setup/dependencies.mjs';

const zod = { version: '4.6.7', integrity: 'sha512-a' };

describe('the lock file and what is installed', () => {
  it('agree when every locked package is there, with the same bytes', () => {
    expect(matches({ '': {}, 'node_modules/zod': zod }, { 'node_modules/zod': zod })).toBe(true);
  });

  it.each([
    ['is missing', {}],
    ['has another version', { 'node_modules/zod': { ...zod, version: '4.6.6' } }],
    ['has other bytes', { 'node_modules/zod': { ...zod, integrity: 'sha512-b' } }],
  ])('disagree when a package %s', (_case, installed) => {
    expect(matches({ 'node_modules/zod': zod }, installed)).toBe(false);
  });

  it('agree when only an optional package is missing, as those belong to other systems', () => {
    expect(matches({ 'node_modules/fsevents': { version: '2.3.3', optional: true } }, {})).toBe(true);
  });
});
