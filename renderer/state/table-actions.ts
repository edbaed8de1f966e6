/** What a person can do with the table of runs, by name. */
import type { Action } from './actions';
import type { Studio, TablePanel } from './studio.svelte';
import { ALL_BUT_SEED } from './table-columns';
import { FIRST_VIEW } from './table-store.svelte';

const TABLE = 'Table';

export function tableActions(studio: Studio): Action[] {
  const { runs, router } = studio;
  const { table, ticked } = runs;
  const { layout } = table;
  const always = { isEnabled: true };
  /** What it changes is to be seen. */
  const onTable = (act: () => void) => () => {
    router.go({ page: 'runs' });
    act();
  };
  // After the palette has given the focus back, which would close a panel opened before.
  const open = (panel: TablePanel) => onTable(() => setTimeout(() => (studio.tablePanel = panel), 50));
  const focus = (label: string) =>
    onTable(() => setTimeout(() => document.querySelector<HTMLElement>(`input[aria-label="${label}"]`)?.focus(), 50));
  const action = (id: string, title: string, perform: () => void, isEnabled = true): Action => ({
    id,
    title,
    group: TABLE,
    isEnabled,
    perform,
  });
  return [
    {
      id: 'filter',
      title: 'Filter runs…',
      group: TABLE,
      shortcut: { key: 'f', mod: true },
      ...always,
      perform: focus('Filter'),
    },
    action('search', 'Search runs…', focus('Search runs')),
    action(
      'clear-filter',
      'Clear filter and search',
      onTable(() => table.clearFilter()),
      table.filter !== '' || table.search !== '',
    ),
    action('columns', 'Choose columns…', open('columns')),
    action('group', 'Group runs by…', open('grouping')),
    action(
      'group-all-but-seed',
      'Group runs by all but the seed',
      onTable(() => layout.groupBy(ALL_BUT_SEED)),
    ),
    action(
      'ungroup',
      'Group runs by nothing',
      onTable(() => layout.groupBy([])),
      layout.grouping.length > 0,
    ),
    action(
      'expand-all',
      'Expand all groups',
      onTable(() => table.openAll(true)),
      table.groups !== null,
    ),
    action(
      'collapse-all',
      'Collapse all groups',
      onTable(() => table.openAll(false)),
      table.groups !== null,
    ),
    action('marks', 'Tag or colour the ticked runs…', open('marks'), ticked.length > 0),
    action(
      'archive',
      'Archive the ticked runs',
      () => void studio.archive(ticked, true),
      ticked.some((run) => !run.isArchived),
    ),
    action(
      'unarchive',
      'Bring the ticked runs back from the archive',
      () => void studio.archive(ticked, false),
      ticked.some((run) => run.isArchived),
    ),
    action(
      'with-archived',
      table.withArchived ? 'Hide archived runs' : 'Show archived runs',
      onTable(() => (table.withArchived = !table.withArchived)),
    ),
    action('save-view', 'Save view as…', open('save-view')),
    action(
      'update-view',
      `Update the view “${table.savedView?.name ?? ''}”`,
      onTable(() => void table.updateSaved()),
      table.savedView !== undefined && !table.isAsSaved,
    ),
    action('rename-view', 'Rename the view…', open('rename-view'), table.savedView !== undefined),
    action(
      'view-first',
      'View: All runs',
      onTable(() => table.show(FIRST_VIEW)),
    ),
    ...table.savedViews.map((view) =>
      action(
        `view-${view.name}`,
        `View: ${view.name}`,
        onTable(() => table.showSaved(view)),
      ),
    ),
  ];
}
