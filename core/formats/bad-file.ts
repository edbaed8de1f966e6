import { StudioError } from '../contract/errors';

const MOST_PLACE = 300;

/** @param place where in the file: a header, an entry, a key, a line */
export function badFile(place: string, problem: string): StudioError {
  // A name from a hostile file may be megabytes long.
  const shown = place.length > MOST_PLACE ? `${place.slice(0, MOST_PLACE)}…` : place;
  return new StudioError('bad-file', `${shown}: ${problem}`);
}
