import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImportChoice, ImportOptions, type ImportPreview } from '../../../../core/contract/import';
import type { z } from '../../../../core/contract/schema';
import { clockAngles } from '../../../../core/data/import/calendar';
import { readDate } from '../../../../core/data/import/dates';
import { FileDescription, type Description } from '../../../../core/data/import/describe';
import { detectOptions } from '../../../../core/data/import/detect';
import { importReader } from '../../../../core/data/import/reader';
import { RowTaker } from '../../../../core/data/import/take';
import { IMPORT_TOOLS } from '../../../../electron/worker/import-file';

type Changed = Partial<z.input<typeof ImportOptions>>;
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const optionsOf = (changed: Changed) => ImportOptions.parse({ format: 'csv', ...changed });

function describeText(text: string, changed: Changed = {}): Description {
  const options = optionsOf(changed);
  const description = new FileDescription(options);
  const reader = importReader(options, IMPORT_TOOLS, description);
  reader.push(bytesOf(text));
  void reader.end();
  return description.describe();
}

type Columns = ImportChoice['columns'];
const numbers = (...names: string[]): Columns => names.map((name) => ({ name, type: 'number' }));

function take(text: string, columns: Columns, changed: Changed = {}, more: Partial<ImportChoice> = {}) {
  const taken = {
    names: [] as string[],
    rows: [] as number[][],
    labels: [] as string[],
    notes: [] as string[],
    texts: [] as (readonly string[] | null)[],
  };
  const taker = new RowTaker(
    { read: optionsOf(changed), choice: { columns, label: null, sequences: null, calendar: [], ...more } },
    {
      begin: (names) => void taken.names.push(...names),
      texts: (categories) => void taken.texts.push(...categories),
      add: (values, label) => {
        taken.rows.push([...values]);
        taken.labels.push(label);
      },
    },
  );
  const reader = importReader(optionsOf(changed), IMPORT_TOOLS, taker);
  reader.push(bytesOf(text));
  void reader.end();
  taken.notes.push(...taker.end());
  return { ...taken, sequences: taker.sequences };
}

describe('what a file holds', () => {
  it('tells the type of each column, and every cell that is of another one', () => {
    const text = 'when,level,ok,name\n2024-01-01,1.5,true,a\n2024-01-02,high,false,b\n2024-13-01,2,no,\n';
    const { columns, rows, problems, problemCount, label } = describeText(text);
    expect(columns.map(({ name, found, values, missing, wrong }) => [name, found, values, missing, wrong])).toEqual([
      ['when', 'date', 3, 0, 1],
      ['level', 'number', 3, 0, 1],
      ['ok', 'boolean', 3, 0, 1],
      ['name', 'text', 2, 1, 0],
    ]);
    expect([rows, problemCount, label]).toEqual([3, 4, 'when']);
    expect(problems).toEqual([
      { row: 3, column: 'level', message: 'Line 3, column "level": "high" is not a number.' },
      { row: 4, column: 'when', message: 'Line 4, column "when": "2024-13-01" is not a date (as 2024-12-31).' },
      { row: 4, column: 'ok', message: 'Line 4, column "ok": "no" is not true or false.' },
      { row: 4, column: 'name', message: 'Line 4, column "name": no value.' },
    ]);
  });

  it('counts all of many problems and lists the first', () => {
    const rows = Array.from({ length: 1_000 }, (_, r) => (r % 2 === 0 ? '1' : 'x'));
    const { problemCount, problems, columns } = describeText(`a\n${rows.join('\n')}\n`);
    expect([problemCount, problems.length, columns[0]?.wrong]).toEqual([500, 10, 500]);
  });

  it('reads days before months only where that is chosen', () => {
    const text = 'd\n03.04.2024\n31.12.2024\n';
    expect(describeText(text).columns[0]?.found).toBe('text');
    expect(describeText(text, { dates: 'day-first' }).columns[0]).toMatchObject({ found: 'date', wrong: 0 });
    expect(describeText(text, { dates: 'month-first' }).columns[0]).toMatchObject({ found: 'date', wrong: 1 });
  });

  it('proposes separator, decimal sign, header and encoding by the beginning of the file', () => {
    const propose = (bytes: Uint8Array, name = 'x.csv'): ImportPreview['options'] =>
      detectOptions(name, bytes, IMPORT_TOOLS);
    const german = 'day;level\r\n2020-1;1,25\r\n2020-2;-3,5\r\n';
    expect(propose(bytesOf(german))).toMatchObject({ format: 'csv', separator: ';', decimalComma: true, header: true });
    expect(propose(bytesOf('1,2\n3,4\n'))).toMatchObject({ separator: ',', decimalComma: false, header: false });
    expect(propose(bytesOf('a\tb\n1\t2\n'), 'x.tsv')).toMatchObject({ separator: '\t', header: true });
    const utf16 = Buffer.from(german, 'utf16le');
    expect(propose(new Uint8Array(utf16))).toMatchObject({ encoding: 'utf-16le', separator: ';', decimalComma: true });
    expect(propose(new Uint8Array(utf16.swap16()))).toMatchObject({ encoding: 'utf-16be', separator: ';' });
    expect(propose(bytesOf('{}'), 'X.JSONL').format).toBe('jsonl');
    expect(propose(bytesOf('PAR1'), 'x.csv').format).toBe('parquet');
  });
});

it('proposes something for a file that no separator makes sense of, and leaves no promise behind', () => {
  // A quote that is never closed, in a file of one line: an error nobody waits for would end the process.
  const options = detectOptions('x.csv', bytesOf('"a;b'), IMPORT_TOOLS);
  expect(options).toMatchObject({ format: 'csv', separator: ',' });
});

describe('dates', () => {
  it('agree with the engine’s own reading of ISO texts', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(readDate(date.toISOString(), 'iso')).toBe(date.getTime());
        },
      ),
    );
    expect(readDate('2024-02-29 12:30+02:00', 'iso')).toBe(Date.parse('2024-02-29T10:30:00Z'));
  });

  it.each(['2023-02-29', '2024-00-10', '2024-01-32', '2024-01-01T24:00', '24-01-01', '2024-01-01T10', '2024-1-1'])(
    'do not take %s for one',
    (text) => {
      expect(readDate(text, 'iso')).toBeNull();
    },
  );

  it('turn into clocks that start at midnight and at the first of January', () => {
    const near = (pair: readonly number[]) => pair.map((value) => Math.round(value * 1e12) / 1e12 + 0);
    const at = (text: string) => Date.parse(text);
    expect(near(clockAngles(at('2024-05-05T00:00Z'), 'day'))).toEqual([0, 1]);
    expect(near(clockAngles(at('1960-05-05T06:00Z'), 'day'))).toEqual([1, 0]);
    expect(near(clockAngles(at('2024-01-01T00:00Z'), 'year'))).toEqual([0, 1]);
    // The middle of a leap year is the end of the 183rd day.
    expect(near(clockAngles(at('2024-07-02T00:00Z'), 'year'))).toEqual([0, -1]);
    expect(near(clockAngles(at('2023-07-02T12:00Z'), 'year'))).toEqual([0, -1]);
  });
});

describe('taking columns', () => {
  const gaps = 'a,b\n1,10\n,20\n?,\n4,40\n';

  it('takes what is chosen, in the order it is chosen, with labels and clocks', () => {
    const text = 'when,ok,a\n2024-01-01T06:00,true,1\n2024-01-01T18:00,false,2\n';
    const columns: Columns = [
      { name: 'a', type: 'number' },
      { name: 'ok', type: 'boolean' },
    ];
    const { names, rows, labels, notes } = take(
      text,
      columns,
      {},
      { label: 'when', calendar: [{ name: 'when', clock: 'day' }] },
    );
    expect(names).toEqual(['a', 'ok', 'when time of day, sine', 'when time of day, cosine']);
    expect(rows.map((row) => row.map((value) => Math.round(value * 1e9) / 1e9 + 0))).toEqual([
      [1, 1, 1, 0],
      [2, 0, -1, 0],
    ]);
    expect([labels, notes]).toEqual([
      ['2024-01-01T06:00', '2024-01-01T18:00'],
      ['Rows are labelled by column "when".'],
    ]);
  });

  it('treats a missing value as it is told to', () => {
    expect(() => take(gaps, numbers('a', 'b'))).toThrow(/^Line 3, column "a": no value/);
    expect(take(gaps, numbers('a', 'b'), { missing: 'drop' })).toMatchObject({
      rows: [
        [1, 10],
        [4, 40],
      ],
      notes: ['2 rows without a value were dropped.'],
    });
    expect(take(gaps, numbers('a', 'b'), { missing: 'carry-forward' })).toMatchObject({
      rows: [
        [1, 10],
        [1, 20],
        [1, 20],
        [4, 40],
      ],
      notes: ['3 missing values were filled with the one before.'],
    });
    expect(take(gaps, numbers('a', 'b'), { missing: 'interpolate' })).toMatchObject({
      rows: [
        [1, 10],
        [2, 20],
        [3, 30],
        [4, 40],
      ],
      notes: ['3 missing values were interpolated.'],
    });
  });

  it('interpolates as a line through the neighbours does, whatever lies between', () => {
    const cell = fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 12 }), (middle) => {
        const table = [[0, 5] as const, ...middle, [7, -3] as const];
        const text = `a,b\n${table.map((row) => row.map((value) => value ?? '').join(',')).join('\n')}\n`;
        const { rows } = take(text, numbers('a', 'b'), { missing: 'interpolate' });
        for (const c of [0, 1] as const) {
          const known = table.flatMap((row, r) => (row[c] === null ? [] : [r]));
          table.forEach((row, r) => {
            const from = known.findLast((place) => place <= r) ?? 0;
            const to = known.find((place) => place >= r) ?? 0;
            const [start, end] = [table[from]?.[c] ?? NaN, table[to]?.[c] ?? NaN];
            const value = from === to ? start : start + ((end - start) * (r - from)) / (to - from);
            // Two ways to write the same line: they differ by a rounding or two.
            expect(Math.abs((rows[r]?.[c] ?? NaN) - value)).toBeLessThan(1e-9);
            expect(row[c] === null || rows[r]?.[c] === row[c]).toBe(true);
          });
        }
      }),
    );
  });

  it.each([
    ['a\n\n,\n', 'carry-forward', /Line 3: 2 cells where 1/],
    ['a,b\n,1\n2,2\n', 'carry-forward', /^Line 2, column "a": no value, and there is none before it to carry/],
    ['a,b\n,1\n2,2\n', 'interpolate', /^Line 2, column "a": no value, and there is none before it/],
    ['a,b\n1,1\n,2\n,3\n', 'interpolate', /^Line 3, column "a": no value, and there is none after it/],
    ['a,b\n,1\n,2\n', 'drop', /nothing is left/],
    ['a,b\n1,1\n1e999,2\n', 'drop', /^Line 3, column "a": "1e999" is too large/],
    ['a,b\n1,1\n0x10,2\n', 'drop', /^Line 3, column "a": "0x10" is not a number/],
  ] as const)('refuses %j with %s, naming the place', (text, missing, message) => {
    expect(() => take(text, numbers('a'), { missing })).toThrow(message);
  });

  it('refuses columns that are not there', () => {
    expect(() => take('a,b\n1,2\n', numbers('c'))).toThrow('Columns: there is none called "c". The file has: a, b.');
  });
});

describe('sequences that a column tells apart', () => {
  const columns: Columns = [
    { name: 'v', type: 'number' },
    { name: 'id', type: 'text' },
    { name: 'w', type: 'number' },
  ];
  const by = { sequences: 'id' };

  it('fill their gaps from their own values alone', () => {
    const text = 'id,v,w\na,1,10\na,,30\na,3,\na,4,40\nb,100,7\nb,,\nb,,\nb,,\nb,500,11\n';
    const filled = (missing: 'carry-forward' | 'interpolate') =>
      take(text, columns, { missing }, by).rows.map(([v, , w]) => [v, w]);
    expect(filled('carry-forward')).toEqual([
      [1, 10],
      [1, 30],
      [3, 30],
      [4, 40],
      [100, 7],
      [100, 7],
      [100, 7],
      [100, 7],
      [500, 11],
    ]);
    expect(filled('interpolate')).toEqual([
      [1, 10],
      [2, 30],
      [3, 35],
      [4, 40],
      [100, 7],
      [200, 8],
      [300, 9],
      [400, 10],
      [500, 11],
    ]);
  });

  it.each([
    [
      'carry-forward',
      'id,v,w\na,1,1\nb,,1\n',
      'Line 3, column "v": no value, and there is none before it in its sequence to',
    ],
    [
      'interpolate',
      'id,v,w\na,1,1\nb,,1\nb,2,2\n',
      'Line 3, column "v": no value, and there is none before it in its seq',
    ],
    [
      'interpolate',
      'id,v,w\na,1,1\na,,1\nb,2,2\n',
      'Line 3, column "v": no value, and there is none after it in its seq',
    ],
    [
      'carry-forward',
      'id,v,w\na,1,1\n,2,2\n',
      'Line 3, column "id": no value, and so no sequence that the row belongs',
    ],
  ] as const)('take nothing from another: %s of %j', (missing, text, message) => {
    expect(() => take(text, columns, { missing }, by)).toThrow(message);
    // As one series there is something to fill with.
    expect(take(text, columns, { missing }).rows.length).toBeGreaterThan(1);
  });

  it('may be told apart by numbers, and only by a column that is taken', () => {
    const text = 'id,v\n1,5\n1,\n2,\n';
    expect(() => take(text, numbers('id', 'v'), { missing: 'carry-forward' }, by)).toThrow(/^Line 4, column "v"/);
    expect(() => take(text, numbers('v'), { missing: 'drop' }, by)).toThrow(
      '"id" tells sequences apart and is not among',
    );
  });

  it('say how many they are, and which texts stay the same in each', () => {
    const text = 'id,v,kind,word\na,1,up,x\na,2,up,y\n,5,up,x\nb,3,down,y\nc,4,up,y\nc,7,up,y\n';
    const all: Columns = [...columns.slice(0, 2), { name: 'kind', type: 'text' }, { name: 'word', type: 'text' }];
    expect(take(text, all, { missing: 'drop' }, by).sequences).toEqual({
      column: 'id',
      count: 3,
      constant: ['kind'],
      sorted: ['word'],
    });
    const sorted = 'id,v,kind\na,1,up\na,2,up\nb,3,up\nc,4,down\n';
    expect(take(sorted, all.slice(0, 3), {}, by).sequences).toMatchObject({ constant: ['kind'], sorted: ['kind'] });
    expect(take(text, all, { missing: 'drop' }, by).notes).toEqual([
      'Sequences are told apart by column "id": there are 3.',
      '1 row without a value was dropped.',
    ]);
    expect(take(text, all, { missing: 'drop' }).sequences).toBe(null);
  });
});

describe('columns of texts', () => {
  const text = 'id,kind,v\nb, sine ,1\nb,sine,2\na,,3\na,square,4\n';
  const columns: Columns = [
    { name: 'id', type: 'text' },
    { name: 'v', type: 'number' },
    { name: 'kind', type: 'text' },
  ];

  it('become places among their different texts, in the order of the rows that are kept', () => {
    const { rows, texts } = take(text, columns, { missing: 'carry-forward' });
    expect([rows, texts]).toEqual([
      [
        [0, 1, 0],
        [0, 2, 0],
        [1, 3, 0],
        [1, 4, 1],
      ],
      [['b', 'a'], null, ['sine', 'square']],
    ]);
  });

  it('know nothing of texts that only rows without a value have', () => {
    const { rows, texts } = take('id,v\nx,\ny,2\nx,3\nz,\n', columns.slice(0, 2), { missing: 'drop' });
    expect([rows, texts]).toEqual([
      [
        [0, 2],
        [1, 3],
      ],
      [['y', 'x'], null],
    ]);
  });

  it('are texts where they are numbers, if that is what was chosen', () => {
    const { rows, texts } = take('id,v\n007,1\n7,2\n', columns.slice(0, 2));
    expect([rows.map(([id]) => id), texts]).toEqual([
      [0, 1],
      [['007', '7'], null],
    ]);
  });

  it.each([
    [text, 'refuse', /^Line 4, column "kind": no value/],
    [text, 'interpolate', /^Line 4, column "kind": no value, and nothing lies between two texts/],
    [`id,v,kind\n${'x'.repeat(201)},1,a\n`, 'refuse', /^Line 2, column "id": the text has more than 200 characters/],
    [
      `id,v,kind\n${Array.from({ length: 10_001 }, (_, r) => `${r},1,a`).join('\n')}\n`,
      'refuse',
      /^Line 10002, column "id": the column has more than 10000 different texts/,
    ],
  ] as const)('that cannot be kept are refused with their place (%#)', (bad, missing, message) => {
    expect(() => take(bad, columns, { missing })).toThrow(message);
  });

  it('are no more than labels and names: something has to be learnt from', () => {
    const choice = { name: 'x', label: null, columns: columns.filter(({ type }) => type === 'text') };
    expect(ImportChoice.safeParse(choice).error?.issues[0]?.message).toMatch(/^Choose at least one column of numbers/);
  });
});
