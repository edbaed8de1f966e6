/**
 * A regression tree (Breiman et al. 1984) over binned columns: each value is replaced by the number of its bin, of which there
 * are at most 256, so a split is found by one pass over the rows and one over the bins. Columns of at most 256 different values lose
 * nothing by it.
 */
import type { Rng } from '../random/rng';

const MOST_BINS = 256;
/** Smaller nodes are not split. */
const LEAST_ROWS = 5;

export interface BinnedColumn {
  /** One a row */
  readonly bins: Uint8Array;
  readonly binCount: number;
}

/** Equal values share a bin; where there are too many, so do neighbours, about as many rows in each. */
export function binColumn(values: Float64Array): BinnedColumn {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const binCount = Math.min(distinct.length, MOST_BINS);
  const binOf = new Map(distinct.map((value, index) => [value, Math.floor((index * binCount) / distinct.length)]));
  return { bins: Uint8Array.from(values, (value) => binOf.get(value) ?? 0), binCount };
}

/** A leaf has a value; any other node sends bins up to `upTo` of its column to the left. */
type Node =
  | { readonly value: number }
  | { readonly column: number; readonly upTo: number; readonly left: Node; readonly right: Node };

interface Split {
  readonly column: number;
  readonly upTo: number;
  readonly gain: number;
}

export class RegressionTree {
  readonly #columns: readonly BinnedColumn[];
  readonly #targets: Float64Array;
  readonly #root: Node;
  /** By bin, of the rows of one node; kept from one split to the next. */
  readonly #sums = new Float64Array(MOST_BINS);
  readonly #counts = new Uint32Array(MOST_BINS);

  /**
   * @param targets about zero, so that nothing is lost where they are large beside their differences
   * @param rows    to learn from, repetitions allowed
   * @param tried   columns looked at for each split, drawn anew each time
   */
  constructor(columns: readonly BinnedColumn[], targets: Float64Array, rows: Uint32Array, tried: number, rng: Rng) {
    this.#columns = columns;
    this.#targets = targets;
    this.#root = this.#grow(rows, tried, rng);
  }

  /** @param rowOf the row whose bin is looked at in a column: another than one's own where a column is permuted */
  predict(rowOf: (column: number) => number): number {
    let node = this.#root;
    while ('column' in node) {
      const bin = this.#columns[node.column]?.bins[rowOf(node.column)] ?? 0;
      node = bin <= node.upTo ? node.left : node.right;
    }
    return node.value;
  }

  #grow(rows: Uint32Array, tried: number, rng: Rng): Node {
    const split = rows.length < LEAST_ROWS ? null : this.#bestSplit(rows, tried, rng);
    if (split === null) return { value: this.#mean(rows) };
    const bins = this.#columns[split.column]?.bins ?? new Uint8Array();
    const [left, right] = parted(rows, (row) => (bins[row] as number) <= split.upTo);
    return {
      column: split.column,
      upTo: split.upTo,
      left: this.#grow(left, tried, rng),
      right: this.#grow(right, tried, rng),
    };
  }

  #bestSplit(rows: Uint32Array, tried: number, rng: Rng): Split | null {
    const order = Uint32Array.from(this.#columns, (_, column) => column);
    rng.shuffle(order);
    let best: Split | null = null;
    let looked = 0;
    for (const column of order) {
      const split = this.#bestSplitOf(column, rows);
      // A column that is the same in all rows here is no candidate, and another is drawn.
      if (split === null) continue;
      if (best === null || split.gain > best.gain) best = split;
      if (++looked === tried) break;
    }
    return best !== null && best.gain > 0 ? best : null;
  }

  /** The gain is what the split takes off the sum of squared deviations: Σl²/nl + Σr²/nr − Σ²/n. */
  #bestSplitOf(column: number, rows: Uint32Array): Split | null {
    const { bins, binCount } = this.#columns[column] as BinnedColumn;
    const sums = this.#sums.fill(0, 0, binCount);
    const counts = this.#counts.fill(0, 0, binCount);
    let total = 0;
    for (const row of rows) {
      const bin = bins[row] as number;
      const target = this.#targets[row] as number;
      sums[bin] = (sums[bin] as number) + target;
      counts[bin] = (counts[bin] as number) + 1;
      total += target;
    }
    const parent = total ** 2 / rows.length;
    let [bestGain, bestUpTo] = [-Infinity, -1];
    let [sum, count] = [0, 0];
    for (let upTo = 0; upTo < binCount - 1; upTo++) {
      if (counts[upTo] === 0) continue;
      sum += sums[upTo] as number;
      count += counts[upTo] as number;
      if (count === rows.length) break;
      const gain = sum ** 2 / count + (total - sum) ** 2 / (rows.length - count) - parent;
      if (gain > bestGain) [bestGain, bestUpTo] = [gain, upTo];
    }
    return bestUpTo < 0 ? null : { column, upTo: bestUpTo, gain: bestGain };
  }

  #mean(rows: Uint32Array): number {
    let sum = 0;
    for (const row of rows) sum += this.#targets[row] as number;
    return sum / rows.length;
  }
}

/** The rows that are chosen, and the others. */
function parted(rows: Uint32Array, isChosen: (row: number) => boolean): [Uint32Array, Uint32Array] {
  const both = new Uint32Array(rows.length);
  let [chosen, others] = [0, rows.length];
  for (const row of rows) {
    if (isChosen(row)) both[chosen++] = row;
    else both[--others] = row;
  }
  return [both.subarray(0, chosen), both.subarray(chosen)];
}
