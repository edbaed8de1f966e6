import { randomUUID } from 'node:crypto';
import { StudioError } from '../../core/contract/errors';

/** Files the person chose in a dialog, behind opaque names: the window never sees a path and can't make one up. */
export class FileTokens {
  readonly #paths = new Map<string, string>();

  give(path: string): string {
    const token = randomUUID();
    this.#paths.set(token, path);
    return token;
  }

  pathOf(token: string): string {
    const path = this.#paths.get(token);
    if (path === undefined)
      throw new StudioError('not-found', 'Choose the file again: it was chosen before the app last started');
    return path;
  }
}
