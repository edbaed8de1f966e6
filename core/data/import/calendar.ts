/**
 * Clocks of a date as two columns, sine and cosine: midnight is as near to 23:59 as it is to 0:01, which no single number
 * of the hour can say.
 *
 * Math.sin may differ in its last bit between engines. That decides no bit of a run: what it gave is stored with the data.
 */
import type { Clock } from '../../contract/import';

const DAY = 86_400_000;

/** @param time milliseconds since 1970, UTC. @returns sine and cosine of the day's or the year's part gone by; NaN for no date */
export function clockAngles(time: number, clock: Clock): [sine: number, cosine: number] {
  const angle = 2 * Math.PI * (clock === 'day' ? (((time % DAY) + DAY) % DAY) / DAY : yearPart(time));
  return [Math.sin(angle), Math.cos(angle)];
}

export function clockNames(column: string, clock: Clock): [string, string] {
  const of = clock === 'day' ? 'time of day' : 'time of year';
  return [`${column} ${of}, sine`, `${column} ${of}, cosine`];
}

/** Leap years turn a little slower: the first of January is always at the same angle. */
function yearPart(time: number): number {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  const start = firstOf(year);
  return (time - start) / (firstOf(year + 1) - start);
}

function firstOf(year: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, 0, 1);
  return date.getTime();
}
