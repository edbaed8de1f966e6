import type { FilterError } from '../../core/analysis/filter/problem';

/**
 * A filter under the pen is wrong most of the time. What reaches the caret is not finished rather than wrong while there is
 * something to complete it with; what lies before it is wrong.
 *
 * @param caret null while nothing is offered
 */
export function visibleProblem(error: FilterError | null, caret: number | null): FilterError | null {
  return error && caret !== null && error.to >= caret ? null : error;
}
