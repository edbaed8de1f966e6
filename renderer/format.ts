/** How numbers, times and sizes are written. Unknown values are an en dash, never 0 or NaN. */

export const UNKNOWN = '–';

type Unknowable = number | null | undefined;

const isKnown = (value: Unknowable): value is number => typeof value === 'number' && Number.isFinite(value);

/** Four significant digits, for tables and axes: 0.01234, 12.34, 1.234e-5, 12,346. */
export function formatNumber(value: Unknowable, digits = 4): string {
  if (!isKnown(value)) return UNKNOWN;
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude < 1e-3 || magnitude >= 1e7)
    return value
      .toExponential(digits - 1)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  if (magnitude >= 10 ** (digits - 1)) return Math.round(value).toLocaleString('en');
  return value.toPrecision(digits);
}

/** As {@link formatNumber}, for what was measured: where a number grew past all bounds, that is what was measured. */
export function formatMeasured(value: Unknowable): string {
  return value === Infinity ? '∞' : value === -Infinity ? '−∞' : formatNumber(value);
}

/** For axes, whose numbers are round: 0.02 rather than 0.0200. */
export function formatTick(value: number): string {
  const text = formatNumber(value, 3);
  return /^-?[\d,]*\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

/** Every digit, for hovering and copying. */
export function formatExactly(value: Unknowable): string {
  return isKnown(value) ? String(value) : UNKNOWN;
}

/** A hyperparameter or a count as a person would type it: no digits are added or lost. */
export function formatSetting(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined || value === '') return UNKNOWN;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return UNKNOWN;
  return Number.isInteger(value) && Math.abs(value) < 1e7 ? value.toLocaleString('en') : String(value);
}

export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  /** True where `minimum` itself is not allowed. */
  readonly exclusiveMinimum?: boolean | undefined;
}

/** A maximum from here on is no limit that anybody meets. */
const BOUNDLESS = 1e12;

/** "1 to 2,048", "above 0", "above 0 to 1", "0 or more" */
export function rangeText({ minimum, maximum, exclusiveMinimum = false }: NumberRange): string {
  const from = `${exclusiveMinimum ? 'above ' : ''}${formatBound(minimum)}`;
  if (maximum < BOUNDLESS) return `${from} to ${formatBound(maximum)}`;
  return exclusiveMinimum ? from : `${from} or more`;
}

function formatBound(value: number): string {
  // Written out, 1e-30 is wider than its field.
  if (value !== 0 && Math.abs(value) < 1e-6) return String(value);
  return value.toLocaleString('en', { maximumSignificantDigits: 15 });
}

export function formatCount(value: Unknowable): string {
  return isKnown(value) ? Math.round(value).toLocaleString('en') : UNKNOWN;
}

/** "3 runs", "1 run" */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function withUnit(text: string, unit: string): string {
  return unit === '' || text === UNKNOWN ? text : `${text} ${unit}`;
}

/** "Window length (time steps)"; a label that says its unit itself stays as it is: "Hidden units (P)" */
export function labelInUnits(label: string, unit: string): string {
  return unit === '' || label.toLowerCase().includes(unit.toLowerCase()) ? label : `${label} (${unit})`;
}

/** "2 min 10 s", "3 h 5 min", "0.42 s", "12 ms" */
export function formatDuration(seconds: Unknowable): string {
  if (!isKnown(seconds) || seconds < 0) return UNKNOWN;
  if (seconds < 0.001) return '< 1 ms';
  if (seconds < 0.1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toPrecision(2)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return twoUnits(whole, 60, 'min', 's');
  if (whole < 86_400) return twoUnits(Math.round(whole / 60), 60, 'h', 'min');
  return twoUnits(Math.round(whole / 3600), 24, 'd', 'h');
}

/** Time left, which nobody knows to the second: "1 min 40 s", "53 min", "2 h 8 min", "14 h" */
export function formatEstimate(seconds: Unknowable): string {
  if (!isKnown(seconds)) return UNKNOWN;
  const unit = seconds >= 36_000 ? 3600 : seconds >= 120 ? 60 : 1;
  return seconds < 10 ? formatDuration(seconds) : formatDuration(Math.round(seconds / unit) * unit);
}

function twoUnits(total: number, factor: number, larger: string, smaller: string): string {
  const rest = total % factor;
  const head = `${Math.floor(total / factor)} ${larger}`;
  return rest > 0 ? `${head} ${rest} ${smaller}` : head;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, as disks and the system's own monitor count. */
export function formatBytes(bytes: Unknowable): string {
  if (!isKnown(bytes) || bytes < 0) return UNKNOWN;
  const power = bytes < 1000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toPrecision(3)} ${BYTE_UNITS[power] ?? 'B'}`;
}

export function formatPercent(share: Unknowable): string {
  return isKnown(share) ? `${(share * 100).toPrecision(3)} %` : UNKNOWN;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const fullDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** "14:03" today, "22 Nov, 14:03" before. Milliseconds since 1970 in; local time out. */
export function formatMoment(milliseconds: number | null, now = Date.now()): string {
  if (milliseconds === null) return UNKNOWN;
  const isToday = new Date(milliseconds).toDateString() === new Date(now).toDateString();
  return (isToday ? clock : dayAndClock).format(milliseconds);
}

export function formatMomentExactly(milliseconds: number | null): string {
  return milliseconds === null ? UNKNOWN : fullDate.format(milliseconds);
}
