/** A dataset choice made ready for training. */
import { PARTS, type DatasetChoice } from '../contract/dataset';
import type { Series } from '../contract/series';
import type { PreparedDataset } from './dataset';
import { stateProblem, type Problem } from './problem';
import type { Readout } from './step-sequences';

/**
 * Splits the data, fits the scaling to the training part, and cuts each part into sequences.
 *
 * @param imported the series of an `imported:` or `file:` source, else null
 * @throws StudioError `bad-configuration` where choice and data don't fit; `not-found` if an imported series is missing
 */
export function prepareDataset(choice: DatasetChoice, readout: Readout, imported: Series | null): PreparedDataset {
  const problem = stateProblem(choice, readout, imported);
  const { series, table, parts, forecast, classification } = problem;
  const { outputs, classes } = table.targets;
  const longest = longestSequence(problem);
  const sequenceColumn = choice.kind === 'series' ? choice.sequenceColumn : undefined;
  return {
    series,
    parts,
    inputs: table.inputs,
    outputs: outputs.length,
    window: longest.steps,
    targetSteps: parts.training.hasOutputsAtEveryStep ? longest.steps : 1,
    preparation: {
      inputs: [...table.inputColumns],
      outputs: [...outputs],
      window: longest.steps,
      horizon: forecast.horizon,
      differencing: forecast.differencing,
      ...(classes && { classes: [...classes], classColumn: table.targetColumn.name }),
      ...(sequenceColumn !== undefined && { sequenceColumn }),
    },
    baseline: forecast.baseline,
    classification,
    classes,
    targetName: table.targetColumn.name,
    unit: classes ? '' : table.targetColumn.unit,
    longest: sequenceColumn === undefined ? null : longest,
  };
}

/** Over all parts; its id where sequences have one. */
export function longestSequence({ parts }: Pick<Problem, 'parts'>): { readonly id: string; readonly steps: number } {
  let longest = { id: '', steps: 0 };
  for (const part of PARTS) {
    for (let index = 0; index < parts[part].count; index++) {
      const steps = parts[part].lengthOf(index);
      if (steps > longest.steps) longest = { id: parts[part].nameOf(index) ?? '', steps };
    }
  }
  return longest;
}
