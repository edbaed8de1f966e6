/** Ticking runs: singly, by ranges, all. */

export type RunIds = ReadonlySet<string>;

export function runIds(ids: Iterable<string>): RunIds {
  return new Set(ids);
}

/** Ticks or unticks one run. */
export function toggled(ticked: RunIds, id: string): RunIds {
  const next = new Set(ticked);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Ticks or unticks several runs and leaves the others as they are. */
export function setTogether(ticked: RunIds, ids: readonly string[], isTicked: boolean): RunIds {
  const next = new Set(ticked);
  for (const id of ids) {
    if (isTicked) next.add(id);
    else next.delete(id);
  }
  return next;
}

/**
 * A shift-click: every run between the last one clicked and this one takes the state that this one changes to.
 *
 * @param shown ids in the order on screen
 */
export function rangeToggled(ticked: RunIds, shown: readonly string[], anchor: string | null, id: string): RunIds {
  const from = anchor === null ? -1 : shown.indexOf(anchor);
  const to = shown.indexOf(id);
  if (from < 0 || to < 0) return toggled(ticked, id);
  return setTogether(ticked, shown.slice(Math.min(from, to), Math.max(from, to) + 1), !ticked.has(id));
}

export type TickedShare = 'none' | 'some' | 'all';

export function tickedShare(ticked: RunIds, shown: readonly string[]): TickedShare {
  const count = shown.filter((id) => ticked.has(id)).length;
  if (count === 0) return 'none';
  return count === shown.length ? 'all' : 'some';
}
