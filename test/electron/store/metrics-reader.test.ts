import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS } from '../../../core/contract/run';
import { MetricsLog } from '../../../electron/store/metrics-log';
import { readMetricsOverview } from '../../../electron/store/metrics-reader';
import { temporaryFolder } from '../../support/temporary-folder';

const WIDTH = METRICS.length;

const rows = (from: number, to: number) =>
  Float64Array.from({ length: (to - from) * WIDTH }, (_, at) =>
    at % WIDTH === 0 ? from + at / WIDTH : Math.sin(at * (from + 1)),
  );

/** A log whose records hold one row each, then ten, then as many as fit. */
function logOf(count: number): string {
  const path = join(temporaryFolder(), 'metrics.log');
  const log = MetricsLog.open(path, METRICS);
  for (let row = 0; row < 50; row++) log.append(rows(row, row + 1));
  for (let row = 50; row < 100; row += 10) log.append(rows(row, row + 10));
  log.append(rows(100, count));
  log.close();
  return path;
}

it('answers with all rows of a short log, and with a bounded number of a long one', async () => {
  const path = logOf(30_000);
  const all = await readMetricsOverview(path, { most: 30_000 });
  expect([all.rows.length / WIDTH, all.total]).toEqual([30_000, 30_000]);
  const some = await readMetricsOverview(path, { most: 1000 });
  expect(some).toMatchObject({ total: 30_000, damagedRecords: 0, tornBytes: 0 });
  expect(some.rows.length / WIDTH).toBeLessThanOrEqual(1000);
});

it('answers with every row of a range that is short enough', async () => {
  const { rows: found, total } = await readMetricsOverview(logOf(30_000), { most: 1000, from: 45, to: 104.5 });
  expect(total).toBe(60);
  expect([...found].filter((_, at) => at % WIDTH === 0)).toEqual(Array.from({ length: 60 }, (_, row) => 45 + row));
});

it('counts what is damaged and what is torn, and answers with the rest', async () => {
  const path = logOf(2000);
  const bytes = readFileSync(path);
  // In the payload of the third record of one row: header, then records of 8 + 72 bytes.
  const header = statSync(path).size - (50 * 80 + 5 * 728 + 3 * 8 + 1900 * 72);
  bytes.fill(0xff, header + 2 * 80 + 20, header + 2 * 80 + 21);
  writeFileSync(path, bytes.subarray(0, -5));
  const { total, damagedRecords, tornBytes } = await readMetricsOverview(path, { most: 5000 });
  expect([total < 1999, damagedRecords, tornBytes > 0]).toEqual([true, 1, true]);
});

it('refuses a log of other columns, and names it', async () => {
  const path = join(temporaryFolder(), 'metrics.log');
  MetricsLog.open(path, ['epoch', 'temperature']).close();
  await expect(readMetricsOverview(path, { most: 1000 })).rejects.toMatchObject({
    code: 'store-damaged',
    message: expect.stringContaining('temperature') as string,
  });
});

it('answers with the metrics that are asked for, epochs first, in one order', async () => {
  const path = logOf(3000);
  const all = await readMetricsOverview(path, { most: 5000 });
  const some = await readMetricsOverview(path, { most: 5000, metrics: ['validationLoss', 'step'] });
  expect(all.columns).toEqual(METRICS);
  expect(some.columns).toEqual(['epoch', 'step', 'validationLoss']);
  const places = some.columns.map((name) => METRICS.indexOf(name));
  const expected = Array.from({ length: 3000 }, (_, row) =>
    places.map((at) => all.rows[row * METRICS.length + at]),
  ).flat();
  expect(Array.from(some.rows)).toEqual(expected);
  expect(some.total).toBe(3000);
});

it('takes a log whose trainer was ended while it began it for one without rows, and no other', async () => {
  const path = join(temporaryFolder(), 'metrics.log');
  const log = MetricsLog.open(path, METRICS);
  const header = log.length;
  log.append(rows(0, 3));
  log.close();
  const bytes = readFileSync(path);
  for (let length = 0; length < header; length++) {
    writeFileSync(path, bytes.subarray(0, length));
    expect(await readMetricsOverview(path, { most: 1000 })).toMatchObject({ total: 0, tornBytes: length });
  }
  const turned = Buffer.from(bytes.subarray(0, header - 1));
  turned.writeUInt8(0x40, 2);
  writeFileSync(path, turned);
  await expect(readMetricsOverview(path, { most: 1000 })).rejects.toMatchObject({ code: 'store-damaged' });
  bytes.writeUInt8(0x40, header - 3);
  writeFileSync(path, bytes);
  await expect(readMetricsOverview(path, { most: 1000 })).rejects.toMatchObject({ code: 'store-damaged' });
});
