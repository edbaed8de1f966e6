/** Everything a person can do, by name: the palette lists it, and frequent actions have a shortcut. */
import type { MENU_COMMANDS } from '../../core/contract/ipc';
import type { Studio } from './studio.svelte';
import { newSweep, sweepFrom } from './sweep-actions';
import { tableActions } from './table-actions';
import { isActive, isPausable, isResumable } from './run-statuses';

export interface Shortcut {
  readonly key: string;
  /** Ctrl, or Cmd on a Mac. */
  readonly mod?: boolean;
  readonly shift?: boolean;
}

export interface Action {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly shortcut?: Shortcut;
  readonly isEnabled: boolean;
  readonly perform: () => void;
}

export function studioActions(studio: Studio): Action[] {
  const { runs, router, settings, datasets } = studio;
  const ticked = runs.ticked;
  const [onlyRun] = ticked.length === 1 ? ticked : [];
  const always = { isEnabled: true };
  return [
    {
      id: 'new-run',
      title: 'New run…',
      group: 'Runs',
      shortcut: { key: 'n', mod: true },
      ...always,
      perform: () => studio.newRun(),
    },
    {
      id: 'new-sweep',
      title: 'New sweep…',
      group: 'Sweeps',
      isEnabled: studio.sweepDraft !== null || studio.draft?.check.configuration != null,
      perform: () => newSweep(studio),
    },
    {
      id: 'sweep-from-run',
      title: 'Sweep from the ticked run…',
      group: 'Sweeps',
      isEnabled: onlyRun !== undefined,
      perform: () => onlyRun && sweepFrom(studio, onlyRun.configuration),
    },
    { id: 'import-run', title: 'Import run…', group: 'Runs', ...always, perform: () => void studio.importRuns() },
    {
      ...{ id: 'import-bundle', title: 'Import run from a bundle…', group: 'Runs', ...always },
      perform: () => void studio.importRuns('runs:import-bundle'),
    },
    {
      id: 'quick-start',
      title: 'Run the quick start (three runs on CO₂)',
      group: 'Runs',
      isEnabled: datasets.isLoaded,
      perform: () => void studio.runQuickStart(),
    },
    {
      id: 'open-run',
      title: 'Open the ticked run',
      group: 'Runs',
      isEnabled: onlyRun !== undefined,
      perform: () => onlyRun && router.go({ page: 'run', id: onlyRun.id, tab: 'overview' }),
    },
    {
      id: 'compare',
      title: 'Compare the ticked runs',
      group: 'Runs',
      isEnabled: ticked.length > 0,
      perform: () => studio.compareTicked(),
    },
    {
      id: 'duplicate',
      title: 'Duplicate the ticked run…',
      group: 'Runs',
      shortcut: { key: 'd', mod: true },
      isEnabled: onlyRun !== undefined,
      perform: () => onlyRun && studio.duplicate(onlyRun.configuration),
    },
    {
      id: 'ablation',
      title: 'Ablation of the ticked run…',
      group: 'Runs',
      isEnabled: onlyRun !== undefined,
      perform: () => onlyRun && (studio.ablationOf = onlyRun.id),
    },
    {
      id: 'predict',
      title: 'Predict other data with the ticked run…',
      group: 'Runs',
      isEnabled: onlyRun?.results != null,
      perform: () => onlyRun && router.go({ page: 'predict', run: onlyRun.id }),
    },
    {
      id: 'pause',
      title: 'Pause the ticked runs',
      group: 'Runs',
      isEnabled: ticked.some(isPausable),
      perform: () => void studio.pause(ticked),
    },
    {
      id: 'resume',
      title: 'Resume the ticked runs',
      group: 'Runs',
      isEnabled: ticked.some(isResumable),
      perform: () => void studio.resume(ticked),
    },
    {
      id: 'cancel',
      title: 'Cancel the ticked runs',
      group: 'Runs',
      isEnabled: ticked.some(isActive),
      perform: () => void studio.cancel(ticked),
    },
    {
      id: 'delete',
      title: 'Delete the ticked runs',
      group: 'Runs',
      isEnabled: ticked.length > 0,
      perform: () => void studio.delete(ticked),
    },
    {
      id: 'undo-delete',
      title: 'Undo delete',
      group: 'Runs',
      shortcut: { key: 'z', mod: true },
      isEnabled: runs.canUndoDelete,
      perform: () => void studio.undoDelete(),
    },
    {
      id: 'tick-all',
      title: 'Tick all runs',
      group: 'Runs',
      shortcut: { key: 'a', mod: true },
      // Elsewhere the key does nothing, rather than mark the text of the whole window.
      isEnabled: router.page.page === 'runs',
      perform: () => runs.tickOnly(runs.shownIds),
    },
    { id: 'tick-none', title: 'Tick no run', group: 'Runs', ...always, perform: () => runs.tickOnly([]) },
    ...tableActions(studio),
    {
      id: 'show-runs',
      title: 'Go to Runs',
      group: 'Go',
      shortcut: { key: '1', mod: true },
      ...always,
      perform: () => router.go({ page: 'runs' }),
    },
    {
      id: 'show-compare',
      title: 'Go to Compare',
      group: 'Go',
      shortcut: { key: '2', mod: true },
      ...always,
      perform: () => studio.compareTicked(),
    },
    {
      id: 'show-sweeps',
      title: 'Go to Sweeps',
      group: 'Go',
      shortcut: { key: '3', mod: true },
      ...always,
      perform: () => router.go({ page: 'sweeps' }),
    },
    {
      id: 'show-data',
      title: 'Go to Data',
      group: 'Go',
      shortcut: { key: '4', mod: true },
      ...always,
      perform: () => router.go({ page: 'data' }),
    },
    {
      id: 'show-predict',
      title: 'Go to Predict',
      group: 'Go',
      ...always,
      perform: () => router.go({ page: 'predict', run: null }),
    },
    { id: 'show-trash', title: 'Go to Trash', group: 'Go', ...always, perform: () => router.go({ page: 'trash' }) },
    {
      id: 'show-settings',
      title: 'Go to Settings',
      group: 'Go',
      shortcut: { key: ',', mod: true },
      ...always,
      perform: () => router.go({ page: 'settings' }),
    },
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      id: `theme-${theme}`,
      title: `Theme: ${theme}`,
      group: 'Settings',
      isEnabled: settings.current.theme !== theme,
      perform: () => void studio.setTheme(theme),
    })),
    { id: 'check-store', title: 'Check & repair…', group: 'Settings', ...always, perform: () => studio.checkStore() },
    {
      id: 'about',
      title: 'About AlarmworkNet Studio',
      group: 'Settings',
      ...always,
      perform: () => (studio.isAboutOpen = true),
    },
  ];
}

/** Does what the menu names, where it can be done now. */
export function perform(studio: Studio, command: Exclude<(typeof MENU_COMMANDS)[number], 'palette'>): void {
  const action = studioActions(studio).find(({ id }) => id === command);
  if (!action) throw new Error(`There is no action ${command}`);
  if (action.isEnabled) action.perform();
}

/** The actions whose title has every word typed. */
export function matchingActions(actions: readonly Action[], search: string): Action[] {
  const words = search.toLowerCase().split(/\s+/);
  return actions.filter(({ title, group }) => words.every((word) => `${group} ${title}`.toLowerCase().includes(word)));
}

export function matchesShortcut(event: KeyboardEvent, { key, mod = false, shift = false }: Shortcut): boolean {
  const hasMod = event.ctrlKey || event.metaKey;
  return event.key.toLowerCase() === key && hasMod === mod && event.shiftKey === shift && !event.altKey;
}

const isMac = /Mac/.test(globalThis.navigator?.userAgent ?? '');

export function shortcutText({ key, mod = false, shift = false }: Shortcut): string {
  return [mod ? (isMac ? '⌘' : 'Ctrl') : '', shift ? 'Shift' : '', key.toUpperCase()]
    .filter(Boolean)
    .join(isMac ? ' ' : '+');
}

/** Ctrl+Z in a text field means the text. */
const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea');

const opensPalette: Shortcut = { key: 'k', mod: true };

/** What the whole window does with a key. A handled key goes no further: the menu has the same accelerators. */
export function performShortcut(studio: Studio, event: KeyboardEvent): void {
  if (matchesShortcut(event, opensPalette)) {
    event.preventDefault();
    studio.isPaletteOpen = !studio.isPaletteOpen;
    return;
  }
  if (
    event.defaultPrevented ||
    studio.isPaletteOpen ||
    studio.router.isNewRunOpen ||
    studio.router.isNewSweepOpen ||
    isWriting(event.target)
  )
    return;
  const action = studioActions(studio).find(({ shortcut }) => shortcut && matchesShortcut(event, shortcut));
  if (!action) return;
  event.preventDefault();
  if (action.isEnabled) action.perform();
}
