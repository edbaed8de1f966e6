import type { RunSummary } from '../../core/contract/run';

/** Names as a chart's legend needs them: where runs share a name, as seeds of one launch do, the seed tells them apart. */
export function runLabels(runs: readonly RunSummary[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { configuration } of runs) counts.set(configuration.name, (counts.get(configuration.name) ?? 0) + 1);
  return new Map(
    runs.map(({ id, configuration: { name, seed } }) => [
      id,
      (counts.get(name) ?? 0) > 1 ? `${name} · seed ${seed}` : name,
    ]),
  );
}

/** A label in two: what may be cut, and the seed that may not. Empty where the label has none. */
export function labelParts(label: string): { readonly name: string; readonly seed: string } {
  const at = / seed \d+$/.exec(label)?.index ?? label.length;
  return { name: label.slice(0, at), seed: label.slice(at) };
}
