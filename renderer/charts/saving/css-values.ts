/** What a style sheet computes, in words that every program that opens an SVG knows. */

/** @returns the same colour without `color(srgb …)`, which mixed colours compute to */
export function plainColour(colour: string): string {
  const mixed = /^color\(srgb ([\d.e+-]+) ([\d.e+-]+) ([\d.e+-]+)(?: \/ ([\d.]+))?\)$/.exec(colour);
  if (!mixed) return colour;
  const [red, green, blue] = mixed
    .slice(1, 4)
    .map((share) => Math.round(255 * Math.min(1, Math.max(0, Number(share)))));
  const alpha = mixed[4];
  return alpha === undefined ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

export function isInvisible(colour: string): boolean {
  return /^rgba\(.*, 0\)$|^transparent$|\/ 0\)$/.test(colour);
}

/** The colours, evenly spread, of a gradient from left to right; null for any other background. */
export function gradientColours(backgroundImage: string): string[] | null {
  if (!backgroundImage.startsWith('linear-gradient(to right,')) return null;
  return (backgroundImage.match(/(rgba?|color)\([^)]*\)/g) ?? []).map(plainColour);
}
