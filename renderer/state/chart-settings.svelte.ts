/** How curves are drawn: the same on every page, and after a restart. */
import type { Scale } from '../../core/analysis/axis';
import type { BandOptions, Spread } from '../../core/analysis/bands';
import type { Smoothing } from '../../core/analysis/smoothing';
import { z } from '../../core/contract/schema';
import { DECIMATIONS } from '../charts/curves/curve-marks';
import { METRIC_CHOICES, type ChartedMetric } from './metric-choices';
import { runIds, toggled } from './run-selection';
import { PROGRESS_AXES } from './progress-axes';

export const SMOOTHINGS = [
  { value: 'none', label: 'None' },
  { value: 'exponential', label: 'Exponential' },
  { value: 'mean', label: 'Mean' },
  { value: 'median', label: 'Median' },
] as const;

export const CENTRES = [
  { value: 'mean', label: 'Mean' },
  { value: 'median', label: 'Median' },
] as const;

export const SPREADS = [
  { value: 'deviation', label: 'Standard deviation' },
  { value: 'standard-error', label: 'Standard error' },
  { value: 'interval', label: '95 % interval of the mean' },
  { value: 'range', label: 'Minimum to maximum' },
  { value: 'quantiles', label: '10 % to 90 % quantile' },
] as const;
export type SpreadChoice = (typeof SPREADS)[number]['value'];

const SPREAD: Record<SpreadChoice, Spread> = {
  deviation: { kind: 'deviation' },
  'standard-error': { kind: 'standard-error' },
  interval: { kind: 'interval', confidence: 0.95 },
  range: { kind: 'range' },
  quantiles: { kind: 'quantiles', low: 0.1, high: 0.9 },
};

const values = <Value extends string>(choices: readonly { readonly value: Value }[]) =>
  z.enum(choices.map(({ value }) => value) as [Value, ...Value[]]);

const scale = z.enum(['linear', 'logarithmic']);

/** Whatever an older version left is taken as far as it is known. */
const Kept = z.object({
  metrics: z
    .array(z.enum(METRIC_CHOICES.map(({ metric }) => metric)))
    .min(1)
    .catch(['validationLoss']),
  along: values(PROGRESS_AXES).catch('epoch'),
  xScale: scale.catch('linear'),
  yScale: scale.catch('logarithmic'),
  smoothing: values(SMOOTHINGS).catch('none'),
  /** Of exponential smoothing: the share of the past that each point keeps. */
  weight: z.number().min(0).max(0.999).catch(0.9),
  /** Of a moving mean or median, in points. */
  window: z.number().int().min(1).max(10_001).catch(21),
  decimation: values(DECIMATIONS).catch('extremes'),
  /** `none`, `seed` for all that differ in nothing else, or a field of the configuration. */
  groupBy: z.string().max(100).catch('none'),
  centre: values(CENTRES).catch('mean'),
  spread: values(SPREADS).catch('deviation'),
  showsRuns: z.boolean().catch(true),
});
export type ChartChoices = z.infer<typeof Kept>;

const PLACE = 'charts';

export class ChartSettings {
  current = $state.raw<ChartChoices>(keptChoices());
  /** Keys of runs and groups that the legend has hidden; forgotten with the window. */
  hidden = $state.raw(runIds([]));

  readonly smoothing: Smoothing = $derived.by(() => {
    const { smoothing, weight, window } = this.current;
    if (smoothing === 'none') return { kind: 'none' };
    return smoothing === 'exponential' ? { kind: 'exponential', weight } : { kind: smoothing, window };
  });
  readonly bands: BandOptions = $derived({ centre: this.current.centre, spread: SPREAD[this.current.spread] });

  set(change: Partial<ChartChoices>): void {
    this.current = { ...this.current, ...change };
    localStorage.setItem(PLACE, JSON.stringify(this.current));
  }

  /** The last metric stays: a page of charts shows at least one. */
  toggleMetric(metric: ChartedMetric): void {
    const { metrics } = this.current;
    const next = METRIC_CHOICES.map((choice) => choice.metric).filter(
      (each) => metrics.includes(each) !== (each === metric),
    );
    if (next.length > 0) this.set({ metrics: next });
  }

  toggleHidden(key: string): void {
    this.hidden = toggled(this.hidden, key);
  }

  showAll(): void {
    this.hidden = runIds([]);
  }
}

export function scaleOf(isPossible: boolean, wanted: Scale): Scale {
  return isPossible ? wanted : 'linear';
}

function keptChoices(): ChartChoices {
  try {
    return Kept.parse(JSON.parse(localStorage.getItem(PLACE) ?? '{}'));
  } catch {
    return Kept.parse({});
  }
}
