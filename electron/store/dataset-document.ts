/** The document of an imported data set: what it is called and what it holds. Its columns are in files beside it. */
import { newerVersion } from '../../core/contract/document-versions';
import { StudioError } from '../../core/contract/errors';
import { ImportedSequences } from '../../core/contract/import';
import { z } from '../../core/contract/schema';
import type { Series } from '../../core/contract/series';
import type { ImportedData } from '../../core/contract/trainer-protocol';
import { CATEGORY_LIMITS } from '../../core/data/import/categories';
import { drifts, trainingRows } from '../../core/data/imported-summary';
import { firstIssue } from '../../core/formats/first-issue';
import { float64FromLittleEndian } from '../../core/formats/little-endian';
import {
  BLOCK_ROWS,
  ROWS_JUDGED,
  columnsFile,
  contentSha256,
  headOf,
  labelsFile,
  readColumns,
  readLabels,
  storedSha256,
  type WrittenColumns,
} from './dataset-columns';
import { explainReadError } from './file-errors';
import { unseal } from './seal';

/** Of data whose rows fall into sequences; other data is kept as it was before that was said, for older versions of the app. */
export const DATASET_FORMAT_VERSION = 4;
/** Of data with columns of texts. */
const TEXTS_FORMAT_VERSION = 3;
const NUMBERS_FORMAT_VERSION = 2;
export const SUFFIX = '.json';
export const DatasetId = z.string().regex(/^imported:[0-9a-f]{64}$/);

/** As the first versions of the app wrote it: all in one document. */
const OldDocument = z.strictObject({
  formatVersion: z.literal(1),
  name: z.string(),
  /** Comes with the first renaming. */
  version: z.number().int().min(1).optional(),
  fileName: z.string(),
  importedAt: z.number(),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      unit: z.string(),
      /** base64 of little-endian float64, NaN where a row has no value. */
      values: z.string(),
    }),
  ),
  labels: z.array(z.string()).nullable(),
});

const NumbersColumn = z.strictObject({ name: z.string(), unit: z.string(), missing: z.number() });

const NumbersDocument = z.strictObject({
  formatVersion: z.literal(NUMBERS_FORMAT_VERSION),
  name: z.string(),
  version: z.number().int().min(1),
  fileName: z.string(),
  fileSha256: z.string().nullable(),
  fileBytes: z.number().nullable(),
  /** Milliseconds since 1970. */
  importedAt: z.number(),
  notes: z.array(z.string()),
  rows: z.number().int().min(0),
  columns: z.array(NumbersColumn),
  hasLabels: z.boolean(),
  drifts: z.boolean(),
});

const TextsDocument = z.strictObject({
  ...NumbersDocument.shape,
  formatVersion: z.literal(TEXTS_FORMAT_VERSION),
  columns: z.array(NumbersColumn.extend({ categories: z.array(z.string()).max(CATEGORY_LIMITS.texts).optional() })),
});

const SequencesDocument = z.strictObject({
  ...TextsDocument.shape,
  formatVersion: z.literal(DATASET_FORMAT_VERSION),
  sequences: ImportedSequences,
});

const DatasetDocument = z.discriminatedUnion('formatVersion', [
  OldDocument,
  NumbersDocument,
  TextsDocument,
  SequencesDocument,
]);
export type DatasetDocument = z.infer<typeof DatasetDocument>;

export interface ParsedDataset {
  readonly document: DatasetDocument;
  readonly isSealWhole: boolean;
}

/** @throws StudioError `store-damaged`, `store-newer` */
export function parseDataset(text: string, path: string): ParsedDataset {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw damaged(path, (error as Error).message);
  }
  const { document, isWhole: isSealWhole } = unseal(content);
  const newer = newerVersion(document, DATASET_FORMAT_VERSION);
  // What does not hold what its own hash says does not say its version either.
  if (newer !== null && isSealWhole) {
    const message = `${path} was written by a newer version of the app (format ${newer}). Install that version to use it.`;
    throw new StudioError('store-newer', message);
  }
  const parsed = DatasetDocument.safeParse(document);
  if (!parsed.success) throw damaged(path, firstIssue(parsed.error));
  return { document: parsed.data, isSealWhole };
}

export function entryOf(id: string, document: DatasetDocument): ImportedData {
  const { name, fileName, importedAt } = document;
  if (document.formatVersion !== 1) {
    const { version, fileSha256, fileBytes, notes, rows, columns } = document;
    return {
      id,
      name,
      version,
      fileName,
      fileSha256,
      fileBytes,
      importedAt,
      notes,
      rows,
      columns,
      drifts: document.drifts,
      ...('sequences' in document && { sequences: document.sequences }),
    };
  }
  const columns = document.columns.map((column) => ({ ...column, values: decodeValues(column.values, id) }));
  const rows = columns[0]?.values.length ?? 0;
  return {
    id,
    name,
    version: document.version ?? 1,
    fileName,
    fileSha256: null,
    fileBytes: null,
    importedAt,
    notes: [],
    rows,
    columns: columns.map(({ name: column, unit, values }) => ({
      name: column,
      unit,
      missing: missingIn(values),
    })),
    drifts: drifts(columns[0]?.values ?? new Float64Array(0), trainingRows(rows)),
  };
}

/** @param path of the document. @throws StudioError `store-damaged` if the contents do not have their hash */
export function seriesOf(id: string, document: DatasetDocument, folder: string, path: string): Series {
  let series: Series;
  if (document.formatVersion === 1) {
    const columns = document.columns.map(({ name, unit, values }) => ({
      name,
      unit,
      values: decodeValues(values, path),
    }));
    series = { columns, labels: document.labels };
  } else {
    const hash = id.slice('imported:'.length);
    const { rows, columns, hasLabels } = document;
    series = reading(columnsFile(folder, hash), path, (file) => {
      const values = readColumns(file, rows, columns.length);
      return {
        columns: columns.map(({ missing: _, ...column }, c) => ({
          ...column,
          values: values[c] ?? new Float64Array(0),
        })),
        labels: hasLabels ? reading(labelsFile(folder, hash), path, readLabels) : null,
      };
    });
  }
  if (`imported:${seriesSha256(series)}` !== id) throw changed(path);
  return series;
}

/** Reads all of it, a block at a time. @throws StudioError `store-damaged` if the contents do not have their hash */
export function assertWhole(id: string, document: DatasetDocument, folder: string, path: string): void {
  if (document.formatVersion === 1) {
    seriesOf(id, document, folder, path);
    return;
  }
  const hash = id.slice('imported:'.length);
  const { rows, columns, hasLabels } = document;
  const labels = hasLabels ? labelsFile(folder, hash) : null;
  const found = reading(columnsFile(folder, hash), path, (file) => storedSha256(file, labels, headOf(columns, rows)));
  if (found !== hash) throw changed(path);
}

/** What is said of data beside what its columns are. */
export type AboutDataset = Omit<
  z.infer<typeof NumbersDocument>,
  'formatVersion' | 'rows' | 'columns' | 'hasLabels' | 'drifts'
> & { readonly sequences?: ImportedSequences };

export function newDocument(
  { rows, columns, hasLabels, drifts }: WrittenColumns,
  { sequences, ...about }: AboutDataset,
): DatasetDocument {
  const isNumbers = columns.every(({ categories }) => categories === undefined);
  const contents = { ...about, rows, hasLabels, drifts };
  const plain = columns.map(({ name, unit, missing }) => ({ name, unit, missing }));
  if (isNumbers && !sequences) return { formatVersion: NUMBERS_FORMAT_VERSION, ...contents, columns: plain };
  const all = plain.map((column, c) => {
    const categories = columns[c]?.categories;
    return categories ? { ...column, categories: [...categories] } : column;
  });
  return sequences
    ? { formatVersion: DATASET_FORMAT_VERSION, ...contents, columns: all, sequences }
    : { formatVersion: TEXTS_FORMAT_VERSION, ...contents, columns: all };
}

/** A document whose counts were taken from its columns anew. */
export function withFactsOf(document: DatasetDocument, { columns }: Series): DatasetDocument {
  if (document.formatVersion === 1) return document;
  const first = columns.find(({ categories }) => categories === undefined)?.values ?? new Float64Array(0);
  return {
    ...document,
    columns: document.columns.map((column, c) => ({
      ...column,
      missing: missingIn(columns[c]?.values ?? new Float64Array(0)),
    })),
    drifts: drifts(first, Math.min(trainingRows(document.rows), ROWS_JUDGED)),
  };
}

function missingIn(values: Float64Array): number {
  return values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
}

/** The content hash of data in memory; that of imported data is its id. */
export function seriesSha256({ columns, labels }: Series): string {
  return contentSha256(
    headOf(columns, columns[0]?.values.length ?? 0),
    labels === null ? null : asJson(labels),
    columns.map(({ values }) => pieces(values)),
  );
}

function reading<T>(file: string, path: string, read: (file: string) => T): T {
  try {
    return read(file);
  } catch (error) {
    if (error instanceof StudioError || error instanceof SyntaxError || error instanceof RangeError) {
      throw damaged(path, `${file}: ${error.message}`);
    }
    throw explainReadError(error, file);
  }
}

function decodeValues(base64: string, path: string): Float64Array {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length % 8 !== 0) throw damaged(path, 'a column is cut short');
  return float64FromLittleEndian(bytes);
}

/** One at a time: ten million labels twice in memory are a gigabyte. */
function* asJson(labels: readonly string[]): Generator<string> {
  for (const label of labels) yield JSON.stringify(label);
}

/** A NaN may carry any payload; "no value" must not have several hashes. */
function* pieces(values: Float64Array): Generator<Float64Array> {
  for (let from = 0; from < values.length; from += BLOCK_ROWS) {
    yield values.subarray(from, from + BLOCK_ROWS).map((value) => (Number.isNaN(value) ? Number.NaN : value));
  }
}

function changed(path: string): StudioError {
  return new StudioError('store-damaged', `${path} has changed since it was imported. Import the file again.`);
}

function damaged(path: string, why: string): StudioError {
  return new StudioError('store-damaged', `${path} is damaged (${why}). Import the file again.`);
}
