import { badFile } from '../../formats/bad-file';
import { IMPORT_LIMITS } from './rows';

/**
 * Names as a library can keep them. A nameless column (an index written by pandas, say) is called by its place.
 *
 * @throws StudioError `bad-file` naming the place, for two of a name, a name too long and too many columns
 */
export function columnNames(written: readonly string[], place: string): string[] {
  if (written.length > IMPORT_LIMITS.columns) {
    throw badFile(
      place,
      `${written.length} columns; at most ${IMPORT_LIMITS.columns} can be read. Check the separator.`,
    );
  }
  const firstPlace = new Map<string, number>();
  return written.map((text, column) => {
    const name = text.trim() || `column${column + 1}`;
    if (name.length > IMPORT_LIMITS.columnName) {
      throw badFile(place, `the name of column ${column + 1} is longer than ${IMPORT_LIMITS.columnName} characters.`);
    }
    const first = firstPlace.get(name);
    if (first !== undefined) {
      throw badFile(place, `columns ${first + 1} and ${column + 1} are both called "${name}". Rename one of them.`);
    }
    firstPlace.set(name, column);
    return name;
  });
}
