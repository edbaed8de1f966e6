import { StudioError } from '../../core/contract/errors';
import type { MetricName } from '../../core/contract/run';
import { readMetricsLog } from './metrics-reader';
import { metricsFileOf } from './run-folder';

/** @returns validation loss by epoch, as far as the run's metric log goes; empty where there is no log yet */
export async function readValidationLosses(folder: string): Promise<ReadonlyMap<number, number>> {
  const losses = new Map<number, number>();
  try {
    const { columns, rows } = await readMetricsLog(metricsFileOf(folder));
    const place = (name: MetricName): number => columns.indexOf(name);
    const [epoch, loss] = [place('epoch'), place('validationLoss')];
    for (let start = 0; start < rows.length; start += columns.length) {
      losses.set(rows[start + epoch] ?? NaN, rows[start + loss] ?? NaN);
    }
  } catch (error) {
    // The trainer makes the log.
    if (!(error instanceof StudioError && error.code === 'not-found')) throw error;
  }
  return losses;
}
