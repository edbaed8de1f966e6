import {
  columnGroupingFeature,
  columnOrderingFeature,
  columnPinningFeature,
  columnVisibilityFeature,
  constructTable,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/table-core';
import { storeReactivityBindings } from '@tanstack/table-core/store-reactivity-bindings';
import type { RunSummary } from '../../core/contract/run';
import { NAME_COLUMN, RUN_COLUMNS, SHOWN_AT_FIRST, tableColumn, type TableColumn } from './table-columns';

/**
 * TanStack's table keeps the columns: which are shown, in which order, pinned, sorted and grouped by. Its core rather than its
 * Svelte adapter, which opens effects and so lives no longer than one component: the table's look outlives its page. Rows are
 * arranged elsewhere (`RunArrangement` says why).
 */
const features = tableFeatures({
  coreReactivityFeature: storeReactivityBindings(),
  columnVisibilityFeature,
  columnOrderingFeature,
  columnPinningFeature,
  columnGroupingFeature,
  rowSortingFeature,
});

export interface Layout {
  readonly sorting: readonly { readonly id: string; readonly desc: boolean }[];
  readonly order: readonly string[];
  readonly shown: readonly string[];
  readonly pinned: readonly string[];
  readonly grouping: readonly string[];
}

export interface ShownColumn {
  readonly column: TableColumn;
  readonly isPinned: boolean;
}

const ids = RUN_COLUMNS.map(({ id }) => id);

export const FIRST_LAYOUT: Layout = {
  sorting: [{ id: 'created', desc: true }],
  order: [...SHOWN_AT_FIRST, ...ids.filter((id) => !SHOWN_AT_FIRST.includes(id))],
  shown: [...SHOWN_AT_FIRST],
  pinned: [NAME_COLUMN],
  grouping: [],
};

const visibility = (shown: readonly string[]) => Object.fromEntries(ids.map((id) => [id, shown.includes(id)]));

const UNWATCHED = { looked: () => undefined, changed: () => undefined };

export class TableLayout {
  readonly #table = constructTable({
    features,
    columns: RUN_COLUMNS.map(({ id, read }) => ({
      id,
      accessorFn: (run: RunSummary) => read(run),
      enableHiding: id !== NAME_COLUMN,
    })),
    data: [] as RunSummary[],
    // Grouping moves no column: a person put them where they are.
    groupedColumnMode: false,
  });

  /** @param watch told of every look at the state and of every change, so that a rune can be behind it */
  constructor(private readonly watch: { readonly looked: () => void; readonly changed: () => void } = UNWATCHED) {
    this.load(FIRST_LAYOUT);
    this.#table.store.subscribe(() => this.watch.changed());
  }

  get #state() {
    this.watch.looked();
    return this.#table.store.state;
  }

  get order(): readonly string[] {
    return this.#state.columnOrder;
  }

  get sorting(): Layout['sorting'] {
    return this.#state.sorting;
  }

  get grouping(): readonly string[] {
    return this.#state.grouping;
  }

  get pinned(): readonly string[] {
    return this.#state.columnPinning.start;
  }

  get shown(): readonly string[] {
    const { columnOrder, columnVisibility } = this.#state;
    return columnOrder.filter((id) => columnVisibility[id] ?? false);
  }

  /** From left to right, the pinned ones first. */
  get columns(): readonly ShownColumn[] {
    this.watch.looked();
    const pinned = this.#table.getStartVisibleLeafColumns();
    return [...pinned, ...this.#table.getCenterVisibleLeafColumns()].flatMap(({ id }, position) => {
      const column = tableColumn(id);
      return column ? [{ column, isPinned: position < pinned.length }] : [];
    });
  }

  get layout(): Layout {
    const { sorting, order, shown, pinned, grouping } = this;
    return { sorting, order, shown, pinned, grouping };
  }

  /** What is not known any more is dropped; columns that are new since come last, hidden. */
  load({ sorting, order, shown, pinned, grouping }: Layout): void {
    const known = (list: readonly string[]) => [...new Set(list)].filter((id) => tableColumn(id));
    const kept = known(order);
    this.#table.setColumnOrder([...kept, ...ids.filter((id) => !kept.includes(id))]);
    this.#table.setColumnVisibility(visibility([NAME_COLUMN, ...shown]));
    this.#table.setColumnPinning({ start: known([NAME_COLUMN, ...pinned]), end: [] });
    this.#table.setSorting(sorting.filter(({ id }) => tableColumn(id)).map(({ id, desc }) => ({ id, desc })));
    this.#table.setGrouping(known(grouping).filter((id) => tableColumn(id)?.isChosen));
  }

  sort(id: string, desc: boolean): void {
    this.#table.setSorting([{ id, desc }]);
  }

  /** A column's heading is pressed: text ascends first, times descend first; pressed again, it turns. */
  sortBy(id: string): void {
    const [first] = this.sorting;
    this.sort(id, first?.id === id ? !first.desc : id === 'created' || id === 'finished');
  }

  show(id: string, isShown: boolean): void {
    this.#table.getColumn(id)?.toggleVisibility(isShown);
  }

  pin(id: string, isPinned: boolean): void {
    if (id !== NAME_COLUMN) this.#table.getColumn(id)?.pin(isPinned ? 'start' : false);
  }

  isPinned(id: string): boolean {
    return this.pinned.includes(id);
  }

  groupBy(fields: readonly string[]): void {
    this.#table.setGrouping([...fields]);
  }

  /** Moves a column past its neighbour, among all columns. @param step −1 or 1 */
  moveInOrder(id: string, step: number): void {
    this.moveTo(id, this.order.indexOf(id) + step);
  }

  /** Moves a column past the one that is shown beside it. @param step −1 is left, 1 is right */
  moveOnScreen(id: string, step: number): void {
    const among = this.columns.filter(({ isPinned }) => isPinned === this.isPinned(id)).map(({ column }) => column.id);
    const neighbour = among[among.indexOf(id) + step];
    if (neighbour === undefined || neighbour === NAME_COLUMN) return;
    if (!this.isPinned(id)) return this.moveTo(id, this.order.indexOf(neighbour));
    this.#table.setColumnPinning({ start: movedTo(this.pinned, id, this.pinned.indexOf(neighbour)), end: [] });
  }

  moveTo(id: string, position: number): void {
    // The name stays first.
    if (id === NAME_COLUMN || position < 1 || position >= this.order.length) return;
    this.#table.setColumnOrder(movedTo(this.order, id, position));
  }
}

function movedTo(list: readonly string[], id: string, position: number): string[] {
  return list.filter((each) => each !== id).toSpliced(position, 0, id);
}
