import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvOptions } from '../../../core/contract/dataset';
import { StudioError } from '../../../core/contract/errors';
import { seriesFromCsv } from '../../../core/data/csv';
import { CSV_LIMITS, readCsv } from '../../../core/data/csv-records';

const options = (changed: Partial<CsvOptions> = {}) => CsvOptions.parse(changed);

function read(text: string, columns: string[], changed: Partial<CsvOptions> = {}) {
  const { series, notes } = seriesFromCsv(text, options(changed), columns);
  return { values: series.columns.map(({ values }) => [...values]), labels: series.labels, notes };
}

/** The message of the error that reading ends with; anything but a `bad-file` fails the test. */
function refusal(text: string, columns: string[], changed: Partial<CsvOptions> = {}): string {
  try {
    seriesFromCsv(text, options(changed), columns);
  } catch (error) {
    if (error instanceof StudioError && error.code === 'bad-file') return error.message;
    throw error;
  }
  throw new Error('Was read without an error');
}

describe('cells', () => {
  it('reads decimal commas with the chosen separator', () => {
    expect(read('a;b\n1,5;2\n-,25;1e3\n', ['a', 'b'], { separator: ';', decimalComma: true }).values).toEqual([
      [1.5, -0.25],
      [2, 1000],
    ]);
  });

  it('does not take the other decimal sign for a thousands separator', () => {
    expect([
      refusal('a;b\n1,5;2\n', ['a'], { separator: ';' }),
      refusal('a;b\n1.500;2\n', ['a'], { separator: ';', decimalComma: true }),
    ]).toEqual([
      'Line 2, column "a": "1,5" is not a number (it has a decimal comma). Correct it, or list it among what means missing (missingMarkers).',
      'Line 2, column "a": "1.500" is not a number (it has a decimal point). Correct it, or list it among what means missing (missingMarkers).',
    ]);
  });

  it('keeps 007 as it is in labels and reads it as 7 in numbers', () => {
    expect(read('date,a\n007,007\nx,008\n', ['a'])).toEqual({
      values: [[7, 8]],
      labels: ['007', 'x'],
      notes: ['Rows are labelled by column "date".'],
    });
  });

  it.each(['0x10', '1_000', 'Infinity', '1.2.3', '12:30', '1 000', 'true', '--1', '1e999'])(
    'refuses %s as a number',
    (cell) => {
      expect(refusal(`a,b\n1,2\n${cell},3\n`, ['a'])).toMatch(
        /^Line 3, column "a": ".*" is (not a|too large a) number\. Correct it, or/,
      );
    },
  );

  it('reads blanks around a number, signs and exponents', () => {
    expect(read('a,b\n 1 ,+2\n-3.,.5e-1\n', ['a', 'b']).values).toEqual([
      [1, -3],
      [2, 0.05],
    ]);
  });
});

describe('rows', () => {
  it('counts lines as an editor does, through quoted line breaks and empty lines', () => {
    expect(refusal('a,b\r\n"x\r\ny",1\r\n\r\n"z",oops\r\n', ['b'])).toBe(
      'Line 5, column "b": "oops" is not a number. Correct it, or list it among what means missing (missingMarkers).',
    );
  });

  it('names the line of a quote that is never closed', () => {
    expect(refusal('a,b\n1,2\n3,"4\n5,6\n7,8\n', ['b'])).toBe(
      'Line 3: a quote (") is opened and never closed. Close it, or double it ("") where it belongs to the text.',
    );
  });

  it('names the line of a quote that is closed too early', () => {
    expect(refusal('a,b\n1,"2"x\n3,4\n', ['a'])).toBe(
      'Line 2: a closing quote (") is followed by more text. Double it ("") where it belongs to the text.',
    );
  });

  it.each([
    ['a,b\n1,2\n3\n', 'Line 3 has 1 cell, expected 2.'],
    ['a,b\n1,2,3\n4,5\n', 'Line 2 has 3 cells, expected 2.'],
    ['a;b\n1,5;2\n', 'Line 2 has 2 cells, expected 1.'],
  ])('refuses ragged rows: %j', (text, message) => {
    expect(refusal(text, [text.slice(0, text.indexOf('\n')).split(',')[0] ?? ''])).toBe(message);
  });

  it.each(['\n', '\r\n', '\r'])(
    'takes line breaks %j, a byte order mark, empty lines and a missing last line break',
    (br) => {
      expect(read(['\uFEFFa,b', '1,2', '', '3,4'].join(br), ['a', 'b'])).toEqual({
        values: [
          [1, 3],
          [2, 4],
        ],
        labels: null,
        notes: ['1 empty line was skipped.'],
      });
    },
  );

  it('does not count the end of the last line as an empty one', () => {
    expect([read('a\n1\n2\n', ['a']).notes, read('a\n1\n2\n\n\n', ['a']).notes]).toEqual([
      [],
      ['2 empty lines were skipped.'],
    ]);
  });

  it('refuses more text than fits into memory several times', () => {
    expect(refusal('1'.repeat(CSV_LIMITS.characters + 1), ['a'])).toBe(
      'The file has 200000001 characters; at most 200000000 can be read. Split it or thin it out.',
    );
  });

  it('refuses files without data, and those that are not UTF-8 text', () => {
    expect(['', '\n\n', 'a,b\n', 'a\u0000,b\n1,2'].map((text) => refusal(text, ['a']))).toEqual([
      'The file is empty.',
      'The file is empty.',
      'The file has a header but no complete row of data.',
      'The file is not text in UTF-8 (it holds NUL characters). Save it as CSV in UTF-8.',
    ]);
  });
});

describe('columns', () => {
  it('reads columns called like members of every object', () => {
    expect(
      read('__proto__,constructor,toString\n1,2,3\n4,5,6\n', ['__proto__', 'toString', 'constructor']).values,
    ).toEqual([
      [1, 4],
      [3, 6],
      [2, 5],
    ]);
    expect(Object.prototype.toString.call({})).toBe('[object Object]');
  });

  it('refuses two columns of one name', () => {
    expect(refusal('a,b, a\n1,2,3\n', ['a'])).toBe('Line 1: columns 1 and 3 are both called "a". Rename one of them.');
  });

  it('calls columns by their place where there is no header or no name', () => {
    expect([
      read('1,2\n3,4\n', ['column2'], { header: false }).values,
      read(',a\n1,2\n', ['column1', 'a']).values,
    ]).toEqual([[[2, 4]], [[1], [2]]]);
  });

  it('names the columns there are when one is missing', () => {
    expect(refusal('a,b\n1,2\n', ['c'])).toBe('There is no column "c". The file has: a, b.');
  });

  it.each([
    ['a column called like a date, even of numbers', 'place,year,a\nx,1999,1\ny,2000,2\n', ['1999', '2000']],
    ['else the first that is not all numbers', 'n,code,name,a\n1,5,x,1\n2,b,y,2\n', ['5', 'b']],
    ['else nothing', 'n,a\n1,1\n2,2\n', null],
  ])('labels rows by %s', (_, text, labels) => {
    expect(read(text, ['a']).labels).toEqual(labels);
  });

  it('refuses more columns, or longer names, than anyone means', () => {
    const wide = Array.from({ length: CSV_LIMITS.columns + 1 }, (_, column) => `c${column}`).join(',');
    expect([refusal(`${wide}\n`, ['c0']), refusal(`${'x'.repeat(201)}\n1\n`, ['x'])]).toEqual([
      'Line 1 has 1001 columns; at most 1000 can be read. Check the separator.',
      'Line 1: the name of column 1 is longer than 200 characters.',
    ]);
  });
});

describe('missing values', () => {
  const text = 'day,a,b\nmon,1,x\ntue,NA,y\nwed,,z\nthu,4,\n';

  it('refuse: names the line and column of the first', () => {
    expect(refusal(text, ['a'])).toBe(
      'Line 3, column "a" has no value. Fill it in, or set "missing" to "drop" (leave such rows out) or "carry-forward" (repeat the last value).',
    );
  });

  it('drop: leaves out the rows and says how many', () => {
    expect(read(text, ['a'], { missing: 'drop' })).toEqual({
      values: [[1, 4]],
      labels: ['mon', 'thu'],
      notes: ['Rows are labelled by column "day".', '2 rows without a value were dropped.'],
    });
  });

  it('carry-forward: repeats the last value and says how often', () => {
    expect(read(text, ['a'], { missing: 'carry-forward' })).toEqual({
      values: [[1, 1, 1, 4]],
      labels: ['mon', 'tue', 'wed', 'thu'],
      notes: ['Rows are labelled by column "day".', '2 missing values were filled with the one before.'],
    });
  });

  it('carry-forward: has nothing to carry into the first row', () => {
    expect(refusal('a,b\n,1\n2,2\n', ['a'], { missing: 'carry-forward' })).toBe(
      'Line 2, column "a" has no value, and there is none before it to carry forward.',
    );
  });

  it('only the chosen markers mean "no value"', () => {
    expect([
      read('a,b\n-999,1\n2,2\n', ['a'], { missing: 'drop', missingMarkers: ['-999'] }).values,
      refusal('a,b\nNA,1\n2,2\n', ['a'], { missing: 'drop', missingMarkers: ['-999'] }),
    ]).toEqual([
      [[2]],
      'Line 2, column "a": "NA" is not a number. Correct it, or list it among what means missing (missingMarkers).',
    ]);
  });

  it('drop: does not drop everything without a word', () => {
    expect(refusal('a,b\n,1\n,2\n', ['a'], { missing: 'drop' })).toBe(
      'Every row lacks a value in one of the chosen columns: nothing is left.',
    );
  });
});

describe('any table', () => {
  const separators = fc.constantFrom(...([',', ';', '\t', '|', ' '] as const));
  const lineBreaks = fc.constantFrom('\n', '\r\n', '\r');
  // A line break inside a cell reads as LF, whatever it was; NUL is refused.
  const cell = fc.string({
    unit: fc.constantFrom('a', '7', '"', ',', ';', '\t', '|', ' ', '\n', '-', 'é', '\u{1F600}'),
  });
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
    );

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(table, separators, lineBreaks, (rows, separator, br) => {
        const quoted = rows.map((row) =>
          row.map((text) => `"${text.replaceAll('"', '""').replaceAll('\n', br)}"`).join(separator),
        );
        const found: string[][] = [];
        const lines: number[] = [];
        readCsv(
          quoted.join(br),
          { separator, header: false },
          {
            header: () => undefined,
            problem: (message) => {
              throw new Error(message);
            },
            row: (cells, line) => {
              found.push([...cells]);
              lines.push(line);
            },
          },
        );
        const before = (row: number) => quoted.slice(0, row).join('').split(br).length - 1 + row + 1;
        expect(found).toEqual(rows);
        expect(lines).toEqual(rows.map((_, row) => before(row)));
      }),
    );
  });

  it('of numbers comes back to the last bit', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(double, double), { minLength: 1 }),
        separators,
        fc.boolean(),
        (rows, separator, decimalComma) => {
          const write = (value: number) => `"${String(value).replace('.', decimalComma ? ',' : '.')}"`;
          const text = ['a', ...rows.map((row) => row.map(write).join(separator))]
            .join('\n')
            .replace('a', `a${separator}b`);
          // −0 is written as 0.
          const written = (column: 0 | 1) => rows.map((row) => row[column] + 0);
          expect(read(text, ['a', 'b'], { separator, decimalComma }).values).toEqual([written(0), written(1)]);
        },
      ),
    );
  });

  it('of any characters is read or refused with a reason, never anything else', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('1', '.', ',', '"', '\n', '\r', 'a', ' ', '\u0000', '\uFEFF') }),
        (text) => {
          const names = new Set<string>();
          try {
            readCsv(text, options(), {
              header: (found) => found.forEach((name) => names.add(name)),
              problem: () => undefined,
              row: () => undefined,
            });
          } catch (error) {
            expect(error).toBeInstanceOf(StudioError);
          }
          for (const name of names) {
            try {
              seriesFromCsv(text, options(), [name]);
            } catch (error) {
              expect(error).toBeInstanceOf(StudioError);
            }
          }
        },
      ),
    );
  });
});

// Takes 2 s on two cores; what would take minutes fails by the test's limit.
it('reads a million rows', () => {
  const rows = Array.from({ length: 1_000_000 }, (_, r) => `2020-01-01,${r},${r / 8},${-r}`);
  const text = `date,a,b,c\n${rows.join('\n')}\n`;
  const { series } = seriesFromCsv(text, options(), ['a', 'b']);
  expect([series.labels?.length, series.columns[1]?.values.at(-1)]).toEqual([1_000_000, 999_999 / 8]);
}, 60_000);

describe('columns that may be texts', () => {
  const textsOf = (text: string, changed: Partial<CsvOptions> = {}) => {
    const { series } = seriesFromCsv(text, options(changed), ['v', 'kind'], ['kind']);
    const [v, kind] = series.columns;
    return [[...(v?.values ?? [])], [...(kind?.values ?? [])], kind?.categories];
  };

  it('are numbers where all cells are, and texts where one is not', () => {
    expect(textsOf('v,kind\n1,2\n2,1\n')).toEqual([[1, 2], [2, 1], undefined]);
    expect(textsOf('v,kind\n1,2\n2, b\n3,2\n')).toEqual([
      [1, 2, 3],
      [0, 1, 0],
      ['2', 'b'],
    ]);
  });

  it('follow the rule for missing values, and know only the rows that are kept', () => {
    const text = 'v,kind\n1,c\n2,NA\n,b\n4,a\n';
    expect(textsOf(text, { missing: 'drop' })).toEqual([
      [1, 4],
      [0, 1],
      ['c', 'a'],
    ]);
    expect(textsOf(text, { missing: 'carry-forward' })).toEqual([
      [1, 2, 2, 4],
      [0, 0, 1, 2],
      ['c', 'b', 'a'],
    ]);
    expect(() => textsOf(text)).toThrow('Line 3, column "kind" has no value.');
  });
});

describe('a column that tells sequences apart', () => {
  const filled = (text: string, id = 'id') => {
    const missing = options({ missing: 'carry-forward' });
    return [...(seriesFromCsv(text, missing, ['v', id], [id], id).series.columns[0]?.values ?? [])];
  };

  it('lets values be carried forward within a sequence', () => {
    expect(filled('v,id\n1,a\n,a\n5,b\n,b\n')).toEqual([1, 1, 5, 5]);
    expect(filled('v,id\n1,1\n,1.0\n5,2\n')).toEqual([1, 1, 5]);
  });

  it('keeps them from another sequence', () => {
    expect(() => filled('v,id\n1,a\n2,a\n,b\n')).toThrow(
      'Line 4, column "v" has no value, and there is none before it in its sequence to carry forward.',
    );
    expect(() => filled('v,id\n1,1\n,1.5\n')).toThrow('Line 3, column "v" has no value');
    expect(() => filled('v,id\n1,a\n1,\n')).toThrow('Line 3, column "id" has no value, and so no sequence');
  });
});
