import { untrack } from 'svelte';
import type { RunSummary } from '../../core/contract/run';

/**
 * Runs for what does not show how far they have come. While they train they report many times a second; these change only
 * when a run comes or goes, ends, or is called or coloured otherwise, so that tables and charts of many runs are left alone.
 */
export class CalmRuns {
  readonly #text = $derived.by(() => JSON.stringify(this.runs().map(looks)));
  readonly current = $derived.by(() => {
    void this.#text;
    return untrack(this.runs);
  });

  constructor(private readonly runs: () => readonly RunSummary[]) {}
}

function looks({ id, status, colour, sequences, results, configuration, isStalled, tags, notes }: RunSummary) {
  return [
    id,
    status,
    colour,
    sequences,
    results?.weightsSha256,
    results?.epochs,
    configuration.name,
    isStalled,
    tags,
    notes,
  ];
}
