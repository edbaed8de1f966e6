/** A dataset choice made ready for training. */
import type { DatasetChoice } from '../contract/dataset';
import type { ColumnScaling } from '../contract/weights';
import type { Series, SeriesColumn } from '../contract/series';
import type { PreparedDataset } from './dataset';
import { stateProblem } from './problem';
import type { Scaling } from './scaling';
import { windowsOf, type Readout } from './windows';

/**
 * Splits in time order, fits the scaling to the training part, and cuts each part into sequences.
 *
 * @param imported the series of an `imported:` or `file:` source, else null
 * @throws StudioError `bad-configuration` where choice and data don't fit; `not-found` if an imported series is missing
 */
export function prepareDataset(choice: DatasetChoice, readout: Readout, imported: Series | null): PreparedDataset {
  const { series, table, split, windowing, forecast, classification } = stateProblem(choice, readout, imported);
  const { window } = windowing;
  return {
    series,
    parts: {
      training: windowsOf(table, 'training', split.training, windowing),
      validation: windowsOf(table, 'validation', split.validation, windowing),
      test: windowsOf(table, 'test', split.test, windowing),
    },
    inputs: table.inputs,
    outputs: 1,
    window,
    targetSteps: readout === 'last' ? 1 : window,
    preparation: {
      inputs: table.inputColumns.map((column, d) =>
        columnScaling(column, table.inputScaling[d] ?? table.targetScaling),
      ),
      outputs: [columnScaling(table.targetColumn, table.targetScaling)],
      window,
      horizon: forecast.horizon,
      differencing: forecast.differencing,
    },
    baseline: forecast.baseline,
    classification,
    targetName: table.targetColumn.name,
    unit: table.targetColumn.unit,
  };
}

function columnScaling({ name, unit }: SeriesColumn, { offset, factor }: Scaling): ColumnScaling {
  return { name, unit, offset, factor };
}
