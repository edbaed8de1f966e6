/**
 * Moments in time as a filter writes them: 2026, 2026-01, 2026-01-31 and 2026-01-31T14:30 in local time, which stand for all
 * of that year, month, day or minute; `today` and `yesterday`; and 30min, 12h, 2d, 3w, the moment so long ago.
 */

export interface Moment {
  readonly from: number;
  /** The first moment after it; the same as `from` where it has no length. */
  readonly to: number;
}

const UNITS: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const RELATIVE = /^(\d+(?:\.\d*)?|\.\d+)(min|h|d|w)$/i;
const ABSOLUTE = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2}):(\d{2}))?)?)?$/i;

export const MOMENT_FORMS = 'a date such as 2026-01-31, or a time ago such as 12h, 2d or 3w';

/** @param now milliseconds since 1970 */
export function readMoment(text: string, now: number): Moment | null {
  const relative = RELATIVE.exec(text);
  if (relative) {
    const at = now - Number(relative[1]) * (UNITS[(relative[2] ?? '').toLowerCase()] ?? NaN);
    return Number.isFinite(at) ? { from: at, to: at } : null;
  }
  const word = text.toLowerCase();
  if (word === 'today' || word === 'yesterday') {
    const today = new Date(now);
    const day = today.getDate() - Number(word === 'yesterday');
    return stretch(today.getFullYear(), today.getMonth(), day, 'day');
  }
  return readDate(text);
}

function readDate(text: string): Moment | null {
  const parts = ABSOLUTE.exec(text);
  if (!parts) return null;
  const [year = NaN, month = 1, day = 1, hour = 0, minute = 0] = parts
    .slice(1)
    .map((part: string | undefined) => (part === undefined ? undefined : Number(part)));
  const begin = new Date(year, month - 1, day, hour, minute);
  // The 31st of February rolls over into March: it is no date. Neither is a year that Date takes for one of the last century.
  const isReal = year >= 1000 && begin.getMonth() === month - 1 && begin.getDate() === day && hour < 24 && minute < 60;
  if (!isReal) return null;
  if (parts[4] !== undefined) return { from: begin.getTime(), to: begin.getTime() + 60_000 };
  return stretch(year, month - 1, day, parts[3] !== undefined ? 'day' : parts[2] !== undefined ? 'month' : 'year');
}

/** Ends where the next one begins, so that days with 23 and 25 hours come out right. */
function stretch(year: number, month: number, day: number, length: 'day' | 'month' | 'year'): Moment {
  const end = {
    day: new Date(year, month, day + 1),
    month: new Date(year, month + 1, 1),
    year: new Date(year + 1, 0, 1),
  }[length];
  return { from: new Date(year, month, day).getTime(), to: end.getTime() };
}
