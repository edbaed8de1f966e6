/** What of a run, besides its weights, is saved as a file for elsewhere. */
import { z } from './schema';

export const METRICS_FORMATS = ['csv', 'jsonl', 'tensorboard'] as const;
export type MetricsFormat = (typeof METRICS_FORMATS)[number];

export const RUN_EXPORTS = [...METRICS_FORMATS, 'bundle'] as const;
export const RunExport = z.enum(RUN_EXPORTS);
export type RunExport = z.infer<typeof RunExport>;
