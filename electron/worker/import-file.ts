/** Reads a file to import: its beginning for a preview, all of it into a staging folder. Never more than a piece at a time. */
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { TextDecoder } from 'node:util';
import zlib from 'node:zlib';
import { StudioError } from '../../core/contract/errors';
import type { ImportPreview } from '../../core/contract/import';
import type { TakenImport, WorkerJobs } from '../../core/contract/trainer-protocol';
import { detectOptions } from '../../core/data/import/detect';
import { FileDescription } from '../../core/data/import/describe';
import { importReader, type ImportTools } from '../../core/data/import/reader';
import { RowTaker } from '../../core/data/import/take';
import { badFile } from '../../core/formats/bad-file';
import { ColumnsWriter } from '../store/dataset-columns';
import { readTrouble } from '../store/file-errors';

const PIECE_BYTES = 1_048_576;
/** What a preview looks at of CSV and JSON Lines; other formats are read as a whole. */
const PREVIEW_BYTES = 16_777_216;
const HEAD_BYTES = 65_536;
const PROGRESS_MS = 200;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What core does not have of its own; zstd came to Node with 22.15. */
export const IMPORT_TOOLS: ImportTools = {
  decodeUtf8: (bytes) => utf8.decode(bytes),
  inflate: (deflated, size) => zlib.inflateRawSync(deflated, { maxOutputLength: Math.max(1, size) }),
  unpackers: {
    GZIP: (packed, size) => zlib.gunzipSync(packed, { maxOutputLength: Math.max(1, size) }),
    BROTLI: (packed, size) => zlib.brotliDecompressSync(packed, { maxOutputLength: Math.max(1, size) }),
    ...zstd(),
  },
};

function zstd(): ImportTools['unpackers'] {
  if (!('zstdDecompressSync' in zlib)) return {};
  const unpack = zlib.zstdDecompressSync as (packed: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;
  return { ZSTD: (packed, size) => unpack(packed, { maxOutputLength: Math.max(1, size) }) };
}

/** Never throws for the file's sake, once it can be opened: what is wrong with it is among the problems. */
export async function previewImport({
  path,
  options: asked,
}: WorkerJobs['preview-import']['params']): Promise<ImportPreview> {
  const fileName = basename(path);
  return withFile(path, async (file, bytes) => {
    const options = asked ?? detectOptions(fileName, await beginning(file), IMPORT_TOOLS);
    const description = new FileDescription(options);
    const isStreamed = options.format === 'csv' || options.format === 'jsonl';
    const isWhole = !isStreamed || bytes <= PREVIEW_BYTES;
    try {
      const reader = importReader(options, IMPORT_TOOLS, description);
      let done = 0;
      for await (const piece of pieces(file)) {
        reader.push(piece);
        done += piece.length;
        if (!isWhole && done >= PREVIEW_BYTES) break;
      }
      if (isWhole) await reader.end();
      if (description.rows === 0) throw badFile('File', 'it has no rows of data.');
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      description.fault({ row: null, column: null, message: error.message });
    }
    return { fileName, bytes, options, isWhole, ...description.describe() };
  });
}

/** @throws StudioError `bad-file` naming file, place and reason; `disk-full` */
export async function takeImport(
  { path, options, choice, staging }: WorkerJobs['take-import']['params'],
  onProgress: (progress: { bytes: number; total: number; rows: number }) => void,
): Promise<TakenImport> {
  const fileName = basename(path);
  return withFile(path, async (file, fileBytes) => {
    const writer = new ColumnsWriter(staging);
    try {
      const taker = new RowTaker({ read: options, choice }, writer);
      const reader = importReader(options, IMPORT_TOOLS, taker);
      const hash = createHash('sha256');
      let bytes = 0;
      let told = 0;
      for await (const piece of pieces(file)) {
        hash.update(piece);
        reader.push(piece);
        bytes += piece.length;
        if (performance.now() - told < PROGRESS_MS) continue;
        told = performance.now();
        onProgress({ bytes, total: fileBytes, rows: taker.rows });
      }
      if (bytes !== fileBytes) throw badFile('File', 'it changed while it was read. Import it again.');
      await reader.end();
      const notes = taker.end();
      onProgress({ bytes, total: fileBytes, rows: taker.rows });
      return { written: writer.finish(), sequences: taker.sequences, notes, fileSha256: hash.digest('hex'), fileBytes };
    } catch (error) {
      throw error instanceof StudioError && error.code === 'bad-file'
        ? new StudioError(error.code, `${fileName}: ${error.message}`)
        : error;
    } finally {
      writer.close();
    }
  });
}

async function beginning(file: FileHandle): Promise<Uint8Array> {
  const head = new Uint8Array(HEAD_BYTES);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  return head.subarray(0, bytesRead);
}

/** From the start; the same memory is used for every piece. */
async function* pieces(file: FileHandle): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(PIECE_BYTES);
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(piece, 0, piece.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

async function withFile<T>(path: string, use: (file: FileHandle, bytes: number) => Promise<T>): Promise<T> {
  const name = basename(path);
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new StudioError('bad-file', `${name} cannot be read: ${readTrouble(error)}`);
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new StudioError('bad-file', `${name} is not a file. Choose a file.`);
    return await use(file, stat.size);
  } finally {
    await file.close();
  }
}
