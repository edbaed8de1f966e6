/** What a comparison means for each kind of field, and what may stand on its right side. */
import { closest } from './closest';
import { valueOf, type FilterField, type FilterValue, type Operator, type Test, type Verdict } from './filter-field';
import type { Token } from './lexer';
import { MOMENT_FORMS, readMoment } from './moments';
import { FilterProblem, at, shortened } from './problem';

type Known = Exclude<FilterValue, null | undefined>;

const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|infinity)$/i;

const SWITCH_WORDS: Readonly<Record<string, boolean>> = {
  yes: true,
  true: true,
  on: true,
  no: false,
  false: false,
  off: false,
};

/** @returns the test of one comparison; a value that is unknown, or not of the field's kind, gives an unknown verdict */
export function comparison(field: FilterField, operator: Operator, token: Token, now: number): Test {
  const { name } = field;
  const compare = comparerOf(field, operator, token, now);
  return (record) => {
    const value = valueOf(record, name);
    return value === null ? null : compare(value);
  };
}

function comparerOf(field: FilterField, operator: Operator, token: Token, now: number): (value: Known) => Verdict {
  switch (field.kind) {
    case 'number': {
      const wanted = readNumber(field, token);
      return (value) => (typeof value === 'number' ? ordered(operator, value, wanted, wanted) : null);
    }
    case 'date': {
      const moment = readMoment(token.text, now);
      if (!moment) throw wrongValue(token, `is not ${MOMENT_FORMS}`);
      // Whole milliseconds: the last one of a stretch is the one before the next begins.
      const last = moment.to > moment.from ? moment.to - 1 : moment.to;
      return (value) => (typeof value === 'number' ? ordered(operator, value, moment.from, last) : null);
    }
    case 'switch': {
      const word = token.text.toLowerCase();
      const wanted = Object.hasOwn(SWITCH_WORDS, word) ? SWITCH_WORDS[word] : undefined;
      if (wanted === undefined) throw wrongValue(token, 'is neither yes nor no');
      return (value) => (typeof value === 'boolean' ? (value === wanted) === (operator === '=') : null);
    }
    case 'choice': {
      const { choices } = field;
      const wanted = operator === '~' ? token.text : readChoice(choices, token);
      return (value) => {
        if (typeof value !== 'string') return null;
        const label = Object.hasOwn(choices, value) ? (choices[value] ?? value) : value;
        return matches(operator, operator === '~' ? [value, label] : [value], wanted);
      };
    }
    case 'text':
      return (value) => {
        if (typeof value === 'string') return matches(operator, [value], token.text);
        return Array.isArray(value) ? matches(operator, value, token.text) : null;
      };
  }
}

/** A value against a stretch from `low` to `high`, both included: above it is more, below it is less, within it is equal. */
function ordered(operator: Operator, value: number, low: number, high: number): Verdict {
  switch (operator) {
    case '=':
      return value >= low && value <= high;
    case '!=':
      return value < low || value > high;
    case '<':
      return value < low;
    case '<=':
      return value <= high;
    case '>':
      return value > high;
    case '>=':
      return value >= low;
    case '~':
      return null;
  }
}

/** Upper and lower case are the same. */
function matches(operator: Operator, values: readonly string[], wanted: string): boolean {
  const sought = wanted.toLowerCase();
  const test = (value: string) =>
    operator === '~' ? value.toLowerCase().includes(sought) : value.toLowerCase() === sought;
  return values.some(test) !== (operator === '!=');
}

function readNumber(field: FilterField, token: Token): number {
  const text = token.text.replace('−', '-');
  if (!NUMBER.test(text)) throw wrongValue(token, `is not a number, and ${field.name} is one`);
  return /inf/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}

function readChoice(choices: Readonly<Record<string, string>>, token: Token): string {
  const sought = token.text.toLowerCase();
  for (const [name, label] of Object.entries(choices)) {
    if (name.toLowerCase() === sought || label.toLowerCase() === sought) return name;
  }
  const near = closest(token.text, Object.keys(choices));
  const hint = near === null ? '' : `: did you mean ${near}?`;
  throw wrongValue(token, `is none of ${Object.keys(choices).join(', ')}${hint}`);
}

function wrongValue(token: Token, what: string): FilterProblem {
  return new FilterProblem(`${shortened(token.text)}, ${at(token.from)}, ${what}`, token.from, token.to);
}
