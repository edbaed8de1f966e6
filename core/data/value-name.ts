import type { SeriesColumn } from '../contract/series';

/** What a known value of a column is called: its text, or its number. */
export function valueName({ categories }: Pick<SeriesColumn, 'categories'>, value: number): string {
  return categories ? (categories[value] ?? '') : String(value);
}
