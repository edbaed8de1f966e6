/**
 * The filter language, by recursive descent:
 *
 *     either     = both { "or" both }
 *     both       = single { "and" single }
 *     single     = "not" single | "(" either ")" | comparison
 *     comparison = field operator value | field [ "not" ] "in" "(" value { "," value } ")" | switch field
 *
 * A field is its name, or its label in one word or several, or in quotes.
 */
import { closest } from './closest';
import { comparison } from './comparisons';
import {
  OPERATORS,
  OPERATORS_OF,
  fieldIndex,
  fieldKey,
  hasLists,
  type FilterField,
  type Operator,
  type Test,
} from './filter-field';
import { keywordOf, readTokens, type Keyword, type Token } from './lexer';
import { either, both, not } from './logic';
import { FilterProblem, at, shortened } from './problem';

/** Brackets and nots within each other: more is no filter a person wrote. */
const MOST_DEPTH = 50;

const VALUE_WORDS: Readonly<Record<FilterField['kind'], string>> = {
  number: 'a number',
  text: 'a text',
  choice: 'one of its values',
  switch: 'yes or no',
  date: 'a date',
};

export class Parser {
  readonly #tokens: readonly Token[];
  readonly #fields: readonly FilterField[];
  readonly #index: ReadonlyMap<string, FilterField>;
  readonly #now: number;
  readonly #used = new Set<string>();
  #next = 0;
  #depth = 0;

  constructor(input: string, fields: readonly FilterField[], now: number) {
    this.#tokens = readTokens(input);
    this.#fields = fields;
    this.#index = fieldIndex(fields);
    this.#now = now;
  }

  /** @throws {FilterProblem} */
  parse(): Test {
    if (this.#tokens.length === 0) return () => true;
    const test = this.#either();
    const rest = this.#token;
    if (rest?.kind === 'close') throw new FilterProblem(`) closes nothing, ${at(rest.from)}`, rest.from, rest.to);
    if (rest?.kind === 'comma') {
      throw new FilterProblem(
        `A comma, ${at(rest.from)}, stands between the values of in (…) only: write decimals with a point`,
        rest.from,
        rest.to,
      );
    }
    if (rest) {
      throw new FilterProblem(
        `and or or is missing before ${shortened(rest.text)}, ${at(rest.from)}; a value with spaces needs quotes`,
        rest.from,
        rest.to,
      );
    }
    return test;
  }

  /** Names of the fields read so far. */
  get used(): readonly string[] {
    return [...this.#used];
  }

  get #token(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #isAt(kind: Token['kind']): boolean {
    return this.#token?.kind === kind;
  }

  /** Where something is missing: right behind what came last. */
  get #end(): number {
    return this.#tokens[this.#next - 1]?.to ?? 0;
  }

  #takeKeyword(keyword: Keyword): boolean {
    if (keywordOf(this.#token) !== keyword) return false;
    this.#next++;
    return true;
  }

  #either(): Test {
    const tests = [this.#both()];
    while (this.#takeKeyword('or')) tests.push(this.#both());
    return either(tests);
  }

  #both(): Test {
    const tests = [this.#single()];
    while (this.#takeKeyword('and')) tests.push(this.#single());
    return both(tests);
  }

  #single(): Test {
    const start = this.#token;
    if (start && this.#depth >= MOST_DEPTH) {
      throw new FilterProblem(
        `More than ${MOST_DEPTH} brackets or nots within each other, ${at(start.from)}`,
        start.from,
      );
    }
    this.#depth++;
    try {
      if (this.#takeKeyword('not')) return not(this.#single());
      if (start?.kind !== 'open') return this.#comparison();
      this.#next++;
      const test = this.#either();
      if (!this.#isAt('close')) {
        throw new FilterProblem(`A ) is missing for the ( ${at(start.from)}, ${at(this.#end)}`, this.#end);
      }
      this.#next++;
      return test;
    } finally {
      this.#depth--;
    }
  }

  #comparison(): Test {
    const field = this.#field();
    const start = this.#token;
    const isNegated = this.#takeKeyword('not');
    if (this.#takeKeyword('in')) {
      const test = this.#list(field);
      return isNegated ? not(test) : test;
    }
    if (isNegated) throw new FilterProblem(`in (…) is missing after not, ${at(this.#end)}`, this.#end);
    if (start?.kind === 'operator') {
      this.#next++;
      return this.#compare(field, start);
    }
    const { name, kind } = field;
    if (kind === 'switch') return (record) => (Object.hasOwn(record, name) ? asVerdict(record[name]) : null);
    throw new FilterProblem(`${name}: one of ${usable(field)} is missing after it, ${at(this.#end)}`, this.#end);
  }

  #compare(field: FilterField, { text, from, to }: Token): Test {
    const operator = OPERATORS.find((known): known is Operator => known === text);
    if (!operator || !OPERATORS_OF[field.kind].includes(operator)) {
      throw new FilterProblem(
        `${text} says nothing about ${field.name}, ${at(from)}: use one of ${usable(field)}`,
        from,
        to,
      );
    }
    return comparison(field, operator, this.#value(field, text), this.#now);
  }

  #value(field: FilterField, after: string): Token {
    const token = this.#token;
    if ((token?.kind !== 'word' && token?.kind !== 'text') || keywordOf(token) !== null) {
      const what = VALUE_WORDS[field.kind];
      throw new FilterProblem(`${field.name} ${after}: ${what} is missing after ${after}, ${at(this.#end)}`, this.#end);
    }
    this.#next++;
    return token;
  }

  #list(field: FilterField): Test {
    if (!hasLists(field.kind)) {
      const from = this.#end - 2;
      throw new FilterProblem(
        `in says nothing about ${field.name}, ${at(from)}: use one of ${usable(field)}`,
        from,
        this.#end,
      );
    }
    if (!this.#isAt('open')) {
      throw new FilterProblem(`${field.name} in: a list in brackets is missing after in, ${at(this.#end)}`, this.#end);
    }
    const tests: Test[] = [];
    do {
      this.#next++;
      tests.push(comparison(field, '=', this.#value(field, tests.length === 0 ? '(' : ','), this.#now));
    } while (this.#isAt('comma'));
    if (!this.#isAt('close')) {
      throw new FilterProblem(`${field.name} in: a comma or ) is missing, ${at(this.#end)}`, this.#end);
    }
    this.#next++;
    return either(tests);
  }

  /** The longest run of words that is a field. */
  #field(): FilterField {
    const first = this.#token;
    const keyword = keywordOf(first);
    if (!first || keyword !== null || (first.kind !== 'word' && first.kind !== 'text')) {
      const before = this.#tokens[this.#next - 1];
      const after = before ? ` after ${shortened(before.text)}` : '';
      throw new FilterProblem(
        `A field such as ${this.#fields[0]?.name ?? 'name'} is missing${after}, ${at(this.#end)}`,
        this.#end,
      );
    }
    const words = [first.text];
    if (first.kind === 'word') {
      for (let i = this.#next + 1; words.length < 8; i++) {
        const token = this.#tokens[i];
        if (token?.kind !== 'word' || keywordOf(token) !== null) break;
        words.push(token.text);
      }
    }
    for (let count = words.length; count > 0; count--) {
      const field = this.#index.get(fieldKey(words.slice(0, count).join(' ')));
      if (!field) continue;
      this.#next += count;
      this.#used.add(field.name);
      return field;
    }
    const near = closest(first.text, this.#index.keys());
    const name = near === null ? null : this.#index.get(near)?.name;
    const hint = name ? `: did you mean ${name}?` : `, ${at(first.from)}`;
    throw new FilterProblem(`${shortened(first.text)} is not known${hint}`, first.from, first.to);
  }
}

function asVerdict(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function usable({ kind }: FilterField): string {
  return [...OPERATORS_OF[kind], ...(hasLists(kind) ? ['in'] : [])].join(' ');
}
