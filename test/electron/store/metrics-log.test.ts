import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../core/contract/run';
import { MetricsLog } from '../../../electron/store/metrics-log';
import { readMetricsLog } from '../../../electron/store/metrics-reader';
import { bitFlips, scrambles } from '../../support/damage';
import { messageOf } from '../../support/expect-studio-error';
import { canMountSmallDisk, smallDisk } from '../../support/small-disk';
import { temporaryFolder } from '../../support/temporary-folder';

const COLUMNS = ['epoch', 'loss', 'seconds'];

/** Row number k: k, −k, NaN. */
function rows(from: number, to: number): Float64Array {
  return Float64Array.from(
    Array.from({ length: to - from }, (_, index) => [from + index, -(from + index), Number.NaN]).flat(),
  );
}

const epochs = (contents: { rows: Float64Array }) =>
  [...contents.rows].filter((_, index) => index % COLUMNS.length === 0);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A log with one record for each of the rows 0 … count − 1. */
function logOf(count: number, path = join(temporaryFolder(), 'metrics.log')) {
  const log = MetricsLog.open(path, COLUMNS);
  const ends: number[] = [statSync(path).size];
  for (let row = 0; row < count; row++) {
    log.append(rows(row, row + 1));
    ends.push(statSync(path).size);
  }
  log.close();
  return { path, bytes: readFileSync(path), ends };
}

it('gives every row back, in order, over several openings', async () => {
  const path = join(temporaryFolder(), 'metrics.log');
  const first = MetricsLog.open(path, COLUMNS);
  first.append(rows(0, 3));
  first.append(rows(3, 4));
  first.close();
  const second = MetricsLog.open(path, COLUMNS);
  second.append(rows(4, 6));
  second.append(new Float64Array(0));
  second.close();
  expect(await readMetricsLog(path)).toEqual({ columns: COLUMNS, rows: rows(0, 6), damagedRecords: 0, tornBytes: 0 });
});

it('takes more rows at once than a record holds, and more bytes than a chunk', async () => {
  const path = join(temporaryFolder(), 'metrics.log');
  const log = MetricsLog.open(path, METRICS);
  const many = Float64Array.from({ length: METRICS.length * 50_000 }, (_, index) => index);
  log.append(many);
  log.close();
  const { rows: read, ...rest } = await readMetricsLog(path);
  expect(rest).toEqual({ columns: [...METRICS], damagedRecords: 0, tornBytes: 0 });
  expect(Buffer.compare(Buffer.from(read.buffer), Buffer.from(many.buffer))).toBe(0);
});

it('can be read while it is written', async () => {
  const path = join(temporaryFolder(), 'metrics.log');
  const log = MetricsLog.open(path, COLUMNS);
  log.append(rows(0, 2));
  expect(epochs(await readMetricsLog(path))).toEqual([0, 1]);
  log.close();
});

it('refuses half a row', () => {
  const log = MetricsLog.open(join(temporaryFolder(), 'metrics.log'), COLUMNS);
  expect(() => log.append(Float64Array.of(1))).toThrow(RangeError);
  log.close();
});

it('reads a large file that is no log without keeping it in memory', async () => {
  const path = join(temporaryFolder(), 'metrics.log');
  writeFileSync(path, Buffer.alloc(5_000_000, 1));
  await expect(readMetricsLog(path)).rejects.toMatchObject({ code: 'store-damaged' });
});

describe('a torn tail', () => {
  it('is cut at the last good record, whichever byte the write stopped at', async () => {
    const { path, bytes, ends } = logOf(4);
    for (let length = 0; length <= bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length));
      const whole = ends.filter((end) => end <= length).length - 1;
      const log = MetricsLog.open(path, COLUMNS);
      log.append(rows(Math.max(whole, 0), Math.max(whole, 0) + 1));
      log.close();
      const read = await readMetricsLog(path);
      expect(epochs(read)).toEqual(upTo(Math.max(whole, 0) + 1));
      expect([read.damagedRecords, read.tornBytes]).toEqual([0, 0]);
    }
    expect(readdirSync(join(path, '..'))).toEqual(['metrics.log']);
  });

  it('is counted by a reader, which leaves it alone', async () => {
    const { path, bytes, ends } = logOf(3);
    writeFileSync(path, bytes.subarray(0, -1));
    const read = await readMetricsLog(path);
    expect(epochs(read)).toEqual([0, 1]);
    expect(read.tornBytes).toBe(bytes.length - 1 - (ends[2] ?? 0));
    expect(statSync(path).size).toBe(bytes.length - 1);
  });

  it('of zeros, as some file systems leave after a power cut, is cut too', async () => {
    const { path } = logOf(3);
    appendFileSync(path, Buffer.alloc(4096));
    MetricsLog.open(path, COLUMNS).close();
    expect(await readMetricsLog(path)).toMatchObject({ rows: rows(0, 3), tornBytes: 0 });
  });
});

describe('opened at the length that a checkpoint names', () => {
  it('goes on there, whatever came after', async () => {
    const { path, ends } = logOf(6);
    for (const whole of [6, 4, 1, 0]) {
      const log = MetricsLog.open(path, COLUMNS, ends[whole]);
      expect(log.length).toBe(ends[whole]);
      log.close();
      expect(epochs(await readMetricsLog(path))).toEqual(upTo(whole));
    }
  });

  it.each([
    ['not there any more', (bytes: Buffer, end: number) => bytes.subarray(0, end - 1)],
    ['damaged', (bytes: Buffer, end: number) => bytes.subarray(0, end).fill(0xff, end - 3)],
  ])('goes on after the last good record where the one before that length is %s', async (_, harm) => {
    const { path, bytes, ends } = logOf(6);
    writeFileSync(path, harm(bytes, ends[5] ?? NaN));
    const log = MetricsLog.open(path, COLUMNS, ends[5]);
    log.append(rows(4, 5));
    log.close();
    expect(await readMetricsLog(path)).toMatchObject({ rows: rows(0, 5), damagedRecords: 0 });
  });
});

describe('damage in the middle', () => {
  it('costs the record it hit and no other, and is counted, whichever bit flipped', async () => {
    const { path, bytes, ends } = logOf(20);
    const [header = 0] = ends;
    for (const { at, damaged } of bitFlips(bytes, 300)) {
      if (at < header) continue;
      writeFileSync(path, damaged);
      const hit = ends.findIndex((end) => end > at) - 1;
      const read = await readMetricsLog(path);
      expect(epochs(read)).toEqual(upTo(20).filter((row) => row !== hit));
      expect(read.damagedRecords).toBe(hit === 19 ? 0 : 1);
      expect(read.tornBytes > 0).toBe(hit === 19);
    }
  });

  it('of several kinds at once never brings up a row that was not written', async () => {
    const { path, bytes } = logOf(20);
    const header = 70;
    for (const damaged of scrambles(bytes.subarray(header), 200)) {
      writeFileSync(path, Buffer.concat([bytes.subarray(0, header), damaged]));
      const read = await readMetricsLog(path);
      for (const epoch of epochs(read)) expect(upTo(20)).toContain(epoch);
    }
  });

  it('is left as it is when the log is continued', async () => {
    const { path, bytes, ends } = logOf(5);
    bytes.fill(0xff, ends[1], ends[2]);
    writeFileSync(path, bytes);
    const log = MetricsLog.open(path, COLUMNS);
    log.append(rows(5, 6));
    log.close();
    const read = await readMetricsLog(path);
    expect([epochs(read), read.damagedRecords]).toEqual([[0, 2, 3, 4, 5], 1]);
  });
});

describe('a file that does not begin as a log of these columns', () => {
  it.each([
    ['a damaged beginning', () => Buffer.from(logOf(2).bytes.fill(0, 3, 4))],
    ['other columns', () => logOf(2).bytes.subarray(0).fill('X', 17, 18)],
    ['something else', () => Buffer.from('not a log')],
  ])('is kept when a log is opened there: %s', async (_, make) => {
    const path = join(temporaryFolder(), 'metrics.log');
    const content = make();
    writeFileSync(path, content);
    const log = MetricsLog.open(path, COLUMNS);
    log.append(rows(0, 1));
    log.close();
    expect(epochs(await readMetricsLog(path))).toEqual([0]);
    expect(readFileSync(`${path}.damaged-1`)).toEqual(content);
  });

  it('is refused by the reader, which names it', async () => {
    const { path, bytes } = logOf(2);
    writeFileSync(path, bytes.subarray(1));
    await expect(readMetricsLog(path)).rejects.toMatchObject({
      code: 'store-damaged',
      message: expect.stringContaining(path) as string,
    });
    await expect(readMetricsLog(`${path}-nowhere`)).rejects.toMatchObject({ code: 'not-found' });
    expect(existsSync(`${path}-nowhere`)).toBe(false);
  });
});

it.skipIf(!canMountSmallDisk)(
  'takes all of an append or nothing when the disk fills (skipped where no small disk can be mounted)',
  async () => {
    const folder = smallDisk(64);
    const path = join(folder, 'metrics.log');
    const log = MetricsLog.open(path, COLUMNS);
    log.append(rows(0, 100));
    const before = statSync(path).size;
    expect(messageOf('disk-full', () => log.append(rows(100, 10_000)))).toContain(path);
    expect(statSync(path).size).toBe(before);
    log.append(rows(100, 101));
    log.close();
    expect(epochs(await readMetricsLog(path))).toEqual(upTo(101));
  },
);
