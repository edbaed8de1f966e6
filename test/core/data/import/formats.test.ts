import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numpyPython } from '../../../support/foreign-readers';
import { readTable } from './import-tools';

const utf8 = (text: string) => new Uint8Array(Buffer.from(text));

/** RFC 4180, written down once more: a field is quoted where it has to be. */
function writeCsv(rows: readonly (readonly string[])[], separator: string, lineEnd: string): string {
  const field = (text: string) =>
    text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((cells) => cells.map(field).join(separator) + lineEnd).join('');
}

describe('CSV', () => {
  it('reads what a writer of RFC 4180 wrote, in whatever pieces it comes', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', '"', ',', ';', '\t', '\n', 'é', '𝄞'), maxLength: 6 });
    const width = 3;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t', '||'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 40 }),
        async (rows, separator, lineEnd, pieceBytes) => {
          const text = writeCsv([['x', 'y', 'z'], ...rows], separator, lineEnd);
          const table = await readTable(utf8(text), { format: 'csv', separator }, pieceBytes);
          expect(table.rows).toEqual(rows);
        },
      ),
    );
  });

  it('counts lines as an editor does, those within quotes and the empty ones too', async () => {
    const text = 'a,b\n1,"x\ny"\n\n2,z\n3\n4,w\n';
    for (const pieceBytes of [1, 2, 3, 5, 100]) {
      const { places, problems } = await readTable(utf8(text), { format: 'csv' }, pieceBytes);
      expect([places, problems]).toEqual([[2, 5, 7], ['6 : 1 cell where 2 are due']]);
    }
  });

  it.each([
    ['a,b\n1,2\n3,"4\n5,6\n', /^Line 3: a quote \("\) is opened and never closed/],
    ['a,b\n1,2\n"3"x,4\n', /^Line 3: a closing quote \("\) is followed by more text/],
    ['a,a\n1,2\n', /^Line 1: columns 1 and 2 are both called "a"/],
    ['', /^File: it is empty/],
    ['a,b\n1,\u00002\n', /NUL characters/],
  ])('refuses %j, naming the line', async (text, message) => {
    for (const pieceBytes of [1, 4, 100]) {
      await expect(readTable(utf8(text), { format: 'csv' }, pieceBytes)).rejects.toThrow(message);
    }
  });

  it('keeps a column called __proto__ and cells like 007 as they are written', async () => {
    const { columns, rows } = await readTable(utf8('__proto__;n\n007;1,5\n'), { format: 'csv', separator: ';' });
    expect([columns.map(({ name }) => name), rows]).toEqual([['__proto__', 'n'], [['007', '1,5']]]);
  });
});

describe('text encodings', () => {
  const text = 'Größe;𝄞\n1;€\n';
  const utf16le = Buffer.from(text, 'utf16le');
  const cases = [
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\uFEFF${text}`)],
    ['utf-16le', utf16le],
    ['utf-16le', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['utf-16be', Buffer.from(utf16le).swap16()],
    ['utf-16be', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ] as const;

  it.each(cases)('reads %s in pieces that cut characters in two', async (encoding, bytes) => {
    for (let pieceBytes = 1; pieceBytes <= 7; pieceBytes++) {
      const table = await readTable(new Uint8Array(bytes), { format: 'csv', separator: ';', encoding }, pieceBytes);
      expect([table.columns.map(({ name }) => name), table.rows]).toEqual([['Größe', '𝄞'], [['1', '€']]]);
    }
  });

  it('reads Windows-1252 only where it is chosen, and names the byte that is no UTF-8', async () => {
    const bytes = Uint8Array.of(0x61, 0x0a, 0x80, 0x0a);
    expect((await readTable(bytes, { format: 'csv', encoding: 'windows-1252' })).rows).toEqual([['€']]);
    await expect(readTable(bytes, { format: 'csv' })).rejects.toThrow(/not valid UTF-8 text at byte 2/);
  });

  it.each([
    ['utf-16le', [0x61, 0, 0x00, 0xdc], /Byte 2: not valid UTF-16/],
    ['utf-16le', [0x61, 0, 0x62], /Byte 2: ends within a character/],
    ['utf-8', [0x61, 0xe2, 0x82], /not valid UTF-8/],
  ] as const)('refuses broken %s', async (encoding, bytes, message) => {
    await expect(readTable(Uint8Array.from(bytes), { format: 'csv', encoding }, 1)).rejects.toThrow(message);
  });
});

describe('JSON', () => {
  const rows = [
    { a: 1, b: 'x' },
    { a: null, c: true },
    { b: 'é', a: -0.5 },
  ];
  const cells = [
    [1, 'x', null],
    [null, null, true],
    [-0.5, 'é', null],
  ];

  it('reads an array of objects, an object of arrays and JSON Lines as the same table', async () => {
    const columns = { a: [1, null, -0.5], b: ['x', null, 'é'], c: [null, true, null] };
    const lines = `${rows.map((row) => JSON.stringify(row)).join('\r\n')}\n\n`;
    for (const pieceBytes of [1, 7, 1000]) {
      expect((await readTable(utf8(JSON.stringify(rows)), { format: 'json' }, pieceBytes)).rows).toEqual(cells);
      expect((await readTable(utf8(JSON.stringify(columns)), { format: 'json' }, pieceBytes)).rows).toEqual(cells);
      expect((await readTable(utf8(lines), { format: 'jsonl' }, pieceBytes)).rows).toEqual(cells);
    }
  });

  it.each([
    ['json', '[{"a":1,"a":2}]', /"a" appears twice/],
    ['json', '[{"__proto__":1}]', /"__proto__" is not allowed/],
    ['json', `${'['.repeat(65)}${']'.repeat(65)}`, /nested deeper than 64/],
    ['json', '[{"a":1},2]', /^Row 2: not a JSON object/],
    ['json', '{"a":[1,2],"b":[1]}', /^"b": 1 values where the first column has 2/],
    ['json', '[]', /holds no rows/],
    ['jsonl', '{"a":1}\n{"a":1,"a":2}\n', /^Line 2.*appears twice/],
    ['jsonl', '{"a":1}\n{"__proto__":1}\n', /^Line 2.*not allowed/],
    ['jsonl', '{"a":1}\n{"a":\n', /^Line 2.*not valid JSON/],
    ['jsonl', '{"a":1}\n[1]\n', /^Line 2: not a JSON object/],
  ] as const)('refuses %s %s', async (format, text, message) => {
    await expect(readTable(utf8(text), { format })).rejects.toThrow(message);
  });

  it('names a row whose key comes after the columns are settled', async () => {
    const lines = Array.from({ length: 1_002 }, (_, r) => JSON.stringify(r === 1_001 ? { a: r, late: 1 } : { a: r }));
    const { rows: read, problems } = await readTable(utf8(lines.join('\n')), { format: 'jsonl' });
    expect([read.length, problems]).toEqual([1_001, ['1002 : "late" is not among the columns of the first 1000 rows']]);
  });
});

const WRITE_ARRAYS = `
import sys, numpy as np
folder = sys.argv[1]
table = np.arange(12).reshape(4, 3)
for dtype in ['<f4', '>f8', '<i2', '>i4', '<i8', '|u1', '<u8']:
    np.save(f"{folder}/{dtype[1:]}.npy", table.astype(dtype))
np.save(f"{folder}/fortran.npy", np.asfortranarray(table.astype('<f8')))
np.save(f"{folder}/bool.npy", table % 2 == 0)
np.save(f"{folder}/sequences.npy", np.arange(24.).reshape(2, 3, 4))
np.save(f"{folder}/times.npy", np.array(['2024-01-01T00:00', 'NaT'], dtype='<M8[s]'))
np.save(f"{folder}/objects.npy", np.array([{}], dtype=object), allow_pickle=True)
np.save(f"{folder}/huge.npy", np.array([2**60 + 1]))
np.savez(f"{folder}/plain.npz", level=np.arange(4.), table=table)
np.savez_compressed(f"{folder}/packed.npz", level=np.arange(4.), table=table)
np.savez(f"{folder}/uneven.npz", a=np.arange(4.), b=np.arange(3.))
`;

describe.skipIf(numpyPython === null)('arrays that NumPy wrote', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-test-'));
  beforeAll(() => void execFileSync(numpyPython ?? '', ['-c', WRITE_ARRAYS, folder]));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (file: string) =>
    readTable(new Uint8Array(readFileSync(join(folder, file))), { format: file.endsWith('z') ? 'npz' : 'npy' }, 37);
  const table = Array.from({ length: 4 }, (_, r) => [3 * r, 3 * r + 1, 3 * r + 2]);

  it.each(['f4', 'f8', 'i2', 'i4', 'i8', 'u1', 'u8', 'fortran'])('are read as %s', async (name) => {
    expect((await read(`${name}.npy`)).rows).toEqual(table);
  });

  it('are read as booleans, dates and sequences', async () => {
    expect((await read('bool.npy')).rows).toEqual(table.map((row) => row.map((value) => value % 2 === 0)));
    expect((await read('times.npy')).rows).toEqual([[Date.UTC(2024, 0, 1)], [NaN]]);
    const { columns, rows } = await read('sequences.npy');
    expect(columns.map(({ name }) => name)).toEqual(['sequence', 'column1', 'column2', 'column3', 'column4']);
    expect(rows).toEqual(Array.from({ length: 6 }, (_, r) => [r < 3 ? 1 : 2, 4 * r, 4 * r + 1, 4 * r + 2, 4 * r + 3]));
  });

  it.each(['plain.npz', 'packed.npz'])('lie side by side where they are in %s', async (file) => {
    const { columns, rows } = await read(file);
    expect(columns.map(({ name }) => name)).toEqual(['level', 'table.1', 'table.2', 'table.3']);
    expect(rows).toEqual(table.map((row, r) => [r, ...row]));
  });

  it.each([
    ['objects.npy', /dtype '\|O'/],
    ['huge.npy', /past what a float64 holds exactly/],
    ['uneven.npz', /b\.npy: its shape \(3\) does not have as many rows as that of a\.npy \(4\)/],
  ])('are refused as %s', async (file, message) => {
    await expect(read(file)).rejects.toThrow(message);
  });

  it('notice any flipped bit of a packed entry', async () => {
    const bytes = new Uint8Array(readFileSync(join(folder, 'packed.npz')));
    const sound = await readTable(bytes, { format: 'npz' });
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      const damaged = bytes.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const read = await readTable(damaged, { format: 'npz' }).catch(() => null);
      // What no check covers (times, versions) may change; the table may not.
      if (read !== null) expect(read).toEqual(sound);
    }
  });
});

describe('Parquet that pyarrow wrote', () => {
  const folder = join(import.meta.dirname, '../../../fixtures/import');
  const { rows } = JSON.parse(readFileSync(join(folder, 'rows.json'), 'utf8')) as {
    rows: {
      when: number;
      day: number;
      level: number | null;
      count: number | null;
      flag: boolean | null;
      name: string;
    }[];
  };
  const expected = rows.map(({ when, day, level, count, flag, name }) => [
    when,
    day * 86_400_000,
    level,
    count,
    flag,
    name,
  ]);
  const files = readdirSync(folder).filter((file) => file.endsWith('.parquet'));
  // Node 20 has no zstd; Electron's Node has.
  const readable = files.filter(
    (file) => !file.startsWith('zstd') || 'zstdDecompressSync' in process.getBuiltinModule('zlib'),
  );

  it.each(readable)('is read from %s', async (file) => {
    const table = await readTable(new Uint8Array(readFileSync(join(folder, file))), { format: 'parquet' }, 1000);
    expect(table.columns).toEqual([
      { name: 'when', type: 'date' },
      { name: 'day', type: 'date' },
      { name: 'level', type: 'number' },
      { name: 'count', type: 'number' },
      { name: 'flag', type: 'boolean' },
      { name: 'name', type: 'text' },
    ]);
    expect(table.rows).toEqual(expected);
  });

  it('notices a flipped bit of a page with a checksum, and names the column', async () => {
    const bytes = new Uint8Array(readFileSync(join(folder, 'snappy-v1.parquet')));
    const at = Buffer.from(bytes).indexOf('north');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await expect(readTable(bytes, { format: 'parquet' })).rejects.toThrow(/Row group 1, column "name", page 1.*CRC-32/);
  });
});
