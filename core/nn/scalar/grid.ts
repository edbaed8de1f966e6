/** Numbers in float64, indexed from 1 as the seed's equations are: a matrix w_ji, or a vector b_j as its first column. */
export class Grid {
  readonly rows: number;
  readonly columns: number;
  readonly #values: Float64Array;

  constructor(rows: number, columns = 1, values?: ArrayLike<number>) {
    this.rows = rows;
    this.columns = columns;
    this.#values = new Float64Array(rows * columns);
    if (values) this.#values.set(values);
  }

  at(j: number, i = 1): number {
    return this.#values[this.#position(j, i)] as number;
  }

  set(value: number, j: number, i = 1): void {
    this.#values[this.#position(j, i)] = value;
  }

  add(value: number, j: number, i = 1): void {
    const position = this.#position(j, i);
    this.#values[position] = (this.#values[position] as number) + value;
  }

  /** Row-major. */
  toArray(): Float64Array {
    return this.#values.slice();
  }

  #position(j: number, i: number): number {
    if (j < 1 || j > this.rows || i < 1 || i > this.columns) {
      throw new RangeError(`No element (${j}, ${i}) in a ${this.rows} × ${this.columns} grid`);
    }
    return (j - 1) * this.columns + (i - 1);
  }
}
