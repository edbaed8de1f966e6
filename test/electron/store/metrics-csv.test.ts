import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS } from '../../../core/contract/run';
import { writeMetricsCsv } from '../../../electron/store/metrics-csv';
import { MetricsLog } from '../../../electron/store/metrics-log';
import { temporaryFolder } from '../../support/temporary-folder';

function logOf(folder: string, name: string, rows: readonly number[][]): string {
  const path = join(folder, name);
  const log = MetricsLog.open(path, METRICS);
  for (const row of rows) log.append(Float64Array.from(row));
  log.close();
  return path;
}

it('writes every row of every run, names guarded, and replaces the file only once it is whole', async () => {
  const folder = temporaryFolder();
  const log = logOf(folder, 'a.log', [
    [0, 0, 0, NaN, 0.5, 1, 0, NaN, NaN],
    [1, 12, 0.25, 0.4, 0, 1, 0, NaN, 2],
  ]);
  const path = join(folder, 'out.csv');
  const run = { id: 'a', name: '=cmd, "x"', seed: 7, sequences: 100, log };
  const waiting = { ...run, id: 'b', log: join(folder, 'none.log') };
  expect(await writeMetricsCsv(path, [run, waiting], ['validationLoss', 'loss'])).toEqual({
    rows: 2,
    damagedRecords: 0,
  });
  expect(readFileSync(path, 'utf8')).toBe(
    [
      'run,id,seed,sequences_seen,epoch,step,seconds,validationLoss,loss',
      '"\'=cmd, ""x""",a,7,0,0,0,0,0.5,',
      '"\'=cmd, ""x""",a,7,100,1,12,0.25,0,0.4',
      '',
    ].join('\r\n'),
  );
  writeFileSync(join(folder, 'bad.log'), 'nonsense');
  await expect(writeMetricsCsv(path, [{ ...run, log: join(folder, 'bad.log') }], ['loss'])).rejects.toThrow();
  expect(readFileSync(path, 'utf8')).toContain(',a,7,100,1,12');
  expect(readdirSync(folder).filter((name) => name.includes('.tmp-'))).toEqual([]);
  expect(existsSync(path)).toBe(true);
});
