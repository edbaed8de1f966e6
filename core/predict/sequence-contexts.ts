/** Whole sequences as contexts of predictions, where the network has learnt whole sequences. */
import { StudioError } from '../contract/errors';
import type { Series } from '../contract/series';
import { sequenceGroups } from '../data/row-groups';
import type { ContextWindows, Stretch } from './context-windows';
import type { TrainedModel } from './trained-model';

/**
 * The steps of each sequence that lacks no input, as in training: without the first row where changes are learnt, and
 * without the last ones that lie within the horizon of its end.
 *
 * @param known whether all of a row's inputs are: (R)
 * @throws StudioError `bad-file` where ids are missing or come back
 */
export function sequenceContexts(
  known: Uint8Array,
  series: Series,
  column: string,
  { preparation, specification }: Pick<TrainedModel, 'preparation' | 'specification'>,
): ContextWindows {
  const { horizon, differencing } = preparation;
  const ids = series.columns.find(({ name }) => name === column);
  if (!ids) throw new StudioError('bad-file', `The data has no column “${column}”, which tells its sequences apart.`);
  const bounds = boundsOf(ids);
  const beginnings: Stretch[] = [];
  for (let group = 0; group < bounds.length - 1; group++) {
    const from = (bounds[group] ?? 0) + (differencing ? 1 : 0);
    const to = (bounds[group + 1] ?? 0) - horizon;
    if (from < to && !known.subarray(from, to).includes(0)) beginnings.push({ from, to });
  }
  return { ends: new Uint32Array(0), beginnings, isReadAtEnd: specification.readout === 'last' };
}

function boundsOf(ids: Series['columns'][number]): Uint32Array {
  try {
    return sequenceGroups(ids).bounds;
  } catch (error) {
    throw error instanceof StudioError ? new StudioError('bad-file', error.message) : error;
  }
}
