/** What the library says of the synthetic tasks. The suggestions were found by training (skill on validation). */
import type { TaskDataset, TaskName } from '../../contract/dataset';
import type { TaskEntry } from '../library-entry';

const GENERATED = 'Generated, nothing to license';

function suggest(task: TaskName, size: number, window: number, over: Partial<TaskDataset> = {}): TaskDataset {
  const parts = { validationFraction: 0.15, testFraction: 0.15 };
  return { kind: 'task', task, size, window, delay: 4, dataSeed: 1, stride: 1, ...parts, ...over };
}

function column(name: string) {
  return { name, unit: '', missing: 0 };
}

export const TASK_ENTRIES: Readonly<Record<TaskName, TaskEntry>> = {
  // 0.26, accuracy 0.67: as good as it gets. With period 2 the bit before last is out of sight at every other step.
  'temporal-xor': {
    title: 'Temporal XOR',
    description:
      'Predict the next bit of a stream in which every third is the exclusive or of the two random bits before it. Only that ' +
      'third can be known, so the best accuracy is 2/3 and the best skill 1/3. The alarm has to ring at every step.',
    source: 'Elman 1990, Finding structure in time',
    licence: GENERATED,
    columns: [column('bit')],
    suggested: suggest('temporal-xor', 9000, 30, { stride: 10 }),
    suggestedHyperparameters: { readout: 'every', period: 1, learningRate: 0.005, epochs: 40 },
  },
  // 0.99 with any model whose alarm rings when the echoed input comes in: window and delay are even, so period 2 does.
  'delayed-echo': {
    title: 'Delayed echo',
    description:
      'Repeat a random input a few steps later: a pure test of memory. With an alarm period above 1 only inputs that come with ' +
      'the alarm are remembered, so window and delay should be multiples of it.',
    source: 'After Jaeger 2001, Short term memory in echo state networks',
    licence: GENERATED,
    columns: [column('input'), column('echo')],
    suggested: suggest('delayed-echo', 3000, 12),
    suggestedHyperparameters: { period: 2, learningRate: 0.005, epochs: 30 },
  },
  // 0.99; with period 2 0.5, because the marks at odd steps are never seen by the memory layer.
  adding: {
    title: 'Adding problem',
    description:
      'Two numbers in a list are marked; say their sum at the end. The longer the list, the harder to remember both. ' +
      'The alarm has to ring at every step, or marks are missed.',
    source: 'Hochreiter and Schmidhuber 1997, Long short-term memory, experiment 4',
    licence: GENERATED,
    columns: [column('value'), column('marker'), column('sum')],
    suggested: suggest('adding', 3000, 12),
    suggestedHyperparameters: { period: 1, learningRate: 0.005, epochs: 30 },
  },
  // 0.999
  'mackey-glass': {
    title: 'Mackey-Glass',
    description:
      'A smooth chaotic series, 6 samples ahead: the classic benchmark of forecasting, and one that can be learnt almost perfectly.',
    source: 'Mackey and Glass 1977, Oscillation and chaos in physiological control systems (τ = 17)',
    licence: GENERATED,
    columns: [column('x')],
    suggested: suggest('mackey-glass', 3000, 24),
    suggestedHyperparameters: { period: 2, learningRate: 0.005, epochs: 20 },
  },
  // 0.93; with period 2 0.5: each output is made of the inputs now and nine steps ago, one of which is then not remembered.
  'narma-10': {
    title: 'NARMA-10',
    description:
      'Imitate a nonlinear system that multiplies what comes in now with what came in nine steps before. The alarm has to ring ' +
      'at every step, or the earlier input is missed.',
    source: 'Atiya and Parlos 2000, New results on recurrent network training',
    licence: GENERATED,
    columns: [column('u'), column('y')],
    suggested: suggest('narma-10', 3000, 20),
    suggestedHyperparameters: { period: 1, learningRate: 0.005, epochs: 30 },
  },
};
