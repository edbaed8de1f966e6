/** Imported series: `<root>/datasets/<SHA-256 of the columns>.json`, written once and never changed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newerVersion, upgradeDocument, type VersionSteps } from '../../core/contract/document-versions';
import { reportError, StudioError } from '../../core/contract/errors';
import { z } from '../../core/contract/schema';
import type { Series } from '../../core/contract/series';
import { firstIssue } from '../../core/formats/first-issue';
import { float64FromLittleEndian, toLittleEndian } from '../../core/formats/little-endian';
import { serializeDocument } from './document-backend';
import { ensureFolder, sweepTemporaryFiles, writeDurably } from './durable-file';
import { explainReadError, isMissing } from './file-errors';
import { seal, unseal } from './seal';
import { sha256 } from './sha256';

const DATASET_FORMAT_VERSION = 1;
/** None yet: the first version that changes something adds its step. */
const STEPS: VersionSteps = {};
const SUFFIX = '.json';
const DatasetId = z.string().regex(/^imported:[0-9a-f]{64}$/);

const DatasetDocument = z.strictObject({
  formatVersion: z.literal(DATASET_FORMAT_VERSION),
  name: z.string(),
  fileName: z.string(),
  /** Milliseconds since 1970. */
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
type DatasetDocument = z.infer<typeof DatasetDocument>;

export interface ImportedDataset {
  /** `imported:<hash>`, the `source` of a configuration. */
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  /** Milliseconds since 1970. */
  readonly importedAt: number;
  readonly series: Series;
}

export interface DatasetList {
  readonly datasets: ImportedDataset[];
  readonly damaged: { readonly id: string; readonly message: string }[];
}

/**
 * SHA-256 of a canonical encoding: names, units, labels and the count of rows as JSON, then each column's values as
 * little-endian float64 with one NaN. Equal contents have equal hashes, whatever file they came from.
 */
export function seriesSha256({ columns, labels }: Series): string {
  const rows = columns[0]?.values.length ?? 0;
  const names = columns.map(({ name }) => name);
  const units = columns.map(({ unit }) => unit);
  return sha256(
    JSON.stringify({ names, units, rows, labels }),
    ...columns.map(({ values }) => toLittleEndian(oneNaN(values))),
  );
}

export class DatasetsStore {
  readonly #folder: string;
  readonly #readOnly: string | null;

  /** @param readOnly in words, where nothing may be written: {@link write} then throws `store-newer` */
  constructor(root: string, readOnly: string | null = null) {
    this.#folder = join(root, 'datasets');
    this.#readOnly = readOnly;
    if (readOnly === null) ensureFolder(this.#folder);
  }

  /** Newest first. One that cannot be read is named, stays where it is and hides no other. */
  list(): DatasetList {
    const list: DatasetList = { datasets: [], damaged: [] };
    for (const file of this.#files()) {
      const id = DatasetId.safeParse(`imported:${file.slice(0, -SUFFIX.length)}`);
      if (!id.success || !file.endsWith(SUFFIX)) continue;
      try {
        list.datasets.push(this.read(id.data));
      } catch (error) {
        list.damaged.push({ id: id.data, message: reportError(error).message });
      }
    }
    list.datasets.sort((a, b) => b.importedAt - a.importedAt);
    return list;
  }

  /**
   * @param id `imported:<hash>`
   * @throws StudioError `not-found`; `store-damaged` if the contents do not have the hash
   */
  read(id: string): ImportedDataset {
    return this.inspect(id).dataset;
  }

  /** The numbers are known by their hash; its name, say, is not. @throws as {@link read} */
  inspect(id: string): { readonly dataset: ImportedDataset; readonly isSealWhole: boolean } {
    const path = this.pathOf(id);
    const { document, isSealWhole } = parseDocument(readText(path, id), path);
    const series: Series = {
      columns: document.columns.map(({ name, unit, values }) => ({ name, unit, values: decodeValues(values, path) })),
      labels: document.labels,
    };
    if (`imported:${seriesSha256(series)}` !== id) {
      throw new StudioError('store-damaged', `${path} has changed since it was imported. Import the file again.`);
    }
    const { name, fileName, importedAt } = document;
    return { dataset: { id, name, fileName, importedAt, series }, isSealWhole };
  }

  /**
   * Data that is there already is written again, under its new name.
   *
   * @throws RangeError if the columns do not fit together
   * @throws StudioError `disk-full`, `not-allowed`
   */
  write(dataset: Omit<ImportedDataset, 'id'>): ImportedDataset {
    if (this.#readOnly !== null) throw new StudioError('store-newer', this.#readOnly);
    const { name, fileName, importedAt, series } = dataset;
    assertColumns(series);
    const id = `imported:${seriesSha256(series)}`;
    const document: DatasetDocument = {
      formatVersion: DATASET_FORMAT_VERSION,
      name,
      fileName,
      importedAt,
      columns: series.columns.map(({ name: column, unit, values }) => ({
        name: column,
        unit,
        values: Buffer.from(toLittleEndian(oneNaN(values))).toString('base64'),
      })),
      labels: series.labels === null ? null : [...series.labels],
    };
    const path = this.pathOf(id);
    sweepTemporaryFiles(path);
    writeDurably(path, Buffer.from(serializeDocument(seal(document))));
    return { id, ...dataset };
  }

  #files(): string[] {
    try {
      return readdirSync(this.#folder);
    } catch (error) {
      // Nobody makes it in a store that is only looked at.
      if (this.#readOnly !== null && isMissing(error)) return [];
      throw explainReadError(error, this.#folder);
    }
  }

  pathOf(id: string): string {
    if (!DatasetId.safeParse(id).success) throw new StudioError('not-found', `"${id}" does not name imported data.`);
    return join(this.#folder, id.slice('imported:'.length) + SUFFIX);
  }
}

function readText(path: string, id: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error))
      throw new StudioError('not-found', `The data ${id} is not in the library. Import its file again.`);
    throw explainReadError(error, path);
  }
}

function parseDocument(text: string, path: string): { document: DatasetDocument; isSealWhole: boolean } {
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
  const parsed = DatasetDocument.safeParse(upgradeDocument(document, DATASET_FORMAT_VERSION, STEPS));
  if (!parsed.success) throw damaged(path, firstIssue(parsed.error));
  return { document: parsed.data, isSealWhole };
}

function decodeValues(base64: string, path: string): Float64Array {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length % 8 !== 0) throw damaged(path, 'a column is cut short');
  return float64FromLittleEndian(bytes);
}

function assertColumns({ columns, labels }: Series): void {
  const rows = columns[0]?.values.length ?? 0;
  const fits = columns.every(({ values }) => values.length === rows) && (labels === null || labels.length === rows);
  if (!fits) throw new RangeError('Columns and labels of a series differ in length');
}

/** A NaN may carry any payload; "no value" must not have several hashes. */
function oneNaN(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? Number.NaN : value));
}

function damaged(path: string, why: string): StudioError {
  return new StudioError('store-damaged', `${path} is damaged (${why}). Import the file again.`);
}
