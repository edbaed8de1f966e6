/** How a file of data is read, what a look into it shows, and what is taken of it into the library. */
import { z } from './schema';

/** `csv` is every text with separators, TSV among them. */
export const IMPORT_FORMATS = ['csv', 'json', 'jsonl', 'npy', 'npz', 'parquet'] as const;
export const ImportFormat = z.enum(IMPORT_FORMATS);
export type ImportFormat = z.infer<typeof ImportFormat>;

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export const Encoding = z.enum(ENCODINGS);
export type Encoding = z.infer<typeof Encoding>;

/** What a column's cells are. Numbers, dates and booleans can be learnt from; texts label rows, name sequences, or are classes. */
export const COLUMN_TYPES = ['number', 'date', 'boolean', 'text'] as const;
export const ColumnType = z.enum(COLUMN_TYPES);
export type ColumnType = z.infer<typeof ColumnType>;

export const DATE_ORDERS = ['iso', 'day-first', 'month-first'] as const;
export const DateOrder = z.enum(DATE_ORDERS);
export type DateOrder = z.infer<typeof DateOrder>;

/** What becomes of a row that has no value in a column that is taken. */
export const MISSING_RULES = ['refuse', 'drop', 'carry-forward', 'interpolate'] as const;
export const MissingRule = z.enum(MISSING_RULES);
export type MissingRule = z.infer<typeof MissingRule>;

/** A column is named by its text: an object with these as keys would have no place for `__proto__`. */
const importedColumnName = z.string().max(200);

export const ImportOptions = z.strictObject({
  format: ImportFormat,
  encoding: Encoding.default('utf-8'),
  separator: z
    .string()
    .min(1, { error: 'Separator must have 1 to 10 characters' })
    .max(10, { error: 'Separator must have 1 to 10 characters' })
    .regex(/^[^\r\n"\uFEFF\0]+$/, { error: 'Separator must not hold a quote or a line break' })
    .default(','),
  header: z.boolean().default(true),
  decimalComma: z.boolean().default(false),
  dates: DateOrder.default('iso'),
  /** Cells that mean "no value", besides the empty cell. */
  missingMarkers: z.array(z.string().max(40)).max(20).default(['NA', 'NaN', 'null', '?']),
  missing: MissingRule.default('refuse'),
  /** Types that a person chose; all others are as found. */
  types: z
    .array(z.strictObject({ name: importedColumnName, type: ColumnType }))
    .max(1_000)
    .default([]),
});
export type ImportOptions = z.infer<typeof ImportOptions>;

export const CLOCKS = ['day', 'year'] as const;
export const Clock = z.enum(CLOCKS);
export type Clock = z.infer<typeof Clock>;

export const ImportChoice = z.strictObject({
  /** What the data is called in the library. */
  name: z.string().trim().min(1, { error: 'Give the data a name' }).max(200),
  /** Each with the type that was shown: nothing is found out anew while rows are taken. */
  columns: z
    .array(z.strictObject({ name: importedColumnName, type: ColumnType }))
    .max(64)
    .refine((columns) => columns.some(({ type }) => type !== 'text'), {
      error: 'Choose at least one column of numbers, dates or booleans: there is nothing else to learn from',
    }),
  /** The column whose cells label the rows, or none. */
  label: importedColumnName.nullable(),
  /**
   * One of the columns, whose value says which sequence a row belongs to: no missing value is filled from another sequence.
   * Null where the rows are one series.
   */
  sequences: importedColumnName.nullable().default(null),
  /** Clocks to read off columns of dates, each as a sine and a cosine. */
  calendar: z
    .array(z.strictObject({ name: importedColumnName, clock: Clock }))
    .max(16)
    .default([]),
});
export type ImportChoice = z.infer<typeof ImportChoice>;

/** How the rows of imported data fall into sequences. */
export const ImportedSequences = z.strictObject({
  /** The column that tells them apart. */
  column: z.string(),
  count: z.number(),
  /** Columns of texts that have the same one in all rows of a sequence. */
  constant: z.array(z.string()),
  /** Columns of texts of which the rows with the same one all follow one another: parts in the file's order would lack some. */
  sorted: z.array(z.string()),
});
export type ImportedSequences = z.infer<typeof ImportedSequences>;

export const ImportProblem = z.strictObject({
  /** Of the file, as its format counts: a line of a text, else a row, from 1; null for the file as a whole. */
  row: z.number().nullable(),
  column: z.string().nullable(),
  message: z.string(),
});
export type ImportProblem = z.infer<typeof ImportProblem>;

export const ImportColumn = z.strictObject({
  name: z.string(),
  /** As found, and as it will be read: the same unless a person chose another. */
  found: ColumnType,
  type: ColumnType,
  values: z.number(),
  missing: z.number(),
  /** Cells that are not of the column's type. */
  wrong: z.number(),
  /** Of texts: how many different ones; absent where they are too many or too long for classes or ids. */
  texts: z.number().optional(),
  /** Why it can't be taken as it is read now, or null. */
  problem: z.string().nullable(),
});
export type ImportColumn = z.infer<typeof ImportColumn>;

export const ImportPreview = z.strictObject({
  fileName: z.string(),
  bytes: z.number(),
  /** As the file was read: what was asked for, or what its beginning looks like where nothing was. */
  options: ImportOptions,
  columns: z.array(ImportColumn),
  rows: z.number(),
  /** False where the file is so long that only its beginning was looked at; importing reads all of it. */
  isWhole: z.boolean(),
  head: z.array(z.array(z.string())),
  /** The first ones; `problemCount` counts all. */
  problems: z.array(ImportProblem),
  problemCount: z.number(),
  /** A column that could label the rows, or none. */
  label: z.string().nullable(),
  /** A column of texts that could tell sequences apart, or none. */
  sequences: z.string().nullable(),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

export const ImportProgress = z.strictObject({
  token: z.string(),
  bytes: z.number(),
  total: z.number(),
  rows: z.number(),
});
export type ImportProgress = z.infer<typeof ImportProgress>;
