import { expect, it } from 'vitest';
import { compileFilter } from '../../../core/analysis/filter/filter';
import { RUN_FIELDS } from '../../../core/analysis/filter/run-fields';
import { runValueReader } from '../../../core/analysis/run-value';
import { runValues } from '../../../core/analysis/run-values';
import { configuration, results, run } from '../../renderer/runs';

const task = (name: 'delayed-echo' | 'adding') => ({
  kind: 'task' as const,
  task: name,
  size: 100,
  delay: 3,
  dataSeed: 7,
  window: 10,
  stride: 1,
  validationFraction: 0.2,
  testFraction: 0.1,
});

const series = { ...configuration().dataset, kind: 'series' as const, source: 'co2', inputs: ['a', 'b'], target: 'c' };
const classes = { ...series, horizon: 0, differencing: false, targetKind: 'class' as const };

const progress = { epoch: 3, epochs: 9, step: 30, steps: 90, seconds: 4, secondsLeft: null, stepsPerSecond: null };

it.each([
  ['a run that ended', run({ results: results(2, 0.5), loss: 9, validationLoss: 9, tags: ['a', 'b'], notes: 'so' })],
  ['a run under way', run({ status: 'running', loss: 3, validationLoss: 4, progress, isArchived: true })],
  ['Elman without momentum', run({}, { model: 'elman', optimizer: 'sgd' })],
  ['a task with a delay', run({}, { dataset: task('delayed-echo') })],
  ['classes of sequences', run({}, { dataset: { ...classes, sequenceColumn: 'id', scaling: 'standard' } })],
  ['a random split', run({}, { dataset: { ...classes, split: 'random', splitSeed: 4 } })],
  ['a random split of seed 0', run({}, { dataset: { ...classes, split: 'random' } })],
  ['a task without one', run({}, { dataset: task('adding') })],
])('reads of %s, field by field, what its whole record has', (_, each) => {
  const { notes: note, tags, isArchived } = each;
  const whole = runValues(each, { note, tags, isArchived });
  for (const { name } of [...RUN_FIELDS, { name: 'dataset.name' }]) {
    expect([name, runValueReader(name)(each) ?? null]).toEqual([name, whole[name] ?? null]);
  }
});

it('knows nothing under a name that no run has, whatever an object inherits', () => {
  for (const name of ['dataset.kind2', 'dataset.toString', '__proto__', 'constructor', ''])
    expect(runValueReader(name)(run())).toBe(null);
});

it('a filter says which fields it asks for, each once', () => {
  const filter = compileFilter('loss < 1 and (Model = elman or not loss > 3)', RUN_FIELDS, 0);
  expect(filter.ok && filter.fields).toEqual(['loss', 'model']);
});
