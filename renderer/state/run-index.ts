import type { RunSummary } from '../../core/contract/run';

/** Changes that are remembered one by one; whoever has missed more looks at all runs again. */
const MOST_REMEMBERED = 2000;

/**
 * Runs by id, and what changed lately: many runs report many times a second, and ten thousand others need not be looked at
 * again for it. Not reactive: its owner counts the versions.
 */
export class RunIndex {
  readonly #byId = new Map<string, RunSummary>();
  #version = 0;
  /** Ids by the version that changed them, oldest first. */
  #log: { readonly version: number; readonly id: string }[] = [];
  /** Changes up to this version are no longer known one by one. */
  #forgotten = 0;

  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#byId.size;
  }

  find(id: string): RunSummary | undefined {
    return this.#byId.get(id);
  }

  /** In the order in which they first came. */
  all(): RunSummary[] {
    return Array.from(this.#byId.values());
  }

  /** New and changed runs; of several changes of one run the last counts. */
  put(runs: readonly RunSummary[]): void {
    for (const run of runs) this.#byId.set(run.id, run);
    this.#remember(runs.map(({ id }) => id));
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) this.#byId.delete(id);
    this.#remember(ids);
  }

  /** @returns the ids put or removed after that version, each once; null where that is too long ago to tell */
  changedSince(version: number): ReadonlySet<string> | null {
    if (version < this.#forgotten) return null;
    return new Set(this.#log.filter((entry) => entry.version > version).map(({ id }) => id));
  }

  #remember(ids: readonly string[]): void {
    const version = ++this.#version;
    this.#log.push(...ids.slice(0, MOST_REMEMBERED + 1).map((id) => ({ version, id })));
    const excess = this.#log.length - MOST_REMEMBERED;
    if (excess <= 0) return;
    this.#forgotten = this.#log[excess - 1]?.version ?? version;
    this.#log = this.#log.slice(excess);
  }
}
