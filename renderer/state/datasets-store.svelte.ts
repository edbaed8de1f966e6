import type { Params, Result } from '../../core/contract/ipc';
import type { DatasetChoice, DatasetSummary } from '../../core/contract/dataset';
import { reportError } from '../../core/contract/errors';
import type { RunSummary } from '../../core/contract/run';
import type { DesktopApi } from '../desktop-api';
import type { ChosenFile } from './data-import.svelte';
import { datasetTitle } from './dataset-titles';

/** The data library: shipped series, tasks, and what was imported. */
export class DatasetsStore {
  all = $state.raw<readonly DatasetSummary[]>([]);
  isLoaded = $state(false);
  problem = $state<string | null>(null);
  /** A file that was dropped on the window, until the import sheet takes it. */
  dropped = $state.raw<ChosenFile | null>(null);

  constructor(private readonly api: DesktopApi) {}

  async load(): Promise<void> {
    try {
      this.all = await this.api.ask('datasets:list');
      this.problem = null;
    } catch (error) {
      this.problem = reportError(error).message;
    }
    this.isLoaded = true;
  }

  find(id: string): DatasetSummary | undefined {
    return this.all.find((dataset) => dataset.id === id);
  }

  /** The library's entry that a choice of data belongs to. */
  summaryOf(choice: DatasetChoice): DatasetSummary | undefined {
    return this.find(choice.kind === 'series' ? choice.source : choice.task);
  }

  titleOf(choice: DatasetChoice): string {
    return this.summaryOf(choice)?.title ?? datasetTitle(choice);
  }

  /** Unit of what is predicted; empty where there is none or it is not known. */
  unitOf(choice: DatasetChoice): string {
    if (choice.kind === 'task') return '';
    return this.summaryOf(choice)?.columns.find((column) => column.name === choice.target)?.unit ?? '';
  }

  /** The unit that all these runs predict in, or none where they differ. */
  commonUnit(runs: readonly RunSummary[]): string {
    const [unit = '', ...others] = runs.map((run) => run.results?.unit ?? this.unitOf(run.configuration.dataset));
    return others.every((other) => other === unit) ? unit : '';
  }

  async import(what: Params<'datasets:import'>): Promise<Result<'datasets:import'>> {
    const imported = await this.api.ask('datasets:import', what);
    await this.load();
    return imported;
  }

  async rename(id: string, name: string): Promise<void> {
    await this.api.ask('datasets:rename', { id, name });
    await this.load();
  }

  async delete(id: string): Promise<void> {
    await this.api.ask('datasets:delete', { id });
    await this.load();
  }
}
