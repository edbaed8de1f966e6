/** What ships with the app, each with a way to learn from it that works. */
import { SAMPLES, TASKS, type DatasetSummary } from '../contract/dataset';
import type { Series } from '../contract/series';
import { SAMPLE_ENTRIES } from './sample-entries';
import { sampleSeries } from './sample-series';
import { TASK_ENTRIES } from './tasks/task-entries';

/** Every sample and task; the first is the one to begin with. */
export function datasetLibrary(): DatasetSummary[] {
  return [
    ...SAMPLES.map((id) => ({ id, ...SAMPLE_ENTRIES[id], ...countsOf(sampleSeries(id)) })),
    ...TASKS.map((id) => ({ id, ...TASK_ENTRIES[id], rows: TASK_ENTRIES[id].suggested.size })),
  ];
}

function countsOf(series: Series): Pick<DatasetSummary, 'rows' | 'columns'> {
  return {
    rows: series.columns[0]?.values.length ?? 0,
    columns: series.columns.map(({ name, unit, values }) => ({
      name,
      unit,
      missing: values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0),
    })),
  };
}
