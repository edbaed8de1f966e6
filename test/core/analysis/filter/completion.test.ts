import fc from 'fast-check';
import { expect, it } from 'vitest';
import { completeFilter } from '../../../../core/analysis/filter/completion';
import { compileFilter } from '../../../../core/analysis/filter/filter';
import { RUN_FIELDS } from '../../../../core/analysis/filter/run-fields';

const known = { tag: ['paper', 'good one', 'in'], dataset: ['co2'] };

/** @param marked text with | at the caret */
function complete(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, suggestions } = completeFilter(text, caret, RUN_FIELDS, known);
  return { replaced: text.slice(from, to), texts: suggestions.map((suggestion) => suggestion.text) };
}

it.each([
  ['valid|', 'valid', ['validationLoss', 'validationRmse']],
  ['val|id = 1', 'valid', ['validationLoss']],
  ['learning r|', 'learning r', ['learningRate']],
  ['loss |', '', ['=', '!=', '<', '<=', '>', '>=', 'in']],
  ['model = |', '', ['alarmwork', 'elman']],
  ['model = a|', 'a', ['alarmwork']],
  ['model in (elman, |', '', ['alarmwork', 'elman']],
  ['model in (elman |', '', [',', ')']],
  ['model in |', '', ['(']],
  ['loss < 1 |', '', ['and', 'or']],
  ['loss < 1 a|', 'a', ['and']],
  ['(loss < 1) and stat|', 'stat', ['status']],
  ['archived = |', '', ['yes', 'no']],
  ['tag = |', '', ['paper', '"good one"', '"in"']],
  ['tag = "goo|', '"goo', ['"good one"']],
  ['optimizer = rms|', 'rms', ['rmsprop']],
  ['created > |', '', ['today', '2d']],
  ['not arch|', 'arch', ['archived']],
])('offers what can stand at %s', (marked, replaced, texts) => {
  const found = complete(marked);
  expect(found.replaced).toBe(replaced);
  expect(found.texts).toEqual(expect.arrayContaining(texts));
});

it('offers fields whose names begin as typed first, and few things at once', () => {
  expect(complete('loss|').texts[0]).toBe('loss');
  expect(complete('|').texts.length).toBeLessThanOrEqual(60);
  expect(complete('model = x|').texts).toEqual([]);
});

it('offers values that the language reads back', () => {
  const odd = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !(text.includes('"') && text.includes("'")));
  fc.assert(
    fc.property(odd, (tag) => {
      const { suggestions } = completeFilter('tag = ', 6, RUN_FIELDS, { tag: [tag] });
      const filter = compileFilter(`tag = ${suggestions[0]?.text ?? ''}`, RUN_FIELDS, 0);
      expect(filter.ok && filter.matches({ tag: [tag] })).toBe(true);
    }),
  );
});

it('replaces a stretch around the caret, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: -5, max: 100 }), (text, caret) => {
      const { from, to } = completeFilter(text, caret, RUN_FIELDS, known);
      const position = Math.min(Math.max(0, caret), text.length);
      expect(0 <= from && from <= position && position <= to && to <= text.length).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
