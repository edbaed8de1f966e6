/** Every trial of a search that was not launched yet, with the point that it stands for. Trials count from 1. */
import { HYPERPARAMETERS } from '../contract/hyperparameters';
import type { SweepDefinition } from '../contract/sweep';
import type { PointRows } from '../formats/point-lines';
import { planTrials } from './sweep-trials';

export function searchRows(definition: SweepDefinition): PointRows {
  const fields = definition.dimensions.map(({ field }) => field);
  return {
    headings: ['Trial', ...fields.map((field) => HYPERPARAMETERS[field].label)],
    rows: planTrials(definition).trials.map(({ point }, trial) => [
      trial + 1,
      ...fields.map((field) => {
        const value = point[field];
        return typeof value === 'number' ? value : String(value ?? '');
      }),
    ]),
  };
}
