import type { SweepSummary } from '../../core/contract/sweep-requests';

/** Sweeps by id. A change makes another one: what holds it is told by that. */
export type SweepIndex = ReadonlyMap<string, SweepSummary>;

export const NO_SWEEPS: SweepIndex = new Map();

export function withSweeps(index: SweepIndex, changed: readonly SweepSummary[]): SweepIndex {
  return new Map([...index, ...changed.map((sweep) => [sweep.id, sweep] as const)]);
}

export function withoutSweeps(index: SweepIndex, ids: readonly string[]): SweepIndex {
  return new Map([...index].filter(([id]) => !ids.includes(id)));
}
