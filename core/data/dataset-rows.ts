/** Every row of the target of a choice of data that has a value, with the part it is of. Rows count from 0, as under the plot. */
import { PARTS, type DatasetChoice } from '../contract/dataset';
import type { Series } from '../contract/series';
import { headingOf, type PointRows } from '../formats/point-lines';
import { boundariesOf, partsOfRows } from './preview';
import { stateProblem } from './problem';
import type { Readout } from './step-sequences';
import { valueName } from './value-name';

/** @throws StudioError as `previewDataset` does */
export function datasetRows(choice: DatasetChoice, readout: Readout, imported: Series | null): PointRows {
  const problem = stateProblem(choice, readout, imported);
  const { labels, targets, targetColumn } = problem.table;
  const { name, unit, values } = targetColumn;
  const partOfRow = partsOfRows(problem);
  const { validation, test } = boundariesOf(problem);
  const partOf = (row: number) => (partOfRow ? partOfRow[row] : row < validation ? 0 : row < test ? 1 : 2);
  return {
    headings: ['Time step', ...(labels ? ['Label'] : []), headingOf(name, unit), 'Part'],
    rows: rows(),
  };

  function* rows() {
    for (let row = 0; row < values.length; row++) {
      const value = values[row] ?? NaN;
      if (Number.isNaN(value)) continue;
      yield [
        row,
        ...(labels ? [labels[row] ?? ''] : []),
        targets.classes ? valueName(targetColumn, value) : value,
        PARTS[partOf(row) ?? -1] ?? '',
      ];
    }
  }
}
