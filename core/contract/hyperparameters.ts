/**
 * What a person chooses before a run starts: one table describes every hyperparameter (name, unit, range, default,
 * explanation); the schema, the form and the README's list all follow from it. Long, because it is that one table.
 */
import { z } from './schema';

export const HYPERPARAMETER_GROUPS = ['model', 'training', 'stopping'] as const;
export type HyperparameterGroup = (typeof HYPERPARAMETER_GROUPS)[number];

interface Described {
  readonly group: HyperparameterGroup;
  readonly label: string;
  /** One line: what it does and which way to turn it. */
  readonly explanation: string;
}

export interface NumberHyperparameter extends Described {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
  readonly default: number;
  /** True where `minimum` itself is not allowed. */
  readonly exclusiveMinimum?: boolean;
}

export interface ChoiceHyperparameter<Choice extends string = string> extends Described {
  readonly kind: 'choice';
  readonly choices: Readonly<Record<Choice, string>>;
  readonly default: NoInfer<Choice>;
}

export interface SwitchHyperparameter extends Described {
  readonly kind: 'switch';
  readonly default: boolean;
}

export type HyperparameterDescription = NumberHyperparameter | ChoiceHyperparameter | SwitchHyperparameter;

export const HYPERPARAMETERS = {
  model: {
    kind: 'choice',
    group: 'model',
    label: 'Model',
    choices: { alarmwork: 'AlarmworkNet', elman: 'Elman' },
    default: 'alarmwork',
    explanation: 'AlarmworkNet updates its memory layer only when the alarm rings; Elman updates at every time step.',
  },
  hiddenUnits: {
    kind: 'number',
    integer: true,
    group: 'model',
    label: 'Hidden units (P)',
    minimum: 1,
    maximum: 2048,
    unit: 'units',
    default: 16,
    explanation: 'Units in each hidden layer. More units fit more, and cost time with their square.',
  },
  period: {
    kind: 'number',
    integer: true,
    group: 'model',
    label: 'Alarm period',
    minimum: 1,
    // One more than the longest window: an alarm that never rings, for a network without its memory.
    maximum: 10_000_001,
    unit: 'time steps',
    default: 2,
    explanation: 'The memory layer updates every so many time steps and holds its value in between. AlarmworkNet only.',
  },
  readout: {
    kind: 'choice',
    group: 'model',
    label: 'Readout',
    choices: { last: 'Last time step', every: 'Every time step' },
    default: 'last',
    explanation: 'Where the sequence is compared with a target: once at its end, or at every time step.',
  },
  gradient: {
    kind: 'choice',
    group: 'model',
    label: 'Gradient',
    choices: { bptt: 'BPTT (exact)', truncated: 'Truncated BPTT', local: "Local (the seed's)" },
    default: 'bptt',
    explanation: 'How far errors travel back in time: all the way, a fixed number of updates, or a single update.',
  },
  truncation: {
    kind: 'number',
    integer: true,
    group: 'model',
    label: 'Updates back (k)',
    minimum: 1,
    maximum: 100_000,
    unit: 'updates',
    default: 8,
    explanation: 'For truncated BPTT: how many memory updates an error passes. 1 is local; large values are exact.',
  },
  initialization: {
    kind: 'choice',
    group: 'model',
    label: 'Initial weights',
    choices: { xavier: 'Xavier (Glorot)', uniform: 'Uniform', orthogonal: 'Orthogonal recurrence' },
    default: 'xavier',
    explanation:
      'The rule that random weights are drawn by. Orthogonal recurrence carries signals further back in time.',
  },
  optimizer: {
    kind: 'choice',
    group: 'training',
    label: 'Optimizer',
    choices: {
      sgd: 'SGD',
      momentum: 'SGD with momentum',
      nesterov: 'Nesterov momentum',
      rmsprop: 'RMSProp',
      adam: 'Adam',
      adamw: 'AdamW',
    },
    default: 'adam',
    explanation: 'The rule that turns a gradient into an update. Adam is the safe start.',
  },
  learningRate: {
    kind: 'number',
    integer: false,
    group: 'training',
    label: 'Learning rate',
    minimum: 0,
    exclusiveMinimum: true,
    // A rate this size is of no use, and harmless: the run ends as diverged.
    maximum: 1e38,
    unit: '',
    default: 0.005,
    explanation: 'Size of each update. Too large diverges, too small crawls; try factors of 3.',
  },
  momentum: {
    kind: 'number',
    integer: false,
    group: 'training',
    label: 'Momentum',
    minimum: 0,
    maximum: 0.9999,
    unit: '',
    default: 0.9,
    explanation: 'Share of the previous update that is kept. Used by SGD with momentum and Nesterov momentum.',
  },
  smoothing: {
    kind: 'number',
    integer: false,
    group: 'training',
    label: 'RMSProp smoothing',
    minimum: 0,
    maximum: 0.999999,
    unit: '',
    default: 0.99,
    explanation: 'Decay of the running mean of squared gradients. Used by RMSProp only.',
  },
  beta1: {
    kind: 'number',
    integer: false,
    group: 'training',
    label: 'Adam β₁',
    minimum: 0,
    maximum: 0.9999,
    unit: '',
    default: 0.9,
    explanation: 'Decay of the running mean of gradients. Used by Adam and AdamW.',
  },
  beta2: {
    kind: 'number',
    integer: false,
    group: 'training',
    label: 'Adam β₂',
    minimum: 0,
    maximum: 0.999999,
    unit: '',
    default: 0.999,
    explanation: 'Decay of the running mean of squared gradients. Used by Adam and AdamW.',
  },
  epsilon: {
    kind: 'number',
    integer: false,
    group: 'training',
    label: 'ε',
    // Far smaller ones are zero in float32, and divide zero by zero.
    minimum: 1e-30,
    maximum: 1,
    unit: '',
    default: 1e-8,
    explanation: 'Keeps the division of Adam, AdamW and RMSProp away from zero. Rarely worth changing.',
  },
  weightDecay: {
    kind: 'number',
    integer: false,
    group: 'training',
    label: 'Weight decay',
    minimum: 0,
    maximum: 10,
    unit: '',
    default: 0,
    explanation: 'Pulls all weights towards zero, against overfitting: an L2 penalty, or decoupled with AdamW.',
  },
  schedule: {
    kind: 'choice',
    group: 'training',
    label: 'Learning-rate schedule',
    choices: { constant: 'Constant', step: 'Step', cosine: 'Cosine', plateau: 'On plateau' },
    default: 'constant',
    explanation: 'How the learning rate falls: not at all, by steps, along half a cosine, or when validation stalls.',
  },
  warmup: {
    kind: 'number',
    integer: true,
    group: 'training',
    label: 'Warm-up',
    minimum: 0,
    maximum: 1_000_000,
    unit: 'optimizer steps',
    default: 0,
    explanation: 'Optimizer steps over which the learning rate rises from zero to its full size. 0 for none.',
  },
  decay: {
    kind: 'number',
    integer: false,
    group: 'training',
    label: 'Decay factor',
    minimum: 0,
    maximum: 1,
    unit: '',
    default: 0.5,
    explanation: 'What the learning rate is multiplied by at each step or plateau.',
  },
  decayEpochs: {
    kind: 'number',
    integer: true,
    group: 'training',
    label: 'Epochs to a decay',
    minimum: 1,
    maximum: 1_000_000,
    unit: 'epochs',
    default: 20,
    explanation: 'Epochs between two decays, or without a better validation loss before one (on plateau).',
  },
  batchSize: {
    kind: 'number',
    integer: true,
    group: 'training',
    label: 'Batch size (B)',
    minimum: 1,
    maximum: 65_536,
    unit: 'sequences',
    default: 32,
    explanation: 'Sequences per optimizer step. Larger is smoother and faster per epoch, with fewer updates.',
  },
  clipNorm: {
    kind: 'number',
    integer: false,
    group: 'training',
    label: 'Clip gradient norm at',
    minimum: 0,
    maximum: 1_000_000,
    unit: '',
    default: 1,
    explanation: 'Gradients longer than this are shortened to it, which tames sudden jumps. 0 turns clipping off.',
  },
  shuffle: {
    kind: 'switch',
    group: 'training',
    label: 'Shuffle sequences',
    default: true,
    explanation: 'Draw the training sequences in a new seeded order in every epoch.',
  },
  kernel: {
    kind: 'choice',
    group: 'training',
    label: 'Kernel',
    choices: { strict: 'Strict SIMD', fast: 'Fast SIMD', reference: 'Reference' },
    default: 'strict',
    explanation: 'Strict gives the same bits on every machine; fast is quicker, with the same bits on one machine.',
  },
  epochs: {
    kind: 'number',
    integer: true,
    group: 'stopping',
    label: 'Epochs',
    minimum: 1,
    maximum: 1_000_000,
    unit: 'epochs',
    default: 100,
    explanation: 'How many times the run passes over the training sequences.',
  },
  patience: {
    kind: 'number',
    integer: true,
    group: 'stopping',
    label: 'Early-stopping patience',
    minimum: 0,
    maximum: 1_000_000,
    unit: 'epochs',
    default: 0,
    explanation: 'Stop after so many epochs without a better validation loss. 0 trains all epochs.',
  },
} as const satisfies Record<string, HyperparameterDescription>;

export type HyperparameterName = keyof typeof HYPERPARAMETERS;
export const HYPERPARAMETER_NAMES = Object.keys(HYPERPARAMETERS) as HyperparameterName[];

/** What the weights of a checkpoint are for: a fork keeps these as they are. */
export const FIXED_IN_FORKS = [
  'model',
  'hiddenUnits',
  'initialization',
] as const satisfies readonly HyperparameterName[];

function numberSchema(description: NumberHyperparameter) {
  const { label, minimum, maximum, exclusiveMinimum = false, integer } = description;
  const range = exclusiveMinimum
    ? `${label} must be more than ${minimum} and at most ${maximum}`
    : `${label} must be ${integer ? 'a whole number ' : ''}from ${minimum} to ${maximum}`;
  return z
    .number({ error: range })
    .refine((value) => Number.isFinite(value) && (!integer || Number.isInteger(value)), { error: range })
    .refine((value) => (exclusiveMinimum ? value > minimum : value >= minimum) && value <= maximum, { error: range });
}

function choiceSchema<Choice extends string>(description: ChoiceHyperparameter<Choice>) {
  const choices = Object.keys(description.choices) as [Choice, ...Choice[]];
  return z.enum(choices, { error: `${description.label} must be one of ${choices.join(', ')}` });
}

function switchSchema(description: SwitchHyperparameter) {
  return z.boolean({ error: `${description.label} must be true or false` });
}

/**
 * The hyperparameters, flat: the same names in files, in the form, in `--set NAME=VALUE` and in tables. One with a default here
 * is younger than the first configurations; the default is what those meant by not having it.
 */
export const Hyperparameters = z.strictObject({
  model: choiceSchema(HYPERPARAMETERS.model),
  hiddenUnits: numberSchema(HYPERPARAMETERS.hiddenUnits),
  period: numberSchema(HYPERPARAMETERS.period),
  readout: choiceSchema(HYPERPARAMETERS.readout),
  gradient: choiceSchema(HYPERPARAMETERS.gradient),
  truncation: numberSchema(HYPERPARAMETERS.truncation),
  initialization: choiceSchema(HYPERPARAMETERS.initialization).default('xavier'),
  optimizer: choiceSchema(HYPERPARAMETERS.optimizer),
  learningRate: numberSchema(HYPERPARAMETERS.learningRate),
  momentum: numberSchema(HYPERPARAMETERS.momentum),
  beta1: numberSchema(HYPERPARAMETERS.beta1),
  beta2: numberSchema(HYPERPARAMETERS.beta2),
  epsilon: numberSchema(HYPERPARAMETERS.epsilon),
  smoothing: numberSchema(HYPERPARAMETERS.smoothing).default(HYPERPARAMETERS.smoothing.default),
  weightDecay: numberSchema(HYPERPARAMETERS.weightDecay).default(0),
  schedule: choiceSchema(HYPERPARAMETERS.schedule).default('constant'),
  warmup: numberSchema(HYPERPARAMETERS.warmup).default(0),
  decay: numberSchema(HYPERPARAMETERS.decay).default(HYPERPARAMETERS.decay.default),
  decayEpochs: numberSchema(HYPERPARAMETERS.decayEpochs).default(HYPERPARAMETERS.decayEpochs.default),
  kernel: choiceSchema(HYPERPARAMETERS.kernel).default('reference'),
  batchSize: numberSchema(HYPERPARAMETERS.batchSize),
  clipNorm: numberSchema(HYPERPARAMETERS.clipNorm),
  shuffle: switchSchema(HYPERPARAMETERS.shuffle),
  epochs: numberSchema(HYPERPARAMETERS.epochs),
  patience: numberSchema(HYPERPARAMETERS.patience),
});
export type Hyperparameters = z.infer<typeof Hyperparameters>;

export const DEFAULT_HYPERPARAMETERS: Hyperparameters = Hyperparameters.parse(
  Object.fromEntries(HYPERPARAMETER_NAMES.map((name) => [name, HYPERPARAMETERS[name].default])),
);

/** Which other choice makes a hyperparameter count; a name that is absent always counts. */
const USED_WHEN: Partial<Record<HyperparameterName, (chosen: Hyperparameters) => boolean>> = {
  period: ({ model }) => model === 'alarmwork',
  truncation: ({ gradient }) => gradient === 'truncated',
  momentum: ({ optimizer }) => optimizer === 'momentum' || optimizer === 'nesterov',
  smoothing: ({ optimizer }) => optimizer === 'rmsprop',
  beta1: ({ optimizer }) => optimizer === 'adam' || optimizer === 'adamw',
  beta2: ({ optimizer }) => optimizer === 'adam' || optimizer === 'adamw',
  epsilon: ({ optimizer }) => optimizer === 'adam' || optimizer === 'adamw' || optimizer === 'rmsprop',
  decay: ({ schedule }) => schedule === 'step' || schedule === 'plateau',
  decayEpochs: ({ schedule }) => schedule === 'step' || schedule === 'plateau',
};

/** @returns false where the other choices leave `name` without effect (Elman's `period`, SGD's `beta1`, …) */
export function isUsed(name: HyperparameterName, chosen: Hyperparameters): boolean {
  return USED_WHEN[name]?.(chosen) ?? true;
}
