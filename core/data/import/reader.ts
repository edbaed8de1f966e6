/** Bytes of any format in, rows of cells out. */
import type { ImportOptions } from '../../contract/import';
import type { Inflate } from '../../formats/unzip';
import { csvReader } from './csv-rows';
import { jsonLinesReader, jsonReader } from './json-rows';
import { readNpyRows, readNpzRows } from './npy-rows';
import type { Unpackers } from './parquet-codecs';
import { readParquetRows } from './parquet-rows';
import type { PieceReader, RowSink } from './rows';
import { textPieces, type TextTools } from './text-pieces';
import { wholeFile } from './whole-file';

/** What core does not have of its own. */
export interface ImportTools extends TextTools {
  readonly inflate: Inflate;
  readonly unpackers: Unpackers;
}

export function importReader(options: ImportOptions, tools: ImportTools, sink: RowSink): PieceReader<Uint8Array> {
  switch (options.format) {
    case 'csv':
      return textPieces(options.encoding, tools, csvReader(options, sink));
    case 'jsonl':
      return textPieces(options.encoding, tools, jsonLinesReader(sink));
    case 'json':
      return textPieces(options.encoding, tools, jsonReader(sink));
    case 'npy':
      return wholeFile((bytes) => readNpyRows(bytes, sink));
    case 'npz':
      return wholeFile((bytes) => readNpzRows(bytes, tools.inflate, sink));
    case 'parquet':
      return wholeFile((bytes) => readParquetRows(bytes, tools.unpackers, sink));
  }
}
