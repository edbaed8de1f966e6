/**
 * A hundred steps of each model by each optimizer with the strict kernels, as one hash each: the same in plain Node, in
 * Electron's main process and in a utility process.
 */
import { createHash } from 'node:crypto';
import type { PassSizes } from '../../core/nn/engine';
import { initializeParameters } from '../../core/nn/initialization';
import type { OptimizerChoice } from '../../core/nn/optimizer';
import type { ModelKind, Specification } from '../../core/nn/parameters';
import { Rng } from '../../core/random/rng';
import { simdEngine } from '../../core/nn/simd-engine';
import { loadKernels } from '../../electron/store/kernel-module';

const CHOICES: Readonly<Record<string, OptimizerChoice>> = {
  sgd: { optimizer: 'sgd' },
  momentum: { optimizer: 'momentum', momentum: 0.9 },
  nesterov: { optimizer: 'nesterov', momentum: 0.9 },
  rmsprop: { optimizer: 'rmsprop', smoothing: 0.99, epsilon: 1e-8 },
  adam: { optimizer: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  adamw: { optimizer: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
};

/** A hash that changes means that runs can no longer be reproduced by seed and configuration: tell the users. */
export const GOLDEN_HASHES: Readonly<Record<string, string>> = {
  'alarmwork sgd': 'd9f2c9be964d82d4c576284cda1241685f605c4a20044caf6a29fa6fc1f16526',
  'alarmwork momentum': '2ab04f1e18b932535cf83f4416cb4e0d8a0d5944c737b56b691785775deef209',
  'alarmwork nesterov': 'c5bfafa57871c09d34253f7ef0b6fe18093b29b55b57d311127eb311b28cf2a6',
  'alarmwork rmsprop': '674b408f32497c0eaf0df4f03dd93539048eaa257e1cfab90adea4d516bb5525',
  'alarmwork adam': 'be8dc8bf1f126fd507094c5a6bb9759461b71cc6b16c69bb0510c400106a54cc',
  'alarmwork adamw': 'c32526a4cb219492de2d1bf990c0af4b9d74c7a20247766fb1612b3cf89f2ee9',
  'elman sgd': '7b256bcc5988703b6f5516d182b9ed39acb46f2dbc42623cd510f93d57006ceb',
  'elman momentum': '4295cf57557f62e79de9a9f5c9da4f81606e30dcfc84ba9904fb2594bed853b3',
  'elman nesterov': '38566058bcec502566f9efd7e88775d0ccd0cb7546ff51731dd0806940f64f82',
  'elman rmsprop': '70391aee8586fed5bc1c7b4f58e1b19ab96388040ffdd0361f5199fbe2f63c47',
  'elman adam': '464833a38db75c8d4a0361f0908b382a76836ea4d4bb3298c760164f131fbc7c',
  'elman adamw': 'ee714cf71eadfd801bba1a62308b559a1e446d0b5fd0288a0886aa1ca3af08da',
};

/** SHA-256 over the parameters and losses of 100 steps: every second with one sequence, which other kernels compute. */
function hashOf(model: ModelKind, choice: OptimizerChoice): string {
  const specification: Specification = { model, inputs: 3, hiddenUnits: 21, outputs: 2, period: 3, readout: 'every' };
  const sizes = [6, 1].map((batchSize): PassSizes => ({
    batchSize,
    steps: 11,
    outputs: 11,
    updatesBack: Infinity,
    continues: false,
  }));
  const engine = simdEngine(loadKernels('strict'), specification, choice, sizes);
  engine.parameters.set(initializeParameters(specification, Rng.fromSeed(1, 'initialization')));
  const passes = sizes.map((size) => engine.pass(size));
  const rng = Rng.fromSeed(1, 'data');
  const hash = createHash('sha256');
  for (let step = 0; step < 100; step++) {
    const pass = passes[step % 2];
    if (!pass) throw new Error('No pass');
    for (let i = 0; i < pass.x.length; i++) pass.x[i] = rng.between(-2, 2);
    for (let i = 0; i < pass.t.length; i++) pass.t[i] = rng.between(-0.9, 0.9);
    const { loss } = engine.step([pass], { learningRate: 0.01, clipNorm: 1 });
    hash.update(Float64Array.of(loss));
  }
  return hash.update(engine.parameters).digest('hex');
}

/** By model and optimizer. */
export function computeGoldenHashes(): Record<string, string> {
  return Object.fromEntries(
    (['alarmwork', 'elman'] as const).flatMap((model) =>
      Object.entries(CHOICES).map(([name, choice]) => [`${model} ${name}`, hashOf(model, choice)]),
    ),
  );
}
