import { SweepDefinition } from '../../core/contract/sweep';

export interface SweepCheck {
  /** The definition, once nothing is wrong. */
  readonly definition: SweepDefinition | null;
  /** The first message for each field, by its path: `dimensions.0.from`, `stopping.minEpochs`, … */
  readonly errors: ReadonlyMap<string, string>;
}

/** @param values a definition whose values may be wrong */
export function checkSweep(values: SweepDefinition): SweepCheck {
  const parsed = SweepDefinition.safeParse(values);
  if (parsed.success) return { definition: parsed.data, errors: new Map() };
  const errors = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    // A value of a choice is reported at the choice.
    const key = (path[2] === 'values' ? path.slice(0, 3) : path).join('.');
    if (!errors.has(key)) errors.set(key, message);
  }
  return { definition: null, errors };
}
