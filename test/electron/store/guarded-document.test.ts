import { readdirSync, readFileSync, rmSync, writeFileSync, linkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from '../../../core/contract/schema';
import type { OpenDocument } from '../../../electron/store/document-backend';
import { openGuardedDocument } from '../../../electron/store/guarded-document';
import { bitFlips, truncations } from '../../support/damage';
import { failingBackend, loadElectronStore, lyingBackend, openConf } from '../../support/documents';
import { messageOf } from '../../support/expect-studio-error';
import { canMountSmallDisk, smallDisk } from '../../support/small-disk';
import { temporaryFolder } from '../../support/temporary-folder';

const Note = z.strictObject({ text: z.string(), 'a.b': z.number().optional() });

function openNote(folder: string, open: OpenDocument = openConf) {
  return openGuardedDocument({ folder, name: 'note', schema: Note, open });
}

/** A folder where `old` and then `new` were written. */
function twoGenerations(): string {
  const folder = temporaryFolder();
  const document = openNote(folder);
  document.write({ text: 'old' });
  document.write({ text: 'new' });
  return folder;
}

const textOf = (folder: string, name: string) =>
  (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { text: string }).text;

describe.each([
  ['conf', () => Promise.resolve(openConf)],
  ['electron-store', loadElectronStore],
])('through %s', (_, load) => {
  it('keeps the document and the generation before it, and nothing else', async () => {
    const folder = temporaryFolder();
    const document = openNote(folder, await load());
    expect(document.read()).toBeNull();
    document.write({ text: 'first' });
    document.write({ text: 'second', 'a.b': 1 });
    document.write({ text: 'third', 'a.b': 2 });
    expect(document.read()).toEqual({ text: 'third', 'a.b': 2 });
    expect(readdirSync(folder).sort()).toEqual(['note.json', 'note.previous.json']);
    expect(textOf(folder, 'note.previous.json')).toBe('second');
    expect(openNote(folder, await load()).notice).toBeNull();
  });

  it('drops keys that the new value does not have', async () => {
    const folder = temporaryFolder();
    const document = openNote(folder, await load());
    document.write({ text: 'first', 'a.b': 1 });
    document.write({ text: 'second' });
    expect(document.read()).toEqual({ text: 'second' });
  });
});

it('refuses a value that it could not read back', () => {
  const document = openNote(temporaryFolder());
  expect(() => document.write({ text: 'x', 'a.b': Number.NaN })).toThrow(/note\.json.*a\.b/);
  expect(document.read()).toBeNull();
});

describe.each(['renamed', 'in place'] as const)('when the backend lies about what it wrote (%s)', (way) => {
  it.each<[string, 'disk-full' | 'store-damaged', (bytes: Buffer) => Uint8Array]>([
    ['a truncated file', 'disk-full', (bytes) => bytes.subarray(0, 5)],
    ['an empty file', 'disk-full', () => new Uint8Array(0)],
    ['a flipped bit', 'store-damaged', (bytes) => bytes.fill(bytes[12] ? bytes[12] ^ 1 : 0, 12, 13)],
    ['bytes too many', 'store-damaged', (bytes) => Buffer.concat([bytes, bytes])],
  ])('puts the old document back after %s', (_, code, corrupt) => {
    const folder = twoGenerations();
    const before = readFileSync(join(folder, 'note.json'));
    const document = openNote(folder, lyingBackend(corrupt, way));
    expect(messageOf(code, () => document.write({ text: 'newest' }))).toContain('note.json');
    expect(readFileSync(join(folder, 'note.json'))).toEqual(before);
    expect(textOf(folder, 'note.previous.json')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['note.json', 'note.previous.json']);
  });

  it('leaves nothing where there was no document', () => {
    const folder = temporaryFolder();
    const document = openNote(
      folder,
      lyingBackend((bytes) => bytes.subarray(0, 5), way),
    );
    messageOf('disk-full', () => document.write({ text: 'first' }));
    expect(readdirSync(folder)).toEqual([]);
  });
});

it.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EACCES', 'not-allowed'],
] as const)('explains %s as %s and keeps both generations', (system, code) => {
  const folder = twoGenerations();
  messageOf(code, () => openNote(folder, failingBackend(system)).write({ text: 'newest' }));
  expect([textOf(folder, 'note.json'), textOf(folder, 'note.previous.json')]).toEqual(['new', 'old']);
  expect(readdirSync(folder)).toHaveLength(2);
});

it.skipIf(!canMountSmallDisk)(
  'loses nothing in 50 fills of a real disk (skipped where no small disk can be mounted)',
  () => {
    const folder = smallDisk(64);
    const document = openNote(folder);
    document.write({ text: 'old' });
    document.write({ text: 'kept' });
    let full = 0;
    for (let turn = 0; turn < 50; turn++) {
      // Sizes around what is left: some writes are cut short in their middle, some fail at once.
      messageOf('disk-full', () => document.write({ text: 'x'.repeat(57_500 + turn * 997) }));
      full++;
      expect(document.read()).toEqual({ text: 'kept' });
      expect(textOf(folder, 'note.previous.json')).toBe('old');
    }
    expect(full).toBe(50);
    document.write({ text: 'afterwards' });
    expect(document.read()).toEqual({ text: 'afterwards' });
  },
);

describe('a document that cannot be read', () => {
  it.each([
    ['empty', ''],
    ['cut short', '{"text": "ne'],
    ['not what the schema says', '{"text": 5}'],
    ['binary', '\u0000\u0000\u0000'],
  ])('is kept with its bytes intact if it is %s, and the generation before is used', (_, content) => {
    const folder = twoGenerations();
    writeFileSync(join(folder, 'note.json'), content);
    const document = openNote(folder);
    expect(document.notice).toMatch(
      /note\.json could not be read \(.+\); it is kept as note\.damaged-1\.json\. Its previous version is used/,
    );
    expect(document.read()).toEqual({ text: 'old' });
    expect(readFileSync(join(folder, 'note.damaged-1.json'), 'utf8')).toBe(content);
    document.write({ text: 'newest' });
    expect(document.read()).toEqual({ text: 'newest' });
    expect(openNote(folder).notice).toBeNull();
  });

  it('does not take the name of one kept earlier', () => {
    const folder = temporaryFolder();
    for (const content of ['first', 'second']) {
      writeFileSync(join(folder, 'note.json'), content);
      expect(openNote(folder).notice).toContain('There is no earlier version of it');
    }
    expect(readFileSync(join(folder, 'note.damaged-1.json'), 'utf8')).toBe('first');
    expect(readFileSync(join(folder, 'note.damaged-2.json'), 'utf8')).toBe('second');
  });

  it('never becomes the previous generation, even if it was damaged after opening', () => {
    const folder = twoGenerations();
    const document = openNote(folder);
    writeFileSync(join(folder, 'note.json'), '{"text": "ne');
    document.write({ text: 'newest' });
    expect(document.read()).toEqual({ text: 'newest' });
    expect(textOf(folder, 'note.previous.json')).toBe('old');
    expect(readFileSync(join(folder, 'note.damaged-1.json'), 'utf8')).toBe('{"text": "ne');
  });

  it('is always mended, whichever byte it was cut at', () => {
    const folder = twoGenerations();
    const good = readFileSync(join(folder, 'note.json'));
    // Without its last byte, a newline, the document is still whole.
    for (const cut of truncations(good.subarray(0, -1))) {
      writeFileSync(join(folder, 'note.json'), cut);
      expect(openNote(folder).read()).toEqual({ text: 'old' });
    }
  });

  it('never stops the store from opening, whichever bit flipped', () => {
    const folder = twoGenerations();
    const good = readFileSync(join(folder, 'note.json'));
    for (const { damaged } of bitFlips(good, 100)) {
      writeFileSync(join(folder, 'note.json'), damaged);
      const document = openNote(folder);
      expect(document.read()).not.toBeNull();
    }
  });
});

describe('after a writer was killed', () => {
  it('before it replaced the document: both generations are as they were', () => {
    const folder = twoGenerations();
    linkSync(join(folder, 'note.json'), join(folder, 'note.aside.json'));
    writeFileSync(join(folder, 'note.json.tmp-0123456789abcdef'), 'half');
    expect(openNote(folder).notice).toBeNull();
    expect([textOf(folder, 'note.json'), textOf(folder, 'note.previous.json')]).toEqual(['new', 'old']);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('after it replaced the document: the one set aside is the previous generation', () => {
    const folder = twoGenerations();
    writeFileSync(join(folder, 'note.aside.json'), '{"text": "between"}');
    expect(openNote(folder).read()).toEqual({ text: 'new' });
    expect(textOf(folder, 'note.previous.json')).toBe('between');
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('after it left a truncated document: the one set aside is used', () => {
    const folder = twoGenerations();
    writeFileSync(join(folder, 'note.aside.json'), '{"text": "between"}');
    writeFileSync(join(folder, 'note.json'), '{"te');
    expect(openNote(folder).read()).toEqual({ text: 'between' });
  });

  it('while the document was missing: the previous generation is used', () => {
    const folder = twoGenerations();
    rmSync(join(folder, 'note.json'));
    const document = openNote(folder);
    expect(document.notice).toContain('was missing');
    expect(document.read()).toEqual({ text: 'old' });
  });
});
