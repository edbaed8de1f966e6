import type { RunConfiguration, RunSummary } from '../../core/contract/run';
import type { DesktopApi } from '../desktop-api';
import { RunIndex } from './run-index';
import type { Marking } from './run-marks';
import { rangeToggled, runIds, setTogether, toggled } from './run-selection';
import type { SettingsStore } from './settings-store.svelte';
import { TableStore } from './table-store.svelte';

/** Runs ticked when the window opens, so that the charts have something to show. */
const TICKED_AT_START = 6;

/** Where deletions outlive a reload of the window, but not the app: after that there is the trash. */
const DELETIONS = 'deletions';
const MOST_DELETIONS = 20;

/** The window's mirror of main's runs, and how the table shows them. */
export class RunsStore {
  isLoaded = $state(false);
  readonly #index = new RunIndex();
  /** The index's: what depends on runs reads it. */
  #version = $state(0);
  readonly all = $derived(this.#current().all());

  readonly table: TableStore;
  readonly shown = $derived.by(() => this.table.shown);
  readonly shownIds = $derived(this.shown.map((run) => run.id));

  /** May name runs that have not been announced yet, or are deleted and may come back. */
  #ticked = $state.raw(runIds([]));
  /** Ticked runs that exist, in the order of the table. */
  readonly ticked = $derived.by(() => this.table.ordered.filter((run) => this.#ticked.has(run.id)));
  readonly tickedIds = $derived(runIds(this.ticked.map((run) => run.id)));

  /** Where the table was scrolled to when it was left. Read once a visit, so it needs no rune. */
  scrollTop = 0;

  /** The run whose row takes the keyboard, as soon as main has announced it and the table is there. */
  focusWanted = $state<string | null>(null);

  /** Deleted together, newest last: what undo brings back. */
  #deletions = $state.raw<readonly (readonly string[])[]>(keptDeletions());
  readonly canUndoDelete = $derived(this.#deletions.length > 0);

  #anchor: string | null = null;
  #changes: RunSummary[] = [];
  #listeners: readonly ((run: RunSummary) => void)[] = [];

  constructor(
    private readonly api: DesktopApi,
    settings: SettingsStore,
  ) {
    this.table = new TableStore(() => this.#current(), settings);
  }

  /** @returns a function that stops listening */
  start(): () => void {
    const stops = [
      this.api.listen('runs:changed', (runs) => this.#take(runs)),
      this.api.listen('runs:removed', (ids) => this.#remove(ids)),
      this.table.start(),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async load(): Promise<void> {
    const runs = JSON.parse(await this.api.ask('runs:list')) as RunSummary[];
    this.#index.put(runs);
    this.#version = this.#index.version;
    this.isLoaded = true;
    if (this.#ticked.size === 0) this.tickOnly(this.shownIds.slice(0, TICKED_AT_START));
  }

  find(id: string): RunSummary | undefined {
    return this.#current().find(id);
  }

  /** Makes whoever asks depend on the runs. */
  #current(): RunIndex {
    void this.#version;
    return this.#index;
  }

  /** Calls back when a run appears or changes its status. @returns a function that stops it */
  onStatus(listener: (run: RunSummary) => void): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== listener);
    };
  }

  tick(id: string, withRange: boolean): void {
    this.#ticked = withRange ? rangeToggled(this.#ticked, this.shownIds, this.#anchor, id) : toggled(this.#ticked, id);
    this.#anchor = id;
  }

  tickOnly(ids: Iterable<string>): void {
    this.#ticked = runIds(ids);
  }

  /** Ticks or unticks some and leaves the others as they are. */
  tickTogether(ids: readonly string[], isTicked: boolean): void {
    this.#ticked = setTogether(this.#ticked, ids, isTicked);
  }

  tickAlso(ids: Iterable<string>): void {
    this.#ticked = runIds([...this.#ticked, ...ids]);
  }

  /** Main queues the runs before it answers. @returns their ids */
  async launch(configuration: RunConfiguration, count: number): Promise<readonly string[]> {
    return this.api.ask('runs:launch', { configuration, count });
  }

  /** As {@link launch}, with the weights of a file to begin with. @returns their ids */
  async launchWithWeights(token: string, configuration: RunConfiguration, count: number): Promise<readonly string[]> {
    return this.api.ask('runs:launch-with-weights', { token, configuration, count });
  }

  async cancel(ids: readonly string[]): Promise<void> {
    await this.api.ask('runs:cancel', { ids: [...ids] });
  }

  async pause(ids: readonly string[]): Promise<void> {
    await this.api.ask('runs:pause', { ids: [...ids] });
  }

  async resume(ids: readonly string[]): Promise<void> {
    await this.api.ask('runs:resume', { ids: [...ids] });
  }

  async extend(id: string, epochs: number): Promise<void> {
    await this.api.ask('runs:extend', { id, epochs });
  }

  /** @returns the id of the new run */
  async fork(id: string, checkpoint: string, configuration: RunConfiguration): Promise<string> {
    return this.api.ask('runs:fork', { id, checkpoint, configuration });
  }

  async rename(id: string, name: string): Promise<void> {
    await this.api.ask('runs:rename', { id, name });
  }

  /** Writes tags, notes, colours, or puts runs away. */
  async annotate(markings: readonly Marking[]): Promise<void> {
    for (const { ids, change } of markings) await this.api.ask('runs:annotate', { ids: [...ids], change });
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.api.ask('runs:delete', { ids: [...ids] });
    this.#keepDeletions([...this.#deletions, ids]);
    this.#remove(ids);
  }

  /** Brings back what was deleted last. @returns how many runs that was */
  async undoDelete(): Promise<number> {
    const ids = this.#deletions.at(-1);
    if (!ids) return 0;
    try {
      await this.restore(ids);
    } finally {
      this.#keepDeletions(this.#deletions.filter((each) => each !== ids));
    }
    return ids.length;
  }

  /** Brings back runs from the trash, ticked. */
  async restore(ids: readonly string[]): Promise<void> {
    await this.api.ask('runs:restore', { ids: [...ids] });
    this.forgetDeletion(ids);
    this.tickAlso(ids);
  }

  /** Of runs that are no longer in the trash: there is nothing to undo. */
  forgetDeletion(ids: readonly string[]): void {
    const gone = runIds(ids);
    const left = this.#deletions.map((each) =>
      each.some((id) => gone.has(id)) ? each.filter((id) => !gone.has(id)) : each,
    );
    this.#keepDeletions(left.filter((each) => each.length > 0));
  }

  #keepDeletions(deletions: readonly (readonly string[])[]): void {
    this.#deletions = deletions;
    sessionStorage.setItem(DELETIONS, JSON.stringify(deletions.slice(-MOST_DELETIONS)));
  }

  /** Many runs report many times a second: changes are taken in once a frame. */
  #take(runs: readonly RunSummary[]): void {
    if (this.#changes.length === 0) requestAnimationFrame(() => this.#flush());
    this.#changes.push(...runs);
  }

  #flush(): void {
    const changes = this.#changes;
    this.#changes = [];
    const turned = changes.filter(({ id, status }) => this.#index.find(id)?.status !== status);
    this.#index.put(changes);
    this.#version = this.#index.version;
    for (const run of turned) this.#listeners.forEach((listener) => listener(run));
  }

  #remove(ids: readonly string[]): void {
    this.#changes = this.#changes.filter((run) => !ids.includes(run.id));
    this.#index.remove(ids);
    this.#version = this.#index.version;
  }
}

function keptDeletions(): readonly (readonly string[])[] {
  const kept = sessionStorage.getItem(DELETIONS);
  return kept === null ? [] : (JSON.parse(kept) as string[][]);
}
