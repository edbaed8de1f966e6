/** What a synthetic task is made of: a series like any other, and how it is to be learnt. */
import type { Series } from '../../contract/series';
import type { BaselineName } from '../targets';

export interface Generated {
  readonly series: Series;
  readonly inputs: readonly string[];
  readonly target: string;
  /** Rows from a step to its target; 0 where both belong to the same moment. */
  readonly horizon: number;
  readonly baseline: BaselineName;
  /** Targets stand for classes by their sign. */
  readonly classification: boolean;
  /** Rows of one independent sequence; 1 for a stream, which may be cut anywhere. */
  readonly block: number;
}

/** A series of unlabelled, unitless columns. */
export function unlabelled(columns: Readonly<Record<string, Float64Array>>): Series {
  return { columns: Object.entries(columns).map(([name, values]) => ({ name, unit: '', values })), labels: null };
}
