/** The metrics a chart can show, as people call them. */
import type { MetricName } from '../../core/contract/run';

export interface MetricChoice {
  readonly metric: MetricName;
  readonly label: string;
  /** Unit on the axis; null is the data's own unit. */
  readonly unit: string | null;
  /** Skill is negative for a bad forecast, so a logarithmic axis says nothing. */
  readonly canBeLogarithmic: boolean;
}

export const METRIC_CHOICES = [
  { metric: 'loss', label: 'Training loss', unit: 'scaled units', canBeLogarithmic: true },
  { metric: 'validationLoss', label: 'Validation loss', unit: 'scaled units', canBeLogarithmic: true },
  { metric: 'validationRmse', label: 'Validation RMSE', unit: null, canBeLogarithmic: true },
  { metric: 'validationSkill', label: 'Validation skill', unit: '', canBeLogarithmic: false },
  { metric: 'validationAccuracy', label: 'Validation accuracy', unit: '', canBeLogarithmic: false },
  { metric: 'gradientNorm', label: 'Gradient norm', unit: '', canBeLogarithmic: true },
] as const satisfies readonly MetricChoice[];

export type ChartedMetric = (typeof METRIC_CHOICES)[number]['metric'];

export function metricChoice(metric: ChartedMetric): MetricChoice {
  return METRIC_CHOICES.find((choice) => choice.metric === metric) ?? METRIC_CHOICES[0];
}
