const LONGEST = 32;

/** A name as the title of an axis: one of 200 characters would be longer than the chart. */
export function shortName(name: string, longest = LONGEST): string {
  return name.length <= longest ? name : `${name.slice(0, longest - 1)}…`;
}

/** The same with both ends: what tells two steps of a sequence apart comes last. */
export function shortInMiddle(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const end = Math.floor((longest - 1) / 2);
  return `${name.slice(0, longest - 1 - end)}…${name.slice(-end)}`;
}
