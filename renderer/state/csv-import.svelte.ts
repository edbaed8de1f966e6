import { CsvOptions, type CsvPreview } from '../../core/contract/dataset';
import type { Result } from '../../core/contract/ipc';
import type { DesktopApi } from '../desktop-api';
import type { DatasetsStore } from './datasets-store.svelte';
import { Lookup } from './lookup.svelte';

const REST_MILLISECONDS = 200;

/** A CSV file being taken in: how it is read, what it then holds, and which columns are wanted. */
export class CsvImport {
  options = $state<CsvOptions>(CsvOptions.parse({}));
  /** Columns a person does not want; all others with numbers in them are taken. */
  #refused = $state.raw<readonly string[]>([]);
  readonly preview: Lookup<CsvOptions, CsvPreview>;
  readonly usable = $derived.by(() => this.preview.answer?.columns.filter(isUsable) ?? []);
  readonly chosen = $derived(this.usable.map(({ name }) => name).filter((name) => !this.#refused.includes(name)));

  constructor(
    api: DesktopApi,
    readonly token: string,
    readonly fileName: string,
  ) {
    this.preview = new Lookup((options) => api.ask('datasets:preview-csv', { token, options }), REST_MILLISECONDS);
  }

  choose(name: string, isWanted: boolean): void {
    const others = this.#refused.filter((each) => each !== name);
    this.#refused = isWanted ? others : [...others, name];
  }

  /** @returns the entry of the library, and what was done to the file's rows, in words */
  async take(datasets: DatasetsStore): Promise<Result<'datasets:import-csv'>> {
    return datasets.importCsv(this.token, $state.snapshot(this.options), [...this.chosen]);
  }
}

/** Text has no place in a series; a column with a problem can be taken once the options resolve it. */
export function isUsable({ kind, problem }: CsvPreview['columns'][number]): boolean {
  return kind === 'number' && problem === null;
}
