import { oneLine } from './plain-text';

/**
 * For a paragraph, a list item, a heading or the cell of a table: whatever stands in it is read as text. Angle brackets and
 * ampersands become entities, because not every reader of Markdown takes a backslash before them.
 *
 * Source: CommonMark 0.31, 2.4 (backslash escapes) and 6.5 to 6.9; GitHub Flavored Markdown, 4.10 (tables) and 6.9 (bare addresses).
 */
export function escapeMarkdown(text: string): string {
  const escaped = oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~#!$]/g, (character) => `\\${character}`)
    // Bare addresses become links by themselves.
    .replaceAll('://', '\\://')
    .replaceAll(/www\./gi, (start) => `${start.slice(0, -1)}\\.`)
    .replaceAll('@', '&#64;');
  // At the start of a line these begin a list, a quotation or a rule under a heading.
  return escaped.replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2').replace(/^[-+=:]/, (character) => `\\${character}`);
}

/** A block of code whose fence is longer than any within. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
