import type { DatasetSummary, TaskDataset } from '../contract/dataset';

/** What the library says of a data set, without what can be counted. */
export type LibraryEntry = Omit<DatasetSummary, 'id' | 'rows' | 'columns'>;

export interface TaskEntry extends Omit<DatasetSummary, 'id' | 'rows'> {
  readonly suggested: TaskDataset;
}
