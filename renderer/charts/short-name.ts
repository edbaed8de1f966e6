const LONGEST = 32;

/** A name as the title of an axis: one of 200 characters would be longer than the chart. */
export function shortName(name: string, longest = LONGEST): string {
  return name.length <= longest ? name : `${name.slice(0, longest - 1)}…`;
}
