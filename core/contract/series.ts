/** Columns of numbers in time order; every column has one value a row, NaN where there is none. */
export interface Series {
  readonly columns: readonly SeriesColumn[];
  /** One label a row (a date, say), or null. */
  readonly labels: readonly string[] | null;
}

export interface SeriesColumn {
  readonly name: string;
  readonly unit: string;
  /** With categories, each is an index into them, or NaN. */
  readonly values: Float64Array;
  /** What the column's texts are, each once, in the order of their first rows; absent for a column of numbers. */
  readonly categories?: readonly string[] | undefined;
}
