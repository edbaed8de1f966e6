import { untrack } from 'svelte';
import type { RunSummary } from '../../core/contract/run';
import type { SavedView, TableView } from '../../core/contract/table-view';
import { attempt, showDone } from './messages';
import { RunArrangement } from './run-arrangement';
import { RunGrouping, type RunGroup } from './run-groups';
import type { RunIndex } from './run-index';
import { runIds, setTogether } from './run-selection';
import { renamedView, viewLike, withView, withoutView, type Checked } from './saved-views';
import type { SettingsStore } from './settings-store.svelte';
import { tableColumn } from './table-columns';
import { readFilter, runTest, type UsableFilter } from './table-filter';
import { FIRST_LAYOUT, TableLayout } from './table-layout';

/** Milliseconds without a key after which a filter counts as typed. */
const FILTER_REST = 25;
/** Milliseconds after which a changed look is written to the settings. */
const KEEP_REST = 400;

const NO_FILTER: UsableFilter = { ok: true, matches: () => true, fields: [] };

export const FIRST_VIEW: TableView = { filter: '', search: '', ...mutable(FIRST_LAYOUT), withArchived: false };

export type TableRow = RunSummary | RunGroup;

export const isGroup = (row: TableRow): row is RunGroup => 'members' in row;

/** How the table of runs is looked at, and the rows that follow from it. */
export class TableStore {
  #layoutVersion = $state(0);
  readonly layout = new TableLayout({
    looked: () => void this.#layoutVersion,
    changed: () => (this.#layoutVersion = untrack(() => this.#layoutVersion) + 1),
  });
  filter = $state('');
  search = $state('');
  withArchived = $state(false);

  /** The filter that counts: one that is not understood leaves the one before in force. */
  #applied = $state.raw<UsableFilter>(NO_FILTER);
  readonly filterError = $derived.by(() => {
    const filter = readFilter(this.filter);
    return filter.ok ? null : filter.error;
  });
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #matches = $derived(
    runTest({ filter: this.#applied, search: this.search, withArchived: this.withArchived }),
  );
  readonly #sorting = $derived(
    this.layout.sorting.flatMap(({ id, desc }) => {
      const column = tableColumn(id);
      return column ? [{ id, key: column.sortKey, descending: desc }] : [];
    }),
  );
  readonly #arrangement = new RunArrangement();
  readonly #arranged = $derived.by(() => {
    const index = this.index();
    return this.#arrangement.arrange(index, { sorting: this.#sorting, matches: this.#matches });
  });
  /** All runs, in the order of the table. */
  readonly ordered = $derived(this.#arranged.all);

  readonly #grouping = new RunGrouping();
  readonly groups = $derived.by((): readonly RunGroup[] | null => {
    const { grouping, sorting } = this.layout;
    return grouping.length === 0 ? null : this.#grouping.group(this.#arranged.shown, grouping, sorting[0]);
  });
  /** Keys of groups whose runs are listed. */
  #opened = $state.raw(runIds([]));

  /** Runs that match, in the order of the table; those of a closed group too. */
  readonly shown = $derived(this.groups ? this.groups.flatMap(({ members }) => members) : this.#arranged.shown);
  readonly rows = $derived.by((): readonly TableRow[] => {
    if (!this.groups) return this.#arranged.shown;
    return this.groups.flatMap((group) => (this.#opened.has(group.key) ? [group, ...group.members] : [group]));
  });

  readonly view = $derived<TableView>({
    filter: this.filter,
    search: this.search,
    ...mutable(this.layout.layout),
    withArchived: this.withArchived,
  });
  readonly savedViews = $derived.by(() => this.settings.current.savedViews);
  /** The saved view that was opened last, as long as it is there; the table may look otherwise since. */
  #savedName = $state<string | null>(null);
  readonly savedView = $derived(
    viewLike(this.savedViews, this.view) ?? this.savedViews.find(({ name }) => name === this.#savedName),
  );
  readonly isAsSaved = $derived(this.savedView !== undefined && viewLike([this.savedView], this.view) !== undefined);
  readonly isFirstView = $derived(viewLike([{ name: '', view: FIRST_VIEW }], this.view) !== undefined);

  /** @param index of all runs; read again whenever one changes */
  constructor(
    private readonly index: () => RunIndex,
    private readonly settings: SettingsStore,
  ) {}

  /** Keeps the look in the settings from now on. @returns a function that stops it */
  start(): () => void {
    return $effect.root(() => {
      $effect(() => {
        const view = this.view;
        const kept = untrack(() => this.settings.current.tableView) ?? FIRST_VIEW;
        if (JSON.stringify(view) === JSON.stringify(kept)) return;
        const timer = setTimeout(() => void attempt(() => this.settings.set({ tableView: view })), KEEP_REST);
        return () => clearTimeout(timer);
      });
    });
  }

  setFilter(text: string): void {
    this.filter = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#apply(), FILTER_REST);
  }

  #apply(): void {
    clearTimeout(this.#timer);
    const filter = readFilter(this.filter);
    if (filter.ok) this.#applied = filter;
  }

  show(view: TableView): void {
    this.filter = view.filter;
    this.search = view.search;
    this.withArchived = view.withArchived;
    this.layout.load(view);
    this.#applied = NO_FILTER;
    this.#apply();
  }

  clearFilter(): void {
    this.filter = '';
    this.search = '';
    this.#apply();
  }

  isOpen({ key }: RunGroup): boolean {
    return this.#opened.has(key);
  }

  open({ key }: RunGroup, isOpen: boolean): void {
    this.#opened = setTogether(this.#opened, [key], isOpen);
  }

  openAll(isOpen: boolean): void {
    this.#opened = runIds((isOpen ? this.groups : null)?.map(({ key }) => key) ?? []);
  }

  showSaved({ name, view }: SavedView): void {
    this.#savedName = name;
    this.show(view);
  }

  /** @returns what is wrong with the name, or null once it is saved */
  async save(name: string): Promise<string | null> {
    return this.#keep(withView(this.savedViews, name, this.view), name.trim());
  }

  /** The view that is open, to look as the table does now. */
  async updateSaved(): Promise<void> {
    const name = this.savedView?.name;
    if (name === undefined) return;
    await attempt(() => this.save(name));
    showDone(`“${name}” now looks like this`);
  }

  /** @returns what is wrong with the name, or null once it is saved */
  async rename(from: string, to: string): Promise<string | null> {
    return this.#keep(renamedView(this.savedViews, from, to), to.trim());
  }

  async delete(name: string): Promise<void> {
    await this.settings.set({ savedViews: withoutView(this.savedViews, name) });
  }

  /** Puts a view back that was deleted. */
  async restore({ name, view }: SavedView): Promise<void> {
    await this.#keep(withView(this.savedViews, name, view), name);
  }

  async #keep(result: Checked, name: string): Promise<string | null> {
    if (!result.ok) return result.error;
    await this.settings.set({ savedViews: result.views });
    this.#savedName = name;
    return null;
  }
}

function mutable({ sorting, order, shown, pinned, grouping }: TableLayout['layout']) {
  return {
    sorting: sorting.map(({ id, desc }) => ({ id, desc })),
    order: [...order],
    shown: [...shown],
    pinned: [...pinned],
    grouping: [...grouping],
  };
}
