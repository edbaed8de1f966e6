import { StudioError } from '../contract/errors';

/** What is said of data and a choice that don't fit each other. */
export function refused(message: string): StudioError {
  return new StudioError('bad-configuration', message);
}
