/** Names of data for people, known without asking the library. */
import type { DatasetChoice, SampleName, TaskName } from '../../core/contract/dataset';

const TASK_TITLES: Record<TaskName, string> = {
  'temporal-xor': 'Temporal XOR',
  'delayed-echo': 'Delayed echo',
  adding: 'Adding problem',
  'mackey-glass': 'Mackey-Glass',
  'narma-10': 'NARMA-10',
};

const SAMPLE_TITLES: Record<SampleName, string> = {
  co2: 'CO₂ at Mauna Loa',
  'seattle-weather': 'Seattle weather',
  sp500: 'S&P 500',
};

const isSample = (source: string): source is SampleName => source in SAMPLE_TITLES;

export function datasetTitle(dataset: DatasetChoice): string {
  if (dataset.kind === 'task') return TASK_TITLES[dataset.task];
  if (isSample(dataset.source)) return SAMPLE_TITLES[dataset.source];
  return dataset.source.replace(/^imported:([0-9a-f]{8}).*$/, 'Imported $1…').replace(/^file:/, '');
}
