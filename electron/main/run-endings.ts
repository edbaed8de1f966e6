/**
 * How runs ended, written as soon as the disk takes it. What is shown of an ended run is right at once; a full disk holds
 * everything new up until there is space, and the person is told.
 */
import { reportError, type ErrorReport } from '../../core/contract/errors';
import type { RunDocument, RunId } from '../../core/contract/run';
import type { RunStore } from '../store/run-store';

/** A full disk is looked at again this often. */
const RETRY_MS = 5000;

export class RunEndings {
  readonly #store: Pick<RunStore, 'update'>;
  readonly #onTrouble: (error: ErrorReport) => void;
  readonly #onSpace: () => void;
  readonly #unwritten = new Map<RunId, RunDocument>();
  #holds = false;

  /** @param onSpace called when runs may be started again */
  constructor(store: Pick<RunStore, 'update'>, onTrouble: (error: ErrorReport) => void, onSpace: () => void) {
    this.#store = store;
    this.#onTrouble = onTrouble;
    this.#onSpace = onSpace;
  }

  /** True while the disk is full: a run that was started now could not be kept. */
  get holds(): boolean {
    return this.#holds;
  }

  write(document: RunDocument): void {
    this.#unwritten.set(document.id, document);
    this.#flush();
  }

  /** Waits for space, and tells the person why nothing goes on. */
  hold(error: unknown): void {
    if (this.#holds) return;
    this.#holds = true;
    this.#onTrouble(reportError(error));
    setTimeout(() => {
      this.#holds = false;
      this.#flush();
      this.#onSpace();
    }, RETRY_MS);
  }

  /** A run that is gone needs no ending. */
  forget(id: RunId): void {
    this.#unwritten.delete(id);
  }

  #flush(): void {
    for (const [id, document] of this.#unwritten) {
      try {
        // Twice: the generation before, which stands in for a damaged document, then tells how the run ended, too.
        for (let generation = 0; generation < 2; generation++) this.#store.update(id, () => document);
        this.#unwritten.delete(id);
      } catch (error) {
        this.hold(error);
        return;
      }
    }
  }
}
