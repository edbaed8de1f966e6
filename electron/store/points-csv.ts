/** A table of any length as a CSV file, written as its rows are made; between its pieces the process does what else is asked of it. */
import { setImmediate } from 'node:timers/promises';
import { pointLines, type PointRows } from '../../core/formats/point-lines';
import { replaceFile } from './replace-file';

/** Characters that are written at a time. */
const CHUNK = 1_000_000;

/**
 * @param path of the file, which is replaced once the new one is whole
 * @param onProgress called after each chunk
 * @throws StudioError where the file cannot be written; the old file is then where it was
 */
export async function writePointsCsv(
  path: string,
  table: PointRows,
  onProgress: (rows: number, bytes: number) => void = () => undefined,
): Promise<{ rows: number }> {
  return replaceFile(path, async (append) => {
    // The heading is none.
    let rows = -1;
    let bytes = 0;
    let chunk = '';
    const write = () => {
      const encoded = Buffer.from(chunk);
      append(encoded);
      bytes += encoded.byteLength;
      chunk = '';
      onProgress(Math.max(0, rows), bytes);
    };
    for (const line of pointLines(table)) {
      chunk += line;
      rows++;
      if (chunk.length < CHUNK) continue;
      write();
      await setImmediate();
    }
    write();
    return { rows };
  });
}
