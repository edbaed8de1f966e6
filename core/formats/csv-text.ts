/** Cells of a CSV file (RFC 4180) that spreadsheets take for what they are. */

/**
 * Text, quoted where it has to be. One that a spreadsheet would take for a formula gets an apostrophe first. Source: OWASP, CSV
 * injection.
 */
export function csvText(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Every digit; empty for what was not measured. */
export function csvNumber(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
