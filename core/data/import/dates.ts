/** Dates as texts, in the one order that was chosen. Without a zone they are read as UTC, so that a day has 24 hours. */
import type { DateOrder } from '../../contract/import';

const TIME = String.raw`(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?)?`;
const PATTERNS: Readonly<Record<DateOrder, RegExp>> = {
  iso: new RegExp(String.raw`^(\d{4})-(\d{2})(?:-(\d{2}))?${TIME}$`),
  'day-first': new RegExp(String.raw`^(\d{1,2})[./-](\d{1,2})[./-](\d{4})${TIME}$`),
  'month-first': new RegExp(String.raw`^(\d{1,2})[./-](\d{1,2})[./-](\d{4})${TIME}$`),
};

/** @returns milliseconds since 1970, or null for what is no date in this order (the 30th of February, say) */
export function readDate(text: string, order: DateOrder): number | null {
  const match = PATTERNS[order].exec(text);
  if (!match) return null;
  const [, first, second, third, hours = '0', minutes = '0', seconds = '0', fraction = '0', zone = 'Z'] = match;
  const [year, month, day] = (
    order === 'iso'
      ? [first, second, third ?? '1']
      : order === 'day-first'
        ? [third, second, first]
        : [third, first, second]
  ).map(Number) as [number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return null;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const date = new Date(0);
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(Number(hours), Number(minutes), Number(seconds));
  const offset = zoneMinutes(zone);
  if (offset === null) return null;
  return date.getTime() + Number(`0.${fraction}`) * 1000 - offset * 60_000;
}

function zoneMinutes(zone: string): number | null {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
