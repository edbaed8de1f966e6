import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { METRICS } from '../../../core/contract/run';
import { MetricsLog } from '../../../electron/store/metrics-log';
import { metricsFileOf } from '../../../electron/store/run-folder';
import { readValidationLosses } from '../../../electron/store/validation-losses';
import { temporaryFolder } from '../../support/temporary-folder';

it('gives the validation loss of every epoch in the log, NaN where it was not measured', async () => {
  const folder = temporaryFolder();
  const log = MetricsLog.open(metricsFileOf(folder), METRICS);
  const row = (epoch: number, validationLoss: number): number[] =>
    METRICS.map((name) => ({ epoch, validationLoss })[name as 'epoch'] ?? 7);
  log.append(Float64Array.from([...row(0, 0.9), ...row(1, 0.5)]));
  log.append(Float64Array.from(row(2, NaN)));
  log.close();
  expect([...(await readValidationLosses(folder))]).toEqual([
    [0, 0.9],
    [1, 0.5],
    [2, NaN],
  ]);
});

it('is empty where the trainer has not begun', async () => {
  expect(await readValidationLosses(temporaryFolder())).toEqual(new Map());
});

it('says so where the log cannot be read', async () => {
  const folder = temporaryFolder();
  writeFileSync(metricsFileOf(folder), 'something else altogether');
  await expect(readValidationLosses(folder)).rejects.toMatchObject({ code: 'store-damaged' });
});
