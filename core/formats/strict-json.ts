/**
 * JSON from outside. `JSON.parse` keeps the last of two equal keys, makes of `__proto__` an own property that the next
 * copy turns into a prototype, and nests without bound; this refuses all three.
 */
import { badFile } from './bad-file';
import { MAX_JSON_DEPTH } from './limits';

/** @throws StudioError `bad-file` naming `place` and the line */
export function parseStrictJson(text: string, place: string): unknown {
  refuseDepthAndDuplicates(text, place);
  try {
    return JSON.parse(text);
  } catch (error) {
    const fault = findFault(text);
    // Never so far: the walk below and JSON.parse agree. If they should not, the engine's own words are better than none.
    if (fault === null) throw badFile(place, `not valid JSON (${(error as SyntaxError).message})`);
    throw badFile(lineOf(text, fault.at, place), `not valid JSON: ${fault.problem}`);
  }
}

/** @throws StudioError `bad-file` if a parsed value is anything but an object */
export function asObject(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badFile(place, 'not a JSON object');
  return value as Record<string, unknown>;
}

/** @throws StudioError `bad-file` if a parsed value is anything but an object of texts */
export function asTexts(value: unknown, place: string): Record<string, string> {
  const texts = asObject(value, place);
  for (const [key, text] of Object.entries(texts)) {
    if (typeof text !== 'string') throw badFile(place, `${JSON.stringify(key)} is not a text`);
  }
  return texts as Record<string, string>;
}

/**
 * Walks the tokens once, before anything is built from them. Only strings and brackets matter here: `JSON.parse` judges
 * the grammar afterwards, so in a malformed text it is enough not to crash.
 */
function refuseDepthAndDuplicates(text: string, place: string): void {
  /** Keys of every object that is open, innermost last; null for an array. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
      case '[':
        open.push(text[at] === '{' ? new Set() : null);
        if (open.length > MAX_JSON_DEPTH)
          throw badFile(lineOf(text, at, place), `nested deeper than ${MAX_JSON_DEPTH}`);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case '"': {
        const end = endOfString(text, at);
        const keys = open.at(-1);
        if (keys && isFollowedByColon(text, end)) {
          const problem = addKey(keys, text.slice(at, end));
          if (problem !== null) throw badFile(lineOf(text, at, place), problem);
        }
        at = end - 1;
      }
    }
  }
}

/**
 * @param quoted as written, with its escapes: "a" and "\u0061" are the same key
 * @returns what is wrong with the key, or null
 */
function addKey(keys: Set<string>, quoted: string): string | null {
  let key: string;
  try {
    key = String(JSON.parse(quoted));
  } catch {
    return `the key ${quoted} is not valid JSON`;
  }
  if (key === '__proto__') return 'the key "__proto__" is not allowed';
  if (keys.has(key)) return `the key ${JSON.stringify(key)} appears twice`;
  keys.add(key);
  return null;
}

/** @returns the index after the closing quote, or the text's length where there is none */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\') at++;
  }
  return text.length;
}

function isFollowedByColon(text: string, from: number): boolean {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return text[at] === ':';
}

const ENDS = { '{': '}', '[': ']' } as const;
const WORD = /[^\s,:[\]{}"]+/y;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const CONTROL = /[\u0000-\u001f]/; // eslint-disable-line no-control-regex -- JSON forbids exactly these in texts

/**
 * Where a text stops being JSON: engines tell that in words of their own, and not all with the place.
 *
 * @returns null if it is JSON all through
 */
function findFault(text: string): { at: number; problem: string } | null {
  const open: (keyof typeof ENDS)[] = [];
  let expected: 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma' = 'value';
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (' \n\r\t'.includes(sign)) continue;
    const inside = open.at(-1);
    const mayEnd: boolean = expected === 'comma' || expected === 'value or end' || expected === 'key or end';
    const wantsValue: boolean = expected === 'value' || expected === 'value or end';
    if (inside !== undefined && mayEnd && sign === ENDS[inside]) {
      open.pop();
      expected = 'comma';
    } else if (wantsValue && (sign === '{' || sign === '[')) {
      open.push(sign);
      expected = sign === '{' ? 'key or end' : 'value or end';
    } else if (sign === '"' && (wantsValue || expected === 'key' || expected === 'key or end')) {
      const end = endOfString(text, at);
      const quoted = text.slice(at, end);
      if (!isJsonText(quoted)) return { at, problem: textProblem(quoted) };
      expected = wantsValue ? 'comma' : 'colon';
      at = end - 1;
    } else if (expected === 'colon' && sign === ':') {
      expected = 'value';
    } else if (expected === 'comma' && inside !== undefined && sign === ',') {
      expected = inside === '{' ? 'key' : 'value';
    } else {
      const found = wordAt(text, at);
      if (!wantsValue || !isJsonWord(found)) {
        return { at, problem: `expected ${expectedThing(expected, inside)}, found ${found.slice(0, 40)}` };
      }
      expected = 'comma';
      at += found.length - 1;
    }
  }
  if (open.length === 0 && expected === 'comma') return null;
  return { at: text.length, problem: `expected ${expectedThing(expected, open.at(-1))}, found the end of the file` };
}

function isJsonText(quoted: string): boolean {
  try {
    JSON.parse(quoted);
    return true;
  } catch {
    return false;
  }
}

function textProblem(quoted: string): string {
  const shown = quoted.split('\n', 1)[0]?.slice(0, 40) ?? '';
  if (!quoted.endsWith('"') || quoted.length < 2 || CONTROL.test(quoted)) {
    return `the text ${shown} is not closed by a quote (") in its line`;
  }
  return `the text ${shown} has a backslash (\\) that begins no escape: write it twice`;
}

/** @returns a number or a name as a whole, else the one sign that is there */
function wordAt(text: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(text)?.[0] ?? text[at] ?? '';
}

function isJsonWord(word: string): boolean {
  return word === 'true' || word === 'false' || word === 'null' || NUMBER.test(word);
}

function expectedThing(expected: string, inside: keyof typeof ENDS | undefined): string {
  const end = inside === undefined ? 'the end of the file' : ENDS[inside];
  switch (expected) {
    case 'key':
      return 'a name in double quotes';
    case 'key or end':
      return 'a name in double quotes or }';
    case 'colon':
      return 'a colon (:)';
    case 'comma':
      return inside === undefined ? end : `a comma or ${end}`;
    case 'value or end':
      return 'a value or ]';
    default:
      return 'a value';
  }
}

function lineOf(text: string, at: number, place: string): string {
  let line = 1;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) line++;
  return `${place}, line ${line}`;
}
