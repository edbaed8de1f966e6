/** What a run sorts by in one column: numbers by size, texts as people sort names, null for unknown. */
import type { FilterValue } from '../../core/analysis/filter/filter-field';

export type SortKey = number | string | null;

export function sortKeyOf(value: FilterValue): SortKey {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return sortText(value);
  return value.length === 0 ? null : sortText(value.join(' '));
}

/** Text that sorts, code unit by code unit, as people sort names: "Run 9" before "run 10". A collator takes ten times as long. */
function sortText(text: string): string {
  // eslint-disable-next-line no-control-regex -- the range is all of ASCII
  const plain = /^[\x00-\x7f]*$/.test(text) ? text : text.normalize('NFKD').replaceAll(/\p{Mn}/gu, '');
  return plain.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(16, '0'));
}

/** Unknown values come last in either direction. @param direction 1 or −1 */
export function compareSortKeys(a: SortKey, b: SortKey, direction: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : (a < b ? -1 : 1) * direction;
  const [first, second] = [String(a), String(b)];
  return first === second ? 0 : (first < second ? -1 : 1) * direction;
}
