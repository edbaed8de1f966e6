import type { WeightsChoice } from '../../core/contract/run';

export const WEIGHTS: readonly { value: WeightsChoice; label: string }[] = [
  { value: 'final', label: 'Final weights' },
  { value: 'best', label: 'Best weights' },
];
