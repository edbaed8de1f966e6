import type { DiskUse } from '../../core/contract/disk-use';
import type { TrashedRun } from '../../core/contract/trash';
import type { DesktopApi } from '../desktop-api';
import { runIds, toggled, rangeToggled } from './run-selection';
import type { RunsStore } from './runs-store.svelte';

/** Main takes no more in one request. */
const MOST_IDS = 10_000;

/** Deleted runs. What is in the trash is asked for when somebody looks; how many there are is always known. */
export class TrashStore {
  count = $state(0);
  /** Null until it was looked at. */
  all = $state.raw<readonly TrashedRun[] | null>(null);
  readonly ids = $derived((this.all ?? []).map(({ id }) => id));

  #sizes = $state.raw<Readonly<Record<string, DiskUse>>>({});
  #ticked = $state.raw(runIds([]));
  readonly ticked = $derived((this.all ?? []).filter(({ id }) => this.#ticked.has(id)));
  readonly tickedIds = $derived(runIds(this.ticked.map(({ id }) => id)));
  #anchor: string | null = null;

  constructor(
    private readonly api: DesktopApi,
    private readonly runs: RunsStore,
  ) {}

  /** @returns a function that stops listening */
  start(): () => void {
    const stop = this.api.listen('trash:changed', (count) => (this.count = count));
    // Without a number at the rail's edge everything works all the same.
    this.api.ask('trash:count').then(
      (count) => (this.count = count),
      () => undefined,
    );
    return stop;
  }

  async load(): Promise<void> {
    const all = await this.api.ask('trash:list');
    this.all = all;
    const sizes: Record<string, DiskUse> = {};
    for (const ids of inRequests(this.ids)) {
      for (const size of await this.api.ask('runs:disk-use', { ids })) sizes[size.id] = size;
    }
    this.#sizes = sizes;
  }

  /** Undefined while it is not known. */
  sizeOf(id: string): DiskUse | undefined {
    return this.#sizes[id];
  }

  /** What removing them frees; null while it is not known. */
  bytesOf(runs: readonly TrashedRun[]): number | null {
    let bytes = 0;
    for (const { id } of runs) {
      const size = this.#sizes[id];
      if (!size) return null;
      bytes += size.total;
    }
    return bytes;
  }

  tick(id: string, withRange: boolean): void {
    this.#ticked = withRange ? rangeToggled(this.#ticked, this.ids, this.#anchor, id) : toggled(this.#ticked, id);
    this.#anchor = id;
  }

  tickOnly(ids: Iterable<string>): void {
    this.#ticked = runIds(ids);
  }

  async restore(runs: readonly TrashedRun[]): Promise<void> {
    try {
      for (const ids of inRequests(runs.map(({ id }) => id))) await this.runs.restore(ids);
    } finally {
      await this.load();
    }
  }

  /** For ever. */
  async remove(runs: readonly TrashedRun[]): Promise<void> {
    try {
      for (const ids of inRequests(runs.map(({ id }) => id))) {
        await this.api.ask('trash:remove', { ids });
        this.runs.forgetDeletion(ids);
      }
    } finally {
      await this.load();
    }
  }
}

function* inRequests(ids: readonly string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += MOST_IDS) yield ids.slice(start, start + MOST_IDS);
}
