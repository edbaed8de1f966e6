import { FilterProblem, at, shortened } from './problem';

export interface Token {
  /** `text` was in quotes. `unknown` is what stands for nothing. */
  readonly kind: 'word' | 'text' | 'operator' | 'open' | 'close' | 'comma' | 'unknown';
  /** Without quotes. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** False for a text whose closing quote is missing. */
  readonly isClosed: boolean;
}

const OPERATOR = /(?:!=|<=|>=|==|=|<|>|~|≠|≤|≥)/y;
const WORD = /[^\s(),"'=!<>~≠≤≥]+/y;
const SPACE = /\s+/y;

const SPELLINGS: Readonly<Record<string, string>> = { '==': '=', '≠': '!=', '≤': '<=', '≥': '>=' };
const MARKS: Readonly<Record<string, 'open' | 'close' | 'comma'>> = { '(': 'open', ')': 'close', ',': 'comma' };

/** Never fails: {@link readTokens} judges. Numbers, dates and names are words; their field says how to read them. */
export function splitTokens(input: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = from;
    return pattern.exec(input)?.[0];
  };
  const add = (kind: Token['kind'], length: number, text: string, isClosed = true) => {
    tokens.push({ kind, text, from, to: from + length, isClosed });
    from += length;
  };
  while (from < input.length) {
    const space = match(SPACE);
    if (space !== undefined) {
      from += space.length;
      continue;
    }
    const first = input.charAt(from);
    const mark = MARKS[first];
    const operator = match(OPERATOR);
    const word = match(WORD);
    if (mark !== undefined) add(mark, 1, first);
    else if (first === '"' || first === "'") {
      const end = input.indexOf(first, from + 1);
      const isClosed = end >= 0;
      const close = isClosed ? end : input.length;
      add('text', close + Number(isClosed) - from, input.slice(from + 1, close), isClosed);
    } else if (operator !== undefined) add('operator', operator.length, SPELLINGS[operator] ?? operator);
    else if (word !== undefined) add('word', word.length, word);
    else add('unknown', 1, first);
  }
  return tokens;
}

export function readTokens(input: string): Token[] {
  const tokens = splitTokens(input);
  for (const { kind, text, from, to, isClosed } of tokens) {
    if (!isClosed) throw new FilterProblem(`The quote before ${shortened(text)} is not closed, ${at(from)}`, from, to);
    if (kind === 'unknown') {
      throw new FilterProblem(`${text} means nothing here, ${at(from)}: for “is not” write != or not`, from, to);
    }
  }
  return tokens;
}

const KEYWORDS = ['and', 'or', 'not', 'in'] as const;
export type Keyword = (typeof KEYWORDS)[number];

export function keywordOf(token: Token | undefined): Keyword | null {
  if (token?.kind !== 'word') return null;
  const text = token.text.toLowerCase();
  return KEYWORDS.find((keyword) => keyword === text) ?? null;
}
