/**
 * Imported data: `<root>/datasets/<SHA-256 of the contents>.json`, its columns and labels in files of the same name beside
 * it. Data is never changed once it is there; its name and version may be.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import type { Series } from '../../core/contract/series';
import type { ImportedData, StoredSeries } from '../../core/contract/trainer-protocol';
import { columnsFile, ColumnsWriter, labelsFile, type WrittenColumns } from './dataset-columns';
import {
  assertWhole,
  type DatasetDocument,
  DatasetId,
  entryOf,
  newDocument,
  type ParsedDataset,
  parseDataset,
  seriesOf,
  SUFFIX,
  withFactsOf,
} from './dataset-document';
import { serializeDocument } from './document-backend';
import { attempt, ensureFolder, sweepTemporaryFiles, syncFolder, writeDurably } from './durable-file';
import { explained, explainReadError, isMissing, isThere } from './file-errors';
import { seal } from './seal';

/** Begins the names of folders that an import writes into before it is complete. */
const STAGING = 'importing-';

export function isStaging(name: string): boolean {
  return name.startsWith(STAGING);
}

export interface DatasetList {
  readonly datasets: ImportedData[];
  readonly damaged: { readonly id: string; readonly message: string }[];
}

/** What is said of data when it comes into the library. */
export type NewDataset = Pick<ImportedData, 'name' | 'fileName' | 'importedAt'> &
  Partial<Pick<ImportedData, 'fileSha256' | 'fileBytes' | 'notes' | 'sequences'>>;

export class DatasetsStore {
  readonly folder: string;

  readonly #readOnly: string | null;

  /** @param readOnly in words, where nothing may be written: what would write then throws `store-newer` */
  constructor(root: string, readOnly: string | null = null) {
    this.folder = join(root, 'datasets');
    this.#readOnly = readOnly;
    if (readOnly === null) ensureFolder(this.folder);
  }

  /** Newest first. One that cannot be read is named, stays where it is and hides no other. */
  list(): DatasetList {
    const list: DatasetList = { datasets: [], damaged: [] };
    for (const file of this.#files()) {
      const id = DatasetId.safeParse(`imported:${file.slice(0, -SUFFIX.length)}`);
      if (!id.success || !file.endsWith(SUFFIX)) continue;
      try {
        list.datasets.push(this.find(id.data));
      } catch (error) {
        list.damaged.push({ id: id.data, message: reportError(error).message });
      }
    }
    list.datasets.sort((a, b) => b.importedAt - a.importedAt || b.version - a.version);
    return list;
  }

  /** What the library says of data, without reading its columns. @throws StudioError `not-found`, `store-damaged` */
  find(id: string): ImportedData {
    return entryOf(id, readDataset(this.folder, id).document);
  }

  /** Where another process reads it from: refused here and now, not there. @throws StudioError `not-found`, `store-damaged` */
  stored(id: string): StoredSeries {
    this.find(id);
    return { folder: this.folder, id };
  }

  /**
   * Reads all of it. Its contents are known by their hash; its name, say, is not.
   *
   * @throws StudioError `not-found`; `store-damaged` if the contents do not have the hash; `store-newer`
   */
  inspect(id: string): ParsedDataset {
    const parsed = readDataset(this.folder, id);
    assertWhole(id, parsed.document, this.folder, pathOf(this.folder, id));
    return parsed;
  }

  /**
   * Writes a document again as it is, with what its columns say of it. The columns stay as they are.
   *
   * @throws StudioError `store-damaged`, `disk-full`, `not-allowed`
   */
  writeAgain(id: string, document: DatasetDocument): void {
    this.#assertWritable();
    const series = seriesOf(id, document, this.folder, pathOf(this.folder, id));
    this.#writeDocument(id, withFactsOf(document, series));
  }

  /** A new folder for an import to write into. */
  stage(): string {
    this.#assertWritable();
    const folder = join(this.folder, `${STAGING}${randomUUID()}`);
    explained(folder, () => mkdirSync(folder));
    return folder;
  }

  /** Removes an import that came to nothing. */
  discard(staged: string): void {
    attempt(() => rmSync(staged, { recursive: true, force: true }));
  }

  /** Removes what imports that were killed have left behind. Call while no other process imports. */
  sweep(): void {
    if (this.#readOnly !== null) return;
    const files = attempt(() => readdirSync(this.folder)) ?? [];
    for (const file of files) {
      const [, hash = ''] = /^([0-9a-f]{64})\.(columns|labels)$/.exec(file) ?? [];
      // A document that a repair put aside still says what its columns are.
      const isNamed = files.some((other) => other.startsWith(hash) && other.endsWith(SUFFIX));
      const isOrphan = hash !== '' && !isNamed;
      if (isStaging(file) || isOrphan) this.discard(join(this.folder, file));
    }
  }

  /**
   * Takes staged data into the library: its files first, then the document that names them. Data that is there already
   * is kept once, under its new name.
   *
   * @throws StudioError `disk-full`, `not-allowed`; the library is then as it was
   */
  commit(staged: string, written: WrittenColumns, about: NewDataset): ImportedData {
    this.#assertWritable();
    const { sha256, hasLabels } = written;
    const id = `imported:${sha256}`;
    try {
      explained(this.folder, () => {
        renameSync(columnsFile(staged, 'data'), columnsFile(this.folder, sha256));
        if (hasLabels) renameSync(labelsFile(staged, 'data'), labelsFile(this.folder, sha256));
        syncFolder(this.folder);
      });
      const version = this.#versionFor(about.name, id);
      const document = newDocument(written, { ...aboutOf(about), version });
      this.#writeDocument(id, document);
      return entryOf(id, document);
    } catch (error) {
      if (attempt(() => isThere(pathOf(this.folder, id))) === false) this.#removeFiles(sha256);
      throw error;
    } finally {
      this.discard(staged);
    }
  }

  /**
   * A series that is in memory already.
   *
   * @throws RangeError if the columns do not fit together
   * @throws StudioError `disk-full`, `not-allowed`
   */
  write({ series, ...about }: NewDataset & { readonly series: Series }): ImportedData {
    assertColumns(series);
    const staged = this.stage();
    try {
      return this.commit(staged, writeSeries(staged, series), about);
    } catch (error) {
      this.discard(staged);
      throw error;
    }
  }

  /** @throws StudioError `not-found`, `disk-full`, `not-allowed` */
  rename(id: string, name: string): ImportedData {
    this.#assertWritable();
    const { document } = readDataset(this.folder, id);
    if (entryOf(id, document).name === name) return entryOf(id, document);
    const renamed = { ...document, name, version: this.#versionFor(name, id) };
    this.#writeDocument(id, renamed);
    return entryOf(id, renamed);
  }

  /** @throws StudioError `not-found`, `not-allowed` */
  remove(id: string): void {
    this.#assertWritable();
    const path = pathOf(this.folder, id);
    if (!isThere(path)) throw notFound(id);
    const hash = id.slice('imported:'.length);
    // The document first: without it the rest is nothing, and is swept.
    explained(path, () => rmSync(path));
    this.#removeFiles(hash);
  }

  #assertWritable(): void {
    if (this.#readOnly !== null) throw new StudioError('store-newer', this.#readOnly);
  }

  #removeFiles(hash: string): void {
    for (const file of [columnsFile(this.folder, hash), labelsFile(this.folder, hash)]) {
      attempt(() => rmSync(file, { force: true }));
    }
    attempt(() => syncFolder(this.folder));
  }

  #versionFor(name: string, id: string): number {
    const others = this.list().datasets.filter((other) => other.name === name);
    const same = others.find((other) => other.id === id);
    return same?.version ?? Math.max(0, ...others.map(({ version }) => version)) + 1;
  }

  #writeDocument(id: string, document: DatasetDocument): void {
    const path = pathOf(this.folder, id);
    sweepTemporaryFiles(path);
    writeDurably(path, Buffer.from(serializeDocument(seal(document))));
  }

  #files(): string[] {
    try {
      return readdirSync(this.folder);
    } catch (error) {
      // Nobody makes it in a store that is only looked at.
      if (this.#readOnly !== null && isMissing(error)) return [];
      throw explainReadError(error, this.folder);
    }
  }
}

/**
 * The columns and labels of imported data, for the process that learns from them.
 *
 * @param folder of the store
 * @throws StudioError `not-found`; `store-damaged` if the contents do not have the hash that is their name
 */
export function readSeries({ folder, id }: StoredSeries): Series {
  return seriesOf(id, readDataset(folder, id).document, folder, pathOf(folder, id));
}

function readDataset(folder: string, id: string): ParsedDataset {
  const path = pathOf(folder, id);
  try {
    return parseDataset(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (isMissing(error)) throw notFound(id);
    throw error instanceof StudioError ? error : explainReadError(error, path);
  }
}

function writeSeries(folder: string, { columns, labels }: Series): WrittenColumns {
  const writer = new ColumnsWriter(folder);
  try {
    writer.begin(
      columns.map(({ name }) => name),
      labels !== null,
      columns.map(({ unit }) => unit),
    );
    const row = new Float64Array(columns.length);
    for (let r = 0; r < (columns[0]?.values.length ?? 0); r++) {
      columns.forEach(({ values }, c) => (row[c] = values[r] as number));
      writer.add(row, labels?.[r] ?? '');
    }
    const categories = columns.map((column) => column.categories ?? null);
    if (categories.some((texts) => texts !== null)) writer.texts(categories);
    return writer.finish();
  } finally {
    writer.close();
  }
}

function aboutOf(dataset: NewDataset) {
  const { name, fileName, importedAt, fileSha256 = null, fileBytes = null, notes = [], sequences } = dataset;
  return { name, fileName, importedAt, fileSha256, fileBytes, notes, ...(sequences && { sequences }) };
}

function pathOf(folder: string, id: string): string {
  if (!DatasetId.safeParse(id).success) throw new StudioError('not-found', `"${id}" does not name imported data.`);
  return join(folder, id.slice('imported:'.length) + SUFFIX);
}

function notFound(id: string): StudioError {
  return new StudioError('not-found', `The data ${id} is not in the library. Import its file again.`);
}

function assertColumns({ columns, labels }: Series): void {
  const rows = columns[0]?.values.length ?? 0;
  const fits = columns.every(({ values }) => values.length === rows) && (labels === null || labels.length === rows);
  if (!fits) throw new RangeError('Columns and labels of a series differ in length');
}
