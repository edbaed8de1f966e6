/** The figures that groups of runs can be compared by: what a run ended with. */
import type { EvaluationFigure, RunResults, WeightsChoice } from '../../core/contract/run';

export interface Measure {
  readonly key: string;
  /** In a sentence: "test RMSE". */
  readonly name: string;
  readonly better: 'lower' | 'higher';
  /** Unit of its values; null is the data's own. */
  readonly unit: string | null;
  /** False where final and best weights make no difference. */
  readonly hasWeights: boolean;
  readonly valueOf: (results: RunResults, weights: WeightsChoice) => number | null | undefined;
}

function evaluated(
  part: 'validation' | 'test',
  figure: EvaluationFigure,
  name: string,
  better: Measure['better'],
): Measure {
  return {
    key: `${part}.${figure}`,
    name: `${part} ${name}`,
    better,
    unit: figure === 'rmse' ? null : '',
    hasWeights: true,
    valueOf: (results, weights) => (weights === 'best' ? results.best : results)?.[part]?.[figure],
  };
}

export const MEASURES: readonly Measure[] = [
  ...(['test', 'validation'] as const).flatMap((part) => [
    evaluated(part, 'rmse', 'RMSE', 'lower'),
    evaluated(part, 'loss', 'loss', 'lower'),
    evaluated(part, 'skill', 'skill', 'higher'),
    evaluated(part, 'accuracy', 'accuracy', 'higher'),
  ]),
  {
    key: 'loss',
    name: 'training loss',
    better: 'lower',
    unit: '',
    hasWeights: false,
    valueOf: ({ loss }) => loss,
  },
  {
    key: 'seconds',
    name: 'training time',
    better: 'lower',
    unit: 's',
    hasWeights: false,
    valueOf: ({ seconds }) => seconds,
  },
];

export function measureOf(key: string): Measure {
  const measure = MEASURES.find((each) => each.key === key) ?? MEASURES[0];
  if (!measure) throw new Error('There are no measures');
  return measure;
}

/** "Test RMSE", for headings and choices. */
export function measureTitle({ name }: Measure): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** "test RMSE (best weights)", for sentences: a figure without its weights is half a figure. */
export function measureInWords({ name, hasWeights }: Measure, weights: WeightsChoice): string {
  return hasWeights ? `${name} (${weights} weights)` : name;
}
