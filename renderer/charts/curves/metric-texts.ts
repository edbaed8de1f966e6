import { metricChoice, type ChartedMetric } from '../../state/metric-choices';

/** A metric as an axis is titled. @param unit of the data, for metrics that are in it */
export function metricTitle(metric: ChartedMetric, unit: string): string {
  const { label, unit: own } = metricChoice(metric);
  const shown = own ?? unit;
  return shown === '' ? label : `${label} (${shown})`;
}
