/**
 * A value as the text of JSON within a string of source code, in Python and JavaScript alike. Names of columns come from
 * people's files: in ASCII, with every quote, backslash and line break escaped, none of them can become code.
 */
export function jsonLiteral(value: unknown): string {
  const ascii = JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return JSON.stringify(ascii);
}
