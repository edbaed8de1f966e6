/** Columns of numbers in time order; every column has one value a row, NaN where there is none. */
export interface Series {
  readonly columns: readonly SeriesColumn[];
  /** One label a row (a date, say), or null. */
  readonly labels: readonly string[] | null;
}

export interface SeriesColumn {
  readonly name: string;
  readonly unit: string;
  readonly values: Float64Array;
}
