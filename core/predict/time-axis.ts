/** Labels that are dates at a regular distance, and how they go on: what a clock will say is known ahead. */
import type { DateOrder } from '../contract/import';
import { DATE_ORDERS } from '../contract/import';
import { readDate } from '../data/import/dates';

export interface TimeAxis {
  /** Milliseconds since 1970 of row `r`, past the end as well. */
  timeOf(r: number): number;
  /** Text of row `r` past the end, written as the labels are. */
  labelOf(r: number): string;
}

/** The last ones decide: what is far back does not say how the series goes on. */
const LOOKED_AT = 50;

/** @returns null where the labels are no dates, or come at no regular distance */
export function timeAxis(labels: readonly string[] | null): TimeAxis | null {
  if (labels === null || labels.length < 2) return null;
  const from = Math.max(0, labels.length - LOOKED_AT);
  const recent = labels.slice(from);
  for (const order of DATE_ORDERS) {
    const times = recent.map((label) => readDate(label, order));
    if (!times.every((time) => time !== null)) continue;
    const next = steady(times) ?? monthly(times);
    if (next === null) continue;
    return {
      timeOf: (r) => next(r - from),
      labelOf: (r) => writeDate(next(r - from), labels.at(-1) ?? '', order),
    };
  }
  return null;
}

/** Hours, days, weeks: always the same number of milliseconds apart. */
function steady(times: readonly number[]): ((place: number) => number) | null {
  const [first = 0, second = 0] = times;
  const step = second - first;
  const isSteady = step > 0 && times.every((time, place) => time === first + place * step);
  return isSteady ? (place) => first + place * step : null;
}

/** Months, quarters, years: the same day of the month, always as many months apart. */
function monthly(times: readonly number[]): ((place: number) => number) | null {
  const months = times.map((time) => {
    const date = new Date(time);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  });
  const [first = 0, second = 0] = months;
  const step = second - first;
  // The 31st is not in every month.
  const day = new Date(times[0] ?? 0).getUTCDate();
  const rest = (times[0] ?? 0) - atMonth(first, day);
  const at = (place: number): number => atMonth(first + place * step, day) + rest;
  return step > 0 && day <= 28 && times.every((time, place) => time === at(place)) ? at : null;
}

function atMonth(month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, day);
  return date.getTime();
}

/** @param like a label, whose parts are written again: its seconds only if it has some */
function writeDate(time: number, like: string, order: DateOrder): string {
  const iso = new Date(time).toISOString();
  const clock = /[T ]\d{2}:\d{2}(:\d{2})?/.exec(like);
  const written = clock === null ? '' : `${clock[0].charAt(0)}${iso.slice(11, clock[1] ? 19 : 16)}`;
  if (order === 'iso') return `${iso.slice(0, /^\d{4}-\d{2}(?!-)/.test(like) ? 7 : 10)}${written}`;
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-');
  const sign = /[./-]/.exec(like)?.[0] ?? '/';
  return `${(order === 'day-first' ? [day, month, year] : [month, day, year]).join(sign)}${written}`;
}
