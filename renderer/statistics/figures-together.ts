/** Figures that belong together, written with the same number of decimals. */
import { formatNumber, UNKNOWN } from '../format';

/**
 * @param reach the uncertainty of the figures, half an interval say: two significant digits of it are shown, since more say
 * nothing and fewer hide whether 0 is inside; null for three digits of each figure
 */
export function figureWriter(reach: number | null): (value: number | null) => string {
  if (reach === null || !(reach > 0) || !Number.isFinite(reach)) return (value) => formatNumber(value, 3);
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(reach)));
  // Beyond six decimals they are written with a power of ten instead, each by itself.
  if (decimals > 6) return (value) => formatNumber(value, 3);
  return (value) => {
    if (value === null || !Number.isFinite(value)) return UNKNOWN;
    const text = value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    // A rounded −0.001 is no negative number.
    return /^-[0.,]*$/.test(text) ? text.slice(1) : text;
  };
}

/** "0.0039", "< 0.0001"; never 0, which no test gives. */
export function formatP(p: number | null): string {
  if (p === null) return UNKNOWN;
  if (p < 0.0001) return '< 0.0001';
  if (p >= 0.1) return p.toFixed(2);
  return String(Number(p.toPrecision(2)));
}

/** For a sentence: "p = 0.0039", "p < 0.0001". */
export function pInWords(p: number): string {
  const text = formatP(p);
  return text.startsWith('<') ? `p ${text}` : `p = ${text}`;
}
