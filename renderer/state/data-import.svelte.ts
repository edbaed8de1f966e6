import type {
  Clock,
  ColumnType,
  ImportColumn,
  ImportOptions,
  ImportPreview,
  ImportProgress,
} from '../../core/contract/import';
import type { Result } from '../../core/contract/ipc';
import type { DesktopApi } from '../desktop-api';
import type { DatasetsStore } from './datasets-store.svelte';
import { Lookup } from './lookup.svelte';

const REST_MILLISECONDS = 200;

export interface ChosenFile {
  readonly token: string;
  readonly fileName: string;
}

/** A file being taken in: how it is read, what it then holds, and what of that is wanted. */
export class DataImport {
  readonly token: string;
  readonly fileName: string;
  name = $state('');
  /** As the file looks until the first answer; then as a person chooses. */
  options = $state<ImportOptions | null>(null);
  readonly preview: Lookup<ImportOptions | null, ImportPreview>;
  /** Columns a person does not want; all others that can be learnt from are taken, apart from those below. */
  #refused = $state.raw<readonly string[]>([]);
  /** What only a person wants: dates, which by themselves label rows and turn the clocks, and texts that hardly come twice. */
  #wanted = $state.raw<readonly string[]>([]);
  /** The column of labels: what was proposed, until a person chooses. */
  #label = $state.raw<string | null | undefined>(undefined);
  /** The column that tells sequences apart: what was proposed, until a person chooses. */
  #sequences = $state.raw<string | null | undefined>(undefined);
  clocks = $state.raw<readonly { readonly name: string; readonly clock: Clock }[]>([]);
  progress = $state.raw<ImportProgress | null>(null);
  isImporting = $state(false);
  readonly columns = $derived.by(() => this.preview.answer?.columns ?? []);
  readonly chosen = $derived(this.columns.filter((column) => this.isChosen(column)));
  readonly label = $derived.by(() => {
    const label = this.#label === undefined ? (this.preview.answer?.label ?? null) : this.#label;
    return this.columns.some(({ name }) => name === label) ? label : null;
  });
  /** Columns that may tell sequences apart: an id is kept, or nobody can learn by it. */
  readonly ids = $derived(this.chosen.filter(({ type }) => type === 'text' || type === 'number'));
  readonly sequences = $derived.by(() => {
    const sequences = this.#sequences === undefined ? (this.preview.answer?.sequences ?? null) : this.#sequences;
    return this.ids.some(({ name }) => name === sequences) ? sequences : null;
  });
  readonly dates = $derived(this.columns.filter(({ type, problem }) => type === 'date' && problem === null));
  readonly #api: DesktopApi;
  #asked = '';

  constructor(api: DesktopApi, { token, fileName }: ChosenFile) {
    this.#api = api;
    this.token = token;
    this.fileName = fileName;
    this.name = fileName;
    this.preview = new Lookup(async (options) => {
      const answer = await api.ask('datasets:preview-import', { token, options });
      if (this.options === null) {
        this.options = answer.options;
        this.#asked = JSON.stringify(answer.options);
      }
      return answer;
    }, REST_MILLISECONDS);
  }

  /** Asks what the file holds, if it was not asked in this way last. */
  look(): void {
    const options = $state.snapshot(this.options);
    const question = JSON.stringify(options);
    if (question === this.#asked) return;
    this.#asked = question;
    this.preview.ask(options);
  }

  isChosen(column: ImportColumn): boolean {
    if (!isUsable(column)) return false;
    return this.#isTakenAtFirst(column) ? !this.#refused.includes(column.name) : this.#wanted.includes(column.name);
  }

  /** Texts that come again and again are classes, or ids of sequences; but one missing would end an import nobody asked for. */
  #isTakenAtFirst({ type, texts = 0, missing }: ImportColumn): boolean {
    if (type === 'text') return texts >= 2 && texts <= (this.preview.answer?.rows ?? 0) / 2 && missing === 0;
    return type !== 'date';
  }

  choose(column: ImportColumn, isWanted: boolean): void {
    const { name } = column;
    const without = (list: readonly string[]) => list.filter((each) => each !== name);
    if (!this.#isTakenAtFirst(column))
      this.#wanted = isWanted ? [...without(this.#wanted), name] : without(this.#wanted);
    else this.#refused = isWanted ? without(this.#refused) : [...without(this.#refused), name];
  }

  chooseType(name: string, type: ColumnType): void {
    if (!this.options) return;
    this.options.types = [...this.options.types.filter((each) => each.name !== name), { name, type }];
  }

  chooseLabel(name: string | null): void {
    this.#label = name;
  }

  chooseSequences(name: string | null): void {
    this.#sequences = name;
  }

  hasClock(name: string, clock: Clock): boolean {
    return this.clocks.some((each) => each.name === name && each.clock === clock);
  }

  turnClock(name: string, clock: Clock, isWanted: boolean): void {
    const others = this.clocks.filter((each) => each.name !== name || each.clock !== clock);
    this.clocks = isWanted ? [...others, { name, clock }] : others;
  }

  /** @returns the entry of the library, and what was done to the file's rows, in words */
  async take(datasets: DatasetsStore): Promise<Result<'datasets:import'>> {
    const { options } = this;
    if (!options) throw new Error('The file has not been looked into yet');
    const stop = this.#api.listen('datasets:import-progress', (progress) => {
      if (progress.token === this.token) this.progress = progress;
    });
    this.isImporting = true;
    try {
      const columns = this.chosen.map(({ name, type }) => ({ name, type }));
      const calendar = this.clocks
        .filter(({ name }) => this.dates.some((date) => date.name === name))
        .map((clock) => ({ ...clock }));
      return await datasets.import({
        token: this.token,
        options: $state.snapshot(options),
        choice: { name: this.name, columns, label: this.label, sequences: this.sequences, calendar },
      });
    } finally {
      stop();
      this.isImporting = false;
      this.progress = null;
    }
  }

  cancel(): Promise<void> {
    return this.#api.ask('datasets:cancel-import', { token: this.token });
  }
}

/** Too many texts can only label rows; a column with a problem can be taken once the options resolve it. */
export function isUsable({ type, texts, problem }: ImportColumn): boolean {
  return problem === null && (type !== 'text' || texts !== undefined);
}
