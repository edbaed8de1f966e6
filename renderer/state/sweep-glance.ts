import type { RunSummary } from '../../core/contract/run';
import type { SweepSummary } from '../../core/contract/sweep-requests';
import { runCounts, type Counted } from './sweep-trials';

export interface SweepAtAGlance {
  readonly sweep: SweepSummary;
  readonly counts: Record<Counted, number>;
  /** Lowest validation loss of any of its runs; null without one. */
  readonly best: number | null;
}

/** What a list says of each sweep, in one pass over the runs. */
export function sweepsAtAGlance(sweeps: readonly SweepSummary[], runs: readonly RunSummary[]): SweepAtAGlance[] {
  const bySweep = new Map<string, RunSummary[]>(sweeps.map(({ id }) => [id, []]));
  for (const run of runs) if (run.sweep) bySweep.get(run.sweep.id)?.push(run);
  return sweeps.map((sweep) => {
    const own = bySweep.get(sweep.id) ?? [];
    let best: number | null = null;
    for (const run of own) {
      const loss = run.results?.best?.validation?.loss ?? null;
      if (loss !== null && (best === null || loss < best)) best = loss;
    }
    return { sweep, counts: runCounts(sweep, own), best };
  });
}
