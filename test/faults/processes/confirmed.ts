/**
 * What the app has confirmed, to be held against what is there after a crash. An action that was under way at the crash may
 * have been carried out or not: both are right.
 */
import type { RunId, RunSummary } from '../../../core/contract/run';
import { sameRows } from './expected-course';

type Lose = (what: string) => void;

export class Confirmed {
  /** Runs a person was told exist. */
  readonly #runs = new Set<RunId>();
  readonly #trash = new Set<RunId>();
  /** Where a move to or from the trash was under way. */
  readonly #moving = new Set<RunId>();
  readonly #names = new Map<RunId, readonly string[]>();
  readonly #rows = new Map<RunId, readonly (readonly number[])[]>();
  readonly #weights = new Map<RunId, string>();
  #actions = 0;
  hasExported = false;

  get summary(): string {
    return `${this.#actions} confirmed actions, ${this.#runs.size} runs, ${this.#trash.size} in the trash`;
  }

  async launching(action: () => Promise<RunId[]>): Promise<void> {
    for (const id of await action()) this.#runs.add(id);
    this.#actions++;
  }

  async renaming(id: RunId, name: string, action: () => Promise<void>): Promise<void> {
    this.#names.set(id, [...(this.#names.get(id) ?? []), name]);
    await action();
    this.#names.set(id, [name]);
    this.#actions++;
  }

  deleting(id: RunId, action: () => Promise<void>): Promise<void> {
    return this.#move(id, action, () => this.#trash.add(id));
  }

  restoring(id: RunId, action: () => Promise<void>): Promise<void> {
    return this.#move(id, action, () => this.#trash.delete(id));
  }

  /** What comes after the checkpoint that a run goes on from is trained again, and its rows come again. */
  async resuming(runs: readonly RunSummary[], action: () => Promise<void>): Promise<void> {
    for (const { id } of runs) this.#rows.delete(id);
    await action();
    this.#actions++;
  }

  sawRows(id: RunId, rows: readonly (readonly number[])[]): void {
    this.#rows.set(id, rows);
    this.#actions++;
  }

  sawList(runs: readonly RunSummary[]): void {
    for (const run of runs) {
      this.#runs.add(run.id);
      if (!this.#names.has(run.id)) this.#names.set(run.id, [run.configuration.name]);
      if (run.status === 'completed' && run.results) this.#weights.set(run.id, run.results.weightsSha256);
    }
  }

  sawExport(): void {
    this.hasExported = true;
    this.#actions++;
  }

  /** After a start: from now on, what is there is what was confirmed. */
  compareList(listed: readonly RunSummary[], trash: readonly string[], lose: Lose): void {
    const byId = new Map(listed.map((run) => [run.id, run]));
    for (const id of this.#runs) {
      const run = byId.get(id);
      const isInTrash = trash.includes(id);
      if (!run && !isInTrash) lose(`run ${id} is gone`);
      if (run && isInTrash) lose(`run ${id} is both listed and in the trash`);
      if (!this.#moving.has(id) && isInTrash !== this.#trash.has(id)) {
        lose(`run ${id} is ${isInTrash ? 'in the trash' : 'listed'}, against what was confirmed`);
      }
      if (isInTrash) this.#trash.add(id);
      else this.#trash.delete(id);
      if (run) this.#compareRun(run, lose);
    }
    this.#moving.clear();
    this.sawList(listed);
  }

  compareRows(id: RunId, rows: readonly (readonly number[])[], lose: Lose): void {
    const seen = this.#rows.get(id) ?? [];
    if (!sameRows(rows.slice(0, seen.length), seen)) lose(`run ${id}: rows that were on screen are not there`);
    const inOrder = rows.every(([epoch], index) => epoch === index);
    if (!inOrder) lose(`run ${id}: its rows are not each there once, in order`);
  }

  #compareRun({ id, status, configuration, results }: RunSummary, lose: Lose): void {
    const names = this.#names.get(id) ?? [];
    if (names.length > 0 && !names.includes(configuration.name)) {
      lose(`run ${id} is called ${configuration.name}, not ${names.join(' or ')}`);
    }
    this.#names.set(id, [configuration.name]);
    const weights = this.#weights.get(id);
    if (weights !== undefined && results?.weightsSha256 !== weights) {
      lose(`run ${id} was completed; now it is ${status}, with other weights`);
    }
  }

  async #move(id: RunId, action: () => Promise<void>, done: () => void): Promise<void> {
    this.#moving.add(id);
    await action();
    done();
    this.#moving.delete(id);
    this.#actions++;
  }
}
