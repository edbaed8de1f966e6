import type { SweepDefinition } from '../../core/contract/sweep';
import { smallConfiguration } from './configurations';

/** A sweep of the learning rate over a small run. */
export function smallSweep(over: Partial<SweepDefinition> = {}): SweepDefinition {
  return {
    formatVersion: 1,
    id: '00000000-0000-4000-8000-000000000001',
    name: 'Rates',
    base: smallConfiguration(),
    method: 'grid',
    dimensions: [{ field: 'learningRate', kind: 'logarithmic', from: 1e-4, to: 0.1, count: 4 }],
    trials: 8,
    seeds: 2,
    seed: 7,
    stopping: null,
    ...over,
  };
}
