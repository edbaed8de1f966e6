/**
 * What a file looks like by its name and its beginning. Only a proposal: a preview shows what was found, and a person can
 * choose otherwise before anything is taken in.
 */
import { ImportOptions, type Encoding, type ImportFormat } from '../../contract/import';
import { cellTypes } from './cell-types';
import { csvReader } from './csv-rows';
import { textPieces, type TextTools } from './text-pieces';
import { IMPORT_LIMITS, type Cell } from './rows';

const SEPARATORS = [',', ';', '\t', '|'] as const;
const ROWS_LOOKED_AT = 50;

/** @param head the first bytes, some ten thousand */
export function detectOptions(fileName: string, head: Uint8Array, tools: TextTools): ImportOptions {
  const format = detectFormat(fileName, head);
  const options = ImportOptions.parse({ format, encoding: detectEncoding(head) });
  return format === 'csv' ? { ...options, ...detectCsv(head, options, tools, fileName) } : options;
}

const BY_NAME: Readonly<Record<string, ImportFormat>> = {
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  npy: 'npy',
  npz: 'npz',
  parquet: 'parquet',
};

/** What a file begins with is surer than what it is called. */
function detectFormat(fileName: string, head: Uint8Array): ImportFormat {
  const begins = (...bytes: number[]) => bytes.every((byte, at) => head[at] === byte);
  if (begins(0x50, 0x41, 0x52, 0x31)) return 'parquet';
  if (begins(0x93, 0x4e, 0x55, 0x4d)) return 'npy';
  if (begins(0x50, 0x4b, 3, 4) || begins(0x50, 0x4b, 5, 6)) return 'npz';
  const extension = fileName.toLowerCase().split('.').at(-1) ?? '';
  return Object.hasOwn(BY_NAME, extension) ? (BY_NAME[extension] ?? 'csv') : 'csv';
}

function detectEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  // Without a mark, every second byte of most texts in UTF-16 is 0; UTF-8 has none.
  const zeros = [0, 0];
  const looked = Math.min(head.length, 4096);
  for (let at = 0; at < looked; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > looked / 5 && even < odd / 10) return 'utf-16le';
  return even > looked / 5 && odd < even / 10 ? 'utf-16be' : 'utf-8';
}

type CsvProposal = Pick<ImportOptions, 'separator' | 'decimalComma' | 'header'>;

/** The separator that makes the most of equally long rows; then what makes numbers of most cells. */
function detectCsv(head: Uint8Array, options: ImportOptions, tools: TextTools, fileName: string): CsvProposal {
  const isTsv = /\.(tsv|tab)$/i.test(fileName);
  const rowsBy = new Map(
    (isTsv ? (['\t'] as const) : SEPARATORS).map((separator) => [
      separator,
      rowsOf(head, { ...options, separator }, tools),
    ]),
  );
  let separator: string = isTsv ? '\t' : ',';
  let best = 1;
  for (const [candidate, rows] of rowsBy) {
    const width = rows[0]?.length ?? 0;
    const score = width < 2 ? 0 : rows.filter((cells) => cells.length === width).length * width;
    if (score > best && rows.every((cells) => cells.length === width)) {
      best = score;
      separator = candidate;
    }
  }
  const rows = rowsBy.get(separator as (typeof SEPARATORS)[number]) ?? [];
  const cells = rows.slice(1).flat();
  const numbersWith = (decimalComma: boolean) => {
    const types = cellTypes({ ...options, decimalComma });
    return cells.filter((cell) => !types.isMissing(cell) && types.typeOf(cell) === 'number').length;
  };
  const decimalComma = separator !== ',' && numbersWith(true) > numbersWith(false);
  // Numbers name nothing: where the first row has one, it is data.
  const types = cellTypes({ ...options, decimalComma });
  const header = !(rows[0] ?? []).some((cell) => !types.isMissing(cell) && types.typeOf(cell) === 'number');
  return { separator, decimalComma, header };
}

class Enough extends Error {}

function rowsOf(head: Uint8Array, options: ImportOptions, tools: TextTools): Cell[][] {
  const rows: Cell[][] = [];
  const take = (cells: readonly Cell[]) => {
    rows.push([...cells]);
    if (rows.length >= ROWS_LOOKED_AT) throw new Enough();
  };
  const reader = textPieces(
    options.encoding,
    tools,
    csvReader(
      { ...options, header: false },
      {
        columns: () => undefined,
        row: take,
        // A row of another length speaks against the separator.
        problem: () => take([]),
      },
    ),
  );
  try {
    // No end: the last record may be cut off by the end of the head.
    reader.push(head.length < IMPORT_LIMITS.record ? head : head.subarray(0, IMPORT_LIMITS.record));
    if (rows.length === 0) void reader.end();
  } catch {
    // Whatever is wrong with the file, reading it says so, with the place.
  }
  return rows;
}
