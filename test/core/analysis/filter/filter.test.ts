import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../../core/analysis/filter/filter';
import type { FilterRecord } from '../../../../core/analysis/filter/filter-field';
import { RUN_FIELDS } from '../../../../core/analysis/filter/run-fields';

const NOW = new Date(2026, 0, 31, 12, 0).getTime();

const RUN: FilterRecord = {
  loss: 0.05,
  'best.validationLoss': 0.02,
  validationLoss: NaN,
  model: 'alarmwork',
  period: null,
  learningRate: 1e-3,
  hiddenUnits: 16,
  shuffle: true,
  name: 'Echo, first try',
  status: 'completed',
  seed: 7,
  dataset: ['delayed-echo', 'Delayed echo'],
  tag: ['paper', 'Good one'],
  note: '',
  created: new Date(2026, 0, 30, 9, 0).getTime(),
  archived: false,
};

const compiled = (text: string) => compileFilter(text, RUN_FIELDS, NOW);
const matches = (text: string, record = RUN) => {
  const filter = compiled(text);
  if (!filter.ok) throw new Error(filter.error.message);
  return filter.matches(record);
};
const message = (text: string) => {
  const filter = compiled(text);
  return filter.ok ? null : filter.error.message;
};

describe('a filter', () => {
  it.each([
    '',
    '  ',
    'loss < 0.1 and model = alarmwork',
    'loss<.1 and model=AlarmworkNet',
    'LOSS <= 5e-2 AND loss >= +0.05 and loss = .05',
    'loss != 1 and loss > -1E+3 and loss < inf',
    'Learning rate = 0.001',
    'learning   rate = 0.001',
    '"Hidden units (P)" >= 16 and hidden units = 16',
    'best.validationLoss < 0.03',
    'model in (elman, alarmwork)',
    'seed not in (1, 2, 3)',
    'seed in (7)',
    'name ~ "FIRST TRY"',
    "name = 'echo, first try'",
    'dataset = delayed-echo and dataset = "delayed echo"',
    'tag = paper and tag = "good one" and tag != draft and tag ~ oo',
    'shuffle and not archived and archived = no and shuffle != off',
    'status ~ compl',
    'model ~ worknet',
    'loss > 1 or loss < 0.1 and seed = 7',
    '(loss > 1 or loss < 0.1) and not (seed = 8)',
    'not not seed = 7',
    'note = ""',
    'loss ≤ 0.05 and loss ≠ 1 and seed == 7',
    'created = 2026-01-30 and created = 2026-1 and created = 2026',
    'created > 2d and created < 24h and created < 1d',
    'created >= 2026-01-30 and created <= 2026-01-30 and created < 2026-01-31 and created > 2026-01-29',
    'created = yesterday and created < today and created = "2026-01-30 09:00" and created > 2026-01-30T08:59',
  ])('matches: %s', (text) => {
    expect(matches(text)).toBe(true);
  });

  it.each([
    'loss > 0.1',
    'loss < 0.1 and seed = 8',
    'loss > 1 or (loss < 0.1 and seed = 8)',
    'tag = draft',
    'tag != paper',
    'archived',
    'not shuffle',
    'created > 2026-01-30',
    'created = 2025',
    'model in (elman)',
  ])('does not match: %s', (text) => {
    expect(matches(text)).toBe(false);
  });

  it('is neither true nor false of what is unknown, and so is its negation', () => {
    for (const text of ['period = 2', 'period != 2', 'period in (2)', 'validationLoss < 1', 'testLoss > 0']) {
      expect([matches(text), matches(`not ${text}`), matches(`not (${text})`)]).toEqual([false, false, false]);
    }
    // Kleene's tables: the other side decides where it can.
    expect(['period = 2 or seed = 7', 'not (period = 2 and seed = 8)'].map((text) => matches(text))).toEqual([
      true,
      true,
    ]);
    expect(['period = 2 and seed = 7', 'not (period = 2 or seed = 8)'].map((text) => matches(text))).toEqual([
      false,
      false,
    ]);
  });

  it('takes values of another kind for unknown, and nothing that a record inherits for a value', () => {
    expect([matches('loss < 1', { loss: 'low' }), matches('not loss < 1', { loss: 'low' })]).toEqual([false, false]);
    const heir: FilterRecord = Object.create({ loss: 0 }) as FilterRecord;
    expect(matches('loss < 1', heir)).toBe(false);
  });
});

describe('what is wrong with a filter', () => {
  it.each([
    ['loss <', 'loss <: a number is missing after <, at character 7'],
    ['los < 1', 'los is not known: did you mean loss?'],
    ['lernrate = 1', 'lernrate is not known, at character 1'],
    ['learningrat = 1', 'learningrat is not known: did you mean learningRate?'],
    ['loss', 'loss: one of = != < <= > >= in is missing after it, at character 5'],
    ['loss < high', 'high, at character 8, is not a number, and loss is one'],
    ['loss < 0,1', 'A comma, at character 9, stands between the values of in (…) only: write decimals with a point'],
    ['model = elmann', 'elmann, at character 9, is none of alarmwork, elman: did you mean elman?'],
    ['model < elman', '< says nothing about model, at character 7: use one of = != ~ in'],
    ['loss < 1 seed = 2', 'and or or is missing before seed, at character 10; a value with spaces needs quotes'],
    ['(loss < 1', 'A ) is missing for the ( at character 1, at character 10'],
    ['loss < 1)', ') closes nothing, at character 9'],
    ['name = "a', 'The quote before a is not closed, at character 8'],
    ['loss in 1', 'loss in: a list in brackets is missing after in, at character 8'],
    ['loss in (', 'loss (: a number is missing after (, at character 10'],
    ['loss in (1', 'loss in: a comma or ) is missing, at character 11'],
    [
      'created > 2026-02-31',
      '2026-02-31, at character 11, is not a date such as 2026-01-31, or a time ago such as 12h, 2d or 3w',
    ],
    ['archived = maybe', 'maybe, at character 12, is neither yes nor no'],
    ['archived in (yes)', 'in says nothing about archived, at character 10: use one of = !='],
    ['and', 'A field such as loss is missing, at character 1'],
    ['loss < 1 and', 'A field such as loss is missing after and, at character 13'],
    ['!archived', '! means nothing here, at character 1: for “is not” write != or not'],
    ['seed not 7', 'in (…) is missing after not, at character 9'],
    ['__proto__ = 1', '__proto__ is not known, at character 1'],
    ['model = constructor', 'constructor, at character 9, is none of alarmwork, elman'],
  ])('%s', (text, expected) => {
    expect(message(text)).toBe(expected);
  });

  it('is said of filters that are too long or too deep, without reading on', () => {
    expect(message('a'.repeat(2001))).toBe('The filter has 2001 characters: at most 2000 are read');
    expect(message('('.repeat(1999))).toMatch(/^More than 50 brackets or nots/);
    expect(message('not '.repeat(499))).toMatch(/^More than 50 brackets or nots/);
    expect(matches(`${'('.repeat(49)}seed = 7${')'.repeat(49)}`)).toBe(true);
    expect(matches(new Array(150).fill('seed = 7').join(' and '))).toBe(true);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...[
      'loss',
      'model',
      'created',
      'archived',
      'tag',
      'and',
      'or',
      'not',
      'in',
      '(',
      ')',
      ',',
      '=',
      '<',
      '>=',
      '~',
      '"',
    ],
    ...["'", '0.1', '1e-3', '2d', '2026-01-31', 'elman', ' ', '!', '__proto__', '\u0000', 'é', '𝕏', '-', '.'],
  );
  const sentence = fc.array(pieces, { maxLength: 40 }).map((words) => words.join(' '));

  it('is a filter or an error within the text, and never a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 300 }), sentence), (text) => {
        const filter = compiled(text);
        if (filter.ok) expect(typeof filter.matches(RUN)).toBe('boolean');
        else {
          const { from, to, message: said } = filter.error;
          expect(said.length).toBeGreaterThan(0);
          expect(said.length).toBeLessThan(500);
          expect(from >= 0 && from <= to && to <= text.length).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('and its negation never both match', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        const [filter, negation] = [compiled(text), compiled(`not (${text})`)];
        if (!filter.ok || !negation.ok) return;
        expect(filter.matches(RUN) && negation.matches(RUN)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
