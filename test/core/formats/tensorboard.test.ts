import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MetricTable } from '../../../core/formats/metrics-text';
import { writeTensorBoard } from '../../../core/formats/tensorboard';
import { Rng } from '../../../core/random/rng';
import { readWithTensorBoard, tensorBoardPython, type TensorBoardScalar } from '../../support/foreign-readers';
import { temporaryFolder } from '../../support/temporary-folder';

const STARTED_AT = 1_700_000_000_123;
const COLUMNS = ['epoch', 'step', 'seconds', 'loss', 'validationLoss', 'gradient norm μ'];

/** More rows than TensorBoard keeps of a series where it is not told to keep all (1,000), and every kind of float32. */
function table(rows: number): MetricTable {
  const rng = Rng.fromSeed(1, 'data');
  const odd = [NaN, Infinity, -Infinity, -0, 0, 1e-45, 1e-300, 1e300, 3.4028234663852886e38, 0.1];
  const figure = (row: number): number => odd[row] ?? rng.between(-3, 3) * 10 ** (rng.below(60) - 30);
  const numbers = Array.from({ length: rows }, (_, row) => {
    const step = row === rows - 1 ? Number.MAX_SAFE_INTEGER : row * 3_000_017;
    return [row, step, row * 0.375, figure(row), row % 4 === 0 ? figure(row) : NaN, figure(rows - row)];
  });
  return { columns: COLUMNS, rows: Float64Array.from(numbers.flat()) };
}

/** Bytes of the nearest float32. */
function hexOf(value: number): string {
  return Buffer.from(Float32Array.of(value).buffer).toString('hex');
}

/** What was measured, and nothing for what was not, column by column. */
function expectedScalars({ columns, rows }: MetricTable): Record<string, TensorBoardScalar[]> {
  const width = columns.length;
  const cell = (row: number, column: string): number => rows[row * width + columns.indexOf(column)] ?? NaN;
  const count = Array.from({ length: rows.length / width }, (_, row) => row);
  return Object.fromEntries(
    columns
      .filter((name) => name !== 'step' && name !== 'seconds')
      .map((name) => [
        name,
        count
          .filter((row) => !Number.isNaN(cell(row, name)))
          .map((row) => ({
            wallTime: STARTED_AT / 1000 + cell(row, 'seconds'),
            step: cell(row, 'step'),
            hex: hexOf(cell(row, name)),
          })),
      ]),
  );
}

describe.skipIf(tensorBoardPython === null)('TensorBoard’s own reader', () => {
  const read = (bytes: Uint8Array) => {
    const path = join(temporaryFolder(), 'events.out.tfevents.1');
    writeFileSync(path, bytes);
    return readWithTensorBoard(tensorBoardPython ?? '', path);
  };

  it.each([1, 1500])('finds every scalar, step and wall time of %i rows as they are', (rows) => {
    const metrics = table(rows);
    const { records, scalars } = read(writeTensorBoard(metrics, STARTED_AT));
    const expected = expectedScalars(metrics);
    // A series of which nothing was measured is none.
    expect(scalars).toEqual(Object.fromEntries(Object.entries(expected).filter(([, found]) => found.length > 0)));
    expect(records).toBe(rows + 1);
  });

  it('stops at a record whose checksum is wrong: it does check them', () => {
    const bytes = writeTensorBoard(table(40), STARTED_AT);
    const turned = bytes.slice();
    const last = turned.length - 1;
    turned[last] = (turned[last] ?? 0) ^ 1;
    expect(read(bytes).records).toBe(41);
    expect(read(turned).records).toBe(40);
  });
});
