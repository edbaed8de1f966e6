/** What a check has seen and found, and the one place where it does something about it. */
import { readdirSync, rmSync, statSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { reportError } from '../../../core/contract/errors';
import { explainReadError, explainWriteError, isMissing } from '../file-errors';

export interface Finding {
  /** As a path from the folder that is checked, with `/`. */
  readonly file: string;
  readonly problem: string;
  /** What can be done about it, or what a person can do. */
  readonly remedy: string;
  /** What was done about it; null where nothing was. */
  readonly done: string | null;
}

export interface CheckReport {
  readonly files: number;
  readonly bytes: number;
  readonly findings: Finding[];
  /** Files that the app knows nothing of. They are left alone. */
  readonly unknown: string[];
}

/** Ends our temporary names, and those of the library that writes documents. */
const TEMPORARY = /\.tmp-[0-9a-f]{16}$/;
/** Evidence that earlier repairs kept: `metrics.log.damaged-1`, `run.damaged-1.json`. */
const KEPT = /\.damaged-\d+(\.\w+)?$/;

export class Examination {
  readonly #base: string;
  /** False: nothing is touched. */
  readonly repairs: boolean;
  readonly #findings: Finding[] = [];
  readonly #unknown: string[] = [];
  #files = 0;
  #bytes = 0;

  constructor(base: string, repairs: boolean) {
    this.#base = base;
    this.repairs = repairs;
  }

  get report(): CheckReport {
    return { files: this.#files, bytes: this.#bytes, findings: this.#findings, unknown: this.#unknown };
  }

  /**
   * Takes down something that is wrong, and mends it where that is wanted and possible. What fails while mending is a
   * finding like any other: a full disk must not stop the check.
   *
   * @param mend does it, and says in words what it did; absent where nothing can be done here
   */
  found(path: string, problem: string, remedy: string, mend?: () => string): void {
    let [advice, done]: [string, string | null] = [remedy, null];
    if (this.repairs && mend) {
      try {
        done = mend();
      } catch (error) {
        advice = `${remedy} That failed: ${reportError(explainWriteError(error, path)).message}`;
      }
    }
    const short = (text: string) => text.replaceAll(this.#base + sep, '');
    this.#findings.push({
      file: this.#name(path),
      problem: short(problem),
      remedy: short(advice),
      done: done === null ? null : short(done),
    });
  }

  /** Does a part of the check; what it throws becomes a finding about `path`. */
  guard<T>(path: string, check: () => T): T | undefined {
    try {
      return check();
    } catch (error) {
      this.found(path, reportError(error).message, 'See who may read it, then check again.');
      return undefined;
    }
  }

  /**
   * Counts the files of a folder, removes what killed writers left, and names what nobody knows.
   *
   * @param isKnown by its name
   * @returns names of what is left to look at; folders of a known name are among them
   */
  list(folder: string, isKnown: (entry: Dirent) => boolean): string[] {
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      if (!isMissing(error)) this.found(folder, explainReadError(error, folder).message, 'See who may read it.');
      return [];
    }
    return entries.flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isFile() && TEMPORARY.test(entry.name)) {
        this.found(path, 'It was left by a writer that was killed.', 'It can be removed.', () => {
          rmSync(path);
          return 'It was removed.';
        });
        return [];
      }
      const isKept = entry.isFile() && KEPT.test(entry.name);
      if (!isKept && !isKnown(entry)) {
        this.#unknown.push(this.#name(path));
        return [];
      }
      if (entry.isFile()) this.count(path);
      return isKept ? [] : [entry.name];
    });
  }

  count(path: string): void {
    this.#files++;
    this.#bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  #name(path: string): string {
    return relative(this.#base, path).split(sep).join('/') || '.';
  }
}
