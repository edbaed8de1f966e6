import { createContext } from 'svelte';
import type { AppInfo, MENU_COMMANDS } from '../../core/contract/ipc';
import { QUICK_START_MODELS, quickStartConfiguration } from '../../core/contract/quick-start';
import type { CheckpointInfo, RunConfiguration, RunSummary } from '../../core/contract/run';
import type { Settings } from '../../core/contract/settings';
import type { DesktopApi } from '../desktop-api';
import { formatQuantity } from '../format';
import { perform } from './actions';
import { ChartSettings } from './chart-settings.svelte';
import { CurvesStore } from './curves-store.svelte';
import { DatasetsStore } from './datasets-store.svelte';
import { attempt, shortList, showDone, showError, showUndo } from './messages';
import { PredictionChoice } from './prediction-choice.svelte';
import { marksBefore, type Marking } from './run-marks';
import { Router } from './router.svelte';
import { RunDraft } from './run-draft.svelte';
import { isActive, isPausable, isResumable } from './run-statuses';
import { RunsStore } from './runs-store.svelte';
import { SettingsStore } from './settings-store.svelte';
import { StoreCheckState } from './store-check.svelte';
import type { SweepDraft } from './sweep-draft.svelte';
import { SweepsStore } from './sweeps-store.svelte';
import { StatisticsChoice } from './statistics.svelte';
import { SystemLoadStore } from './system-load.svelte';
import { TrashStore } from './trash-store.svelte';

const QUICK_START_DATASET = 'co2';

export type TablePanel = 'columns' | 'grouping' | 'marks' | 'views' | 'save-view' | 'rename-view';

/** The whole window's state, and what a person can do with it wherever they are. */
export class Studio {
  readonly router = new Router();
  readonly runs: RunsStore;
  readonly curves: CurvesStore;
  readonly datasets: DatasetsStore;
  readonly settings: SettingsStore;
  readonly load: SystemLoadStore;
  readonly trash: TrashStore;
  readonly storeCheck: StoreCheckState;
  readonly sweeps: SweepsStore;
  readonly statistics = new StatisticsChoice();
  readonly charts = new ChartSettings();
  readonly prediction = new PredictionChoice();

  info = $state.raw<AppInfo | null>(null);
  /** Kept while the sheet is closed: an interrupted thought is there again, unless it could not have been launched. */
  draft = $state.raw<RunDraft | null>(null);
  sweepDraft = $state.raw<SweepDraft | null>(null);
  /** How the window is arranged; the same on every page. */
  tableShare = $state(70);
  isPaletteOpen = $state(false);
  isAboutOpen = $state(false);
  /** Id of the run whose ablation is being asked about. */
  ablationOf = $state<string | null>(null);
  /** Which of the table's panels is open: one at a time, from its button or from the palette. */
  tablePanel = $state<TablePanel | null>(null);

  constructor(readonly api: DesktopApi) {
    this.settings = new SettingsStore(api);
    this.runs = new RunsStore(api, this.settings);
    this.curves = new CurvesStore(api, this.runs);
    this.datasets = new DatasetsStore(api);
    this.load = new SystemLoadStore(api);
    this.trash = new TrashStore(api, this.runs);
    this.storeCheck = new StoreCheckState(api);
    this.sweeps = new SweepsStore(api);
  }

  /** @returns a function that stops everything */
  start(): () => void {
    const stops = [
      this.runs.start(),
      this.curves.start(),
      this.settings.start(),
      this.load.start(),
      this.trash.start(),
      this.storeCheck.start(),
      this.sweeps.start(),
      this.router.start(),
      this.api.listen('menu:command', (command) => this.#obey(command)),
      this.api.listen('notice', showError),
      this.api.listen('datasets:dropped', (file) => {
        this.datasets.dropped = file;
        this.router.go({ page: 'data' });
      }),
    ];
    void attempt(async () => {
      await this.settings.load();
      const { tableView } = this.settings.current;
      if (tableView) this.runs.table.show(tableView);
    });
    void attempt(() => this.runs.load());
    void attempt(() => this.sweeps.load());
    void attempt(async () => (this.info = await this.api.ask('app:info')));
    void this.datasets.load().then(() => this.prepareDraft());
    return () => stops.forEach((stop) => stop());
  }

  /** The form needs some data to start from: the first entry of the library. */
  prepareDraft(): void {
    const first = this.datasets.find(QUICK_START_DATASET) ?? this.datasets.all[0];
    if (!this.draft && first) this.draft = RunDraft.forDataset(first);
  }

  newRun(): void {
    if (!this.router.isNewRunOpen && (this.draft?.isReady === false || this.draft?.fork)) this.resetDraft();
    this.#openNewRun();
  }

  /** The same data with what suits it: everything else as if nothing had been chosen. */
  resetDraft(): void {
    const { draft } = this;
    const dataset = draft && this.datasets.summaryOf(draft.values.dataset);
    this.draft = dataset ? RunDraft.forDataset(dataset) : null;
    this.prepareDraft();
  }

  newRunWith(datasetId: string): void {
    const dataset = this.datasets.find(datasetId);
    if (!dataset) return;
    this.draft = RunDraft.forDataset(dataset);
    this.#openNewRun();
  }

  duplicate(configuration: RunConfiguration): void {
    this.draft = RunDraft.copyOf(configuration);
    this.#openNewRun();
  }

  /** Opens the form for a run that goes on from a checkpoint of this one. */
  fork(run: RunSummary, checkpoint: CheckpointInfo): void {
    this.draft = RunDraft.forkOf(run, checkpoint);
    this.#openNewRun();
  }

  async extend(run: RunSummary, epochs: number): Promise<void> {
    await attempt(async () => {
      await this.runs.extend(run.id, epochs);
      showDone(`“${run.configuration.name}” trains for ${formatQuantity(epochs, 'epoch')} more`);
    });
  }

  /** @returns the runs launched, oldest first; none where the draft is wrong or main refuses */
  async launchDraft(): Promise<readonly string[]> {
    const { draft } = this;
    const configuration = draft?.check.configuration;
    if (!draft?.isReady || !configuration) return [];
    const { fork, weights } = draft;
    const ids = await attempt(async () =>
      fork
        ? [await this.runs.fork(fork.run.id, fork.checkpoint.name, configuration)]
        : weights
          ? this.runs.launchWithWeights(weights.token, configuration, draft.count)
          : this.runs.launch(configuration, draft.count),
    );
    if (!ids) return [];
    this.runs.tickOnly(fork ? [fork.run.id, ...ids] : ids);
    // What was asked for is done: the next new run is none of it.
    if (fork || weights) this.resetDraft();
    showDone(ids.length === 1 ? `Launched “${configuration.name}”` : `Launched ${formatQuantity(ids.length, 'run')}`);
    return ids;
  }

  async runQuickStart(): Promise<void> {
    const dataset = this.datasets.find(QUICK_START_DATASET);
    if (!dataset) return;
    const ids: string[] = [];
    await attempt(async () => {
      for (const model of QUICK_START_MODELS)
        ids.push(...(await this.runs.launch(quickStartConfiguration(dataset, model), 1)));
    });
    if (ids.length > 0) this.runs.tickOnly(ids);
    this.router.go({ page: 'runs' });
  }

  compareTicked(): void {
    this.router.go({ page: 'compare', tab: 'curves', ids: null });
  }

  /** Trains variants of a run and opens their comparison with it. @returns whether main took the order */
  async ablate({ id }: RunSummary, seeds: number, variants: string[]): Promise<boolean> {
    const made = await attempt(() => this.api.ask('runs:ablate', { id, seeds, variants }));
    if (!made) return false;
    this.runs.tickOnly(made.runs);
    this.statistics.startFrom(id);
    this.router.go({ page: 'compare', tab: 'seeds', ids: null });
    const reused = made.reused > 0 ? `${formatQuantity(made.reused, 'run')} had been trained already. ` : '';
    showDone(`Launched ${formatQuantity(made.launched, 'run')}`, `${reused}All have the tag “${made.tag}”.`);
    return true;
  }

  async cancel(runs: readonly RunSummary[]): Promise<void> {
    const ids = runs.filter(isActive).map((run) => run.id);
    if (ids.length > 0) await attempt(() => this.runs.cancel(ids));
  }

  async pause(runs: readonly RunSummary[]): Promise<void> {
    const ids = runs.filter(isPausable).map((run) => run.id);
    if (ids.length > 0) await attempt(() => this.runs.pause(ids));
  }

  async resume(runs: readonly RunSummary[]): Promise<void> {
    const ids = runs.filter(isResumable).map((run) => run.id);
    if (ids.length > 0) await attempt(() => this.runs.resume(ids));
  }

  /** Writes marks on runs, with a way back. @param what in the past: "Tagged 3 runs" */
  async mark(what: string, markings: readonly Marking[]): Promise<void> {
    const runs = markings.flatMap(({ ids }) => ids).flatMap((id) => this.runs.find(id) ?? []);
    const back = marksBefore(runs, markings);
    if (back.length === 0) return;
    await attempt(async () => {
      await this.runs.annotate(markings);
      showUndo(what, () => void attempt(() => this.runs.annotate(back)));
    });
  }

  async archive(runs: readonly RunSummary[], isArchived: boolean): Promise<void> {
    const ids = runs.filter((run) => run.isArchived !== isArchived).map(({ id }) => id);
    if (ids.length === 0) return;
    const word = isArchived ? 'Archived' : 'Brought back';
    await this.mark(`${word} ${formatQuantity(ids.length, 'run')}`, [{ ids, change: { isArchived } }]);
  }

  async delete(runs: readonly RunSummary[]): Promise<void> {
    const [first] = runs;
    if (!first) return;
    await attempt(async () => {
      await this.runs.delete(runs.map((run) => run.id));
      const what = runs.length === 1 ? `“${first.configuration.name}”` : formatQuantity(runs.length, 'run');
      showUndo(`Deleted ${what}`, () => void this.undoDelete());
    });
  }

  async undoDelete(): Promise<void> {
    const count = await attempt(() => this.runs.undoDelete());
    if (count) showDone(`Restored ${formatQuantity(count, 'run')}`);
  }

  /** Takes in runs that were trained elsewhere, ticked, and says what became of each folder or bundle. */
  async importRuns(request: 'runs:import' | 'runs:import-bundle' = 'runs:import'): Promise<void> {
    const result = await attempt(() => this.api.ask(request));
    if (!result) return;
    const { imported, refused } = result;
    if (imported.length > 0) {
      this.runs.tickAlso(imported.map(({ id }) => id));
      this.router.go({ page: 'runs' });
      const [first] = imported;
      const what = imported.length === 1 ? `“${first?.name}”` : formatQuantity(imported.length, 'run');
      const notes = imported.filter(({ note }) => note !== '').map(({ name, note }) => `“${name}”: ${note}`);
      showDone(`Imported ${what}`, shortList(notes));
    }
    if (refused.length > 0) showError({ code: 'bad-file', message: shortList(refused) });
  }

  async setTheme(theme: Settings['theme']): Promise<void> {
    await attempt(() => this.settings.set({ theme }));
  }

  checkStore(): void {
    this.router.go({ page: 'settings' });
    void this.storeCheck.check(false);
  }

  #openNewRun(): void {
    this.router.go({ page: 'new' });
  }

  /** Commands of the menu are named as the actions of the palette that they are, but for the palette itself. */
  #obey(command: (typeof MENU_COMMANDS)[number]): void {
    if (command === 'palette') this.isPaletteOpen = true;
    else perform(this, command);
  }
}

export const [getStudio, setStudio] = createContext<Studio>();
