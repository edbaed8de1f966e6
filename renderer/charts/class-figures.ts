/** What a confusion matrix says of each class. */

export interface ClassFigures {
  readonly name: string;
  /** Targets of this class. */
  readonly count: number;
  /** Share of them that were recognised; NaN where there are none. */
  readonly recall: number;
  /** How often the network said this class, and the share of that which was right; NaN where it never did. */
  readonly said: number;
  readonly precision: number;
  /** The class that it was taken for most often, wrongly; null where it never was. */
  readonly takenFor: string | null;
}

/** @param confusion rows are true classes, columns what the network said */
export function classFigures(
  classes: readonly string[],
  confusion: readonly (readonly number[])[],
): readonly ClassFigures[] {
  return classes.map((name, own) => {
    const row = confusion[own] ?? [];
    const right = row[own] ?? 0;
    const count = row.reduce((sum, each) => sum + each, 0);
    const said = confusion.reduce((sum, each) => sum + (each[own] ?? 0), 0);
    const mistakes = row.map((each, other) => (other === own ? 0 : each));
    const most = mistakes.reduce((sum, each) => Math.max(sum, each), 0);
    return {
      name,
      count,
      recall: right / count,
      said,
      precision: right / said,
      takenFor: most > 0 ? (classes[mistakes.indexOf(most)] ?? null) : null,
    };
  });
}
