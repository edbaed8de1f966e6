/** Everything about a run that a filter can ask for. */
import { HYPERPARAMETERS, HYPERPARAMETER_NAMES } from '../../contract/hyperparameters';
import { RUN_STATUSES } from '../../contract/run';
import { DATASET_CHOICES } from '../dataset-settings';
import type { FilterField } from './filter-field';

const MEASURED = [
  ['loss', 'Training loss'],
  ['validationLoss', 'Validation loss'],
  ['validationRmse', 'Validation RMSE'],
  ['validationSkill', 'Validation skill'],
  ['validationAccuracy', 'Validation accuracy'],
  ['testLoss', 'Test loss'],
  ['testRmse', 'Test RMSE'],
  ['testSkill', 'Test skill'],
  ['testAccuracy', 'Test accuracy'],
  ['epoch', 'Epoch'],
] as const;

const number = (name: string, label: string): FilterField => ({ kind: 'number', name, label });
const text = (name: string, label: string): FilterField => ({ kind: 'text', name, label });

const choice = (name: string, label: string): FilterField => ({
  kind: 'choice',
  name,
  label,
  choices: DATASET_CHOICES[name] ?? {},
});

/** Metrics are the last ones measured; with `best.` before the name, those of the weights with the lowest validation loss. */
export const RUN_FIELDS: readonly FilterField[] = [
  ...MEASURED.map(([name, label]) => number(name, label)),
  // The best weights are evaluated after training: what a step alone has, the loss it trained on, is not theirs.
  ...MEASURED.filter(([name]) => name !== 'loss').map(([name, label]) =>
    number(`best.${name}`, `Best ${label.toLowerCase()}`),
  ),
  number('step', 'Optimizer step'),
  number('seconds', 'Training time'),
  number('parameters', 'Parameters'),
  ...HYPERPARAMETER_NAMES.map((name): FilterField => {
    const described = HYPERPARAMETERS[name];
    const { label } = described;
    return described.kind === 'choice'
      ? { kind: 'choice', name, label, choices: described.choices }
      : { kind: described.kind, name, label };
  }),
  text('name', 'Name'),
  {
    kind: 'choice',
    name: 'status',
    label: 'Status',
    choices: Object.fromEntries(RUN_STATUSES.map((status) => [status, status === 'running' ? 'training' : status])),
  },
  number('seed', 'Seed'),
  text('dataset', 'Data'),
  number('dataset.window', 'Window length (L)'),
  number('dataset.stride', 'Stride'),
  number('dataset.validationFraction', 'Validation fraction'),
  number('dataset.testFraction', 'Test fraction'),
  text('dataset.inputs', 'Inputs'),
  text('dataset.target', 'Target'),
  choice('dataset.targetKind', 'Target kind'),
  number('dataset.horizon', 'Horizon'),
  { kind: 'switch', name: 'dataset.differencing', label: 'Differencing' },
  text('dataset.sequenceColumn', 'Sequence column'),
  choice('dataset.scaling', 'Scaling'),
  choice('dataset.split', 'Split'),
  number('dataset.splitSeed', 'Split seed'),
  number('dataset.size', 'Size'),
  number('dataset.delay', 'Delay'),
  number('dataset.dataSeed', 'Data seed'),
  text('tag', 'Tag'),
  text('note', 'Note'),
  { kind: 'date', name: 'created', label: 'Created' },
  { kind: 'switch', name: 'archived', label: 'Archived' },
];
