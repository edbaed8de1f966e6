/** What could stand where the caret is. */
import { OPERATORS_OF, fieldIndex, fieldKey, hasLists, type FilterField } from './filter-field';
import { MOST_CHARACTERS } from './filter';
import { keywordOf, splitTokens, type Token } from './lexer';

export interface Suggestion {
  /** What replaces the range. */
  readonly text: string;
  /** For people: a field's label, a choice's label. Empty where the text says it all. */
  readonly label: string;
  readonly kind: 'field' | 'operator' | 'value' | 'word';
}

export interface Completion {
  /** The stretch of the text that a suggestion replaces. */
  readonly from: number;
  readonly to: number;
  readonly suggestions: readonly Suggestion[];
}

const MOST_SUGGESTIONS = 50;

type Expected = 'field' | 'operator' | 'value' | 'list' | 'connective' | 'separator';

/**
 * @param known values that runs have, by field: names of tags and of data
 */
export function completeFilter(
  text: string,
  caret: number,
  fields: readonly FilterField[],
  known: Readonly<Record<string, readonly string[]>> = {},
): Completion {
  const position = Math.min(Math.max(0, Math.trunc(caret) || 0), text.length);
  if (text.length > MOST_CHARACTERS) return { from: position, to: position, suggestions: [] };
  const tokens = splitTokens(text);
  // Right behind a word the caret still belongs to it; behind a closed quote it does not.
  const touches = ({ kind, from, to, isClosed }: Token) =>
    from < position && (position < to || (position === to && (kind === 'word' || !isClosed)));
  const current = tokens.find((token) => (token.kind === 'word' || token.kind === 'text') && touches(token));
  const before = tokens.filter((token) => token !== current && token.to <= position);
  const index = fieldIndex(fields);
  const { expected, field, words } = follow(before, index);
  const from = current?.from ?? position;
  const typed = text.slice(from, position).replace(/^["']/, '');
  const range = { from, to: current?.to ?? position };

  // Labels of several words: "learning r" goes on as a field although its first word stands for none.
  const [firstWord] = words;
  if (expected === 'operator' && !field && firstWord) {
    const start = fieldKey(text.slice(firstWord.from, position));
    const suggestions = fieldSuggestions(fields, start);
    return { from: firstWord.from, to: range.to, suggestions };
  }
  const suggestions = suggestionsFor(expected, field, fields, known).filter(({ text: whole, label }) =>
    [whole.replace(/^["']/, ''), label].some((candidate) => candidate.toLowerCase().startsWith(typed.toLowerCase())),
  );
  if (expected === 'field') suggestions.unshift(...fieldSuggestions(fields, fieldKey(typed)));
  return { ...range, suggestions: suggestions.slice(0, MOST_SUGGESTIONS) };
}

/** What the tokens before the caret lead up to. */
function follow(tokens: readonly Token[], index: ReadonlyMap<string, FilterField>) {
  let expected: Expected = 'field';
  let words: Token[] = [];
  let field: FilterField | undefined;
  for (const token of tokens) {
    const keyword = keywordOf(token);
    const isValue = (token.kind === 'word' || token.kind === 'text') && keyword === null;
    if (keyword === 'and' || keyword === 'or') expected = 'field';
    else if (keyword === 'in') expected = 'list';
    else if (keyword === 'not') continue;
    else if (token.kind === 'operator') expected = 'value';
    else if (token.kind === 'open') expected = expected === 'list' ? 'value' : 'field';
    else if (token.kind === 'comma') expected = 'value';
    else if (token.kind === 'close') expected = 'connective';
    else if (isValue && expected === 'field') {
      words = [token];
      expected = 'operator';
    } else if (isValue && expected === 'operator') words.push(token);
    else if (isValue && expected === 'value') expected = isInList(tokens, token) ? 'separator' : 'connective';
    field = index.get(fieldKey(words.map((word) => word.text).join(' ')));
  }
  return { expected, field, words };
}

/** Whether a value stands in a list: the nearest bracket before it is open and follows an `in`. */
function isInList(tokens: readonly Token[], value: Token): boolean {
  const bracket = tokens.findLastIndex(({ kind, to }) => to <= value.from && (kind === 'open' || kind === 'close'));
  return tokens[bracket]?.kind === 'open' && keywordOf(tokens[bracket - 1]) === 'in';
}

function fieldSuggestions(fields: readonly FilterField[], typed: string): Suggestion[] {
  const starts = (text: string) => fieldKey(text).startsWith(typed);
  return fields
    .filter(({ name, label }) => starts(name) || starts(label) || (typed.length > 1 && fieldKey(name).includes(typed)))
    .map(({ name, label }): Suggestion => ({ text: name, label, kind: 'field' }))
    .sort((a, b) => Number(starts(b.text)) - Number(starts(a.text)))
    .slice(0, MOST_SUGGESTIONS);
}

function suggestionsFor(
  expected: Expected,
  field: FilterField | undefined,
  fields: readonly FilterField[],
  known: Readonly<Record<string, readonly string[]>>,
): Suggestion[] {
  const words = (...texts: string[]) => texts.map((text): Suggestion => ({ text, label: '', kind: 'word' }));
  switch (expected) {
    case 'field':
      return fields.length > 0 ? words('not') : [];
    case 'connective':
      return words('and', 'or');
    case 'separator':
      return words(',', ')');
    case 'list':
      return words('(');
    case 'operator': {
      if (!field) return [];
      const operators = OPERATORS_OF[field.kind].map((text): Suggestion => ({ text, label: '', kind: 'operator' }));
      return [
        ...operators,
        ...(hasLists(field.kind) ? words('in') : []),
        ...(field.kind === 'switch' ? words('and', 'or') : []),
      ];
    }
    case 'value':
      return field ? valueSuggestions(field, known) : [];
  }
}

function valueSuggestions(field: FilterField, known: Readonly<Record<string, readonly string[]>>): Suggestion[] {
  const value = (text: string, label = ''): Suggestion => ({ text: quoted(text), label, kind: 'value' });
  if (field.kind === 'choice') return Object.entries(field.choices).map(([name, label]) => value(name, label));
  if (field.kind === 'switch') return [value('yes'), value('no')];
  if (field.kind === 'date') return ['today', 'yesterday', '12h', '2d', '1w'].map((text) => value(text));
  const values = Object.hasOwn(known, field.name) ? (known[field.name] ?? []) : [];
  return values.map((text) => value(text));
}

/** As the language reads it back. A text with both kinds of quotes cannot be written, and is offered up to the first. */
function quoted(text: string): string {
  const [token, ...more] = splitTokens(text);
  if (more.length === 0 && token?.kind === 'word' && token.text === text && keywordOf(token) === null) return text;
  if (!text.includes('"')) return `"${text}"`;
  return text.includes("'") ? `"${text.slice(0, text.indexOf('"'))}"` : `'${text}'`;
}
