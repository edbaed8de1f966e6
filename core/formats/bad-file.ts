import { StudioError } from '../contract/errors';

/** @param place where in the file: a header, an entry, a key, a line */
export function badFile(place: string, problem: string): StudioError {
  return new StudioError('bad-file', `${place}: ${problem}`);
}
