/**
 * A hundred steps of each model by each optimizer with the strict kernels, as one hash each: the same in plain Node, in
 * Electron's main process and in a utility process.
 */
import { createHash } from 'node:crypto';
import type { PassSizes } from '../../core/nn/engine';
import { initializeParameters } from '../../core/nn/initialization';
import type { OptimizerChoice } from '../../core/nn/optimizer';
import type { ModelKind, Specification } from '../../core/nn/parameters';
import { Rng } from '../../core/nn/rng';
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
  'alarmwork sgd': 'a60102a90d2b28812ef4202a3227f100b712651f80d35d7e222f584b89ee76eb',
  'alarmwork momentum': '126fb5bc01fd91f1661b3b76119fdd7a8c33dc4293ac308841f9bfeaf16c6e4b',
  'alarmwork nesterov': 'b37cd56d77fdac78008b969f33d9ee9a08cbc64eaaa277122161f142d2a775c7',
  'alarmwork rmsprop': '1990db627aef83d770e1a47ad930cb19e6cf5714babdf7212a0641efcc9e71c6',
  'alarmwork adam': '045c04a381e2111a130e7a852ed44a89f18f597b1532cfed7dc3303b4f5452fe',
  'alarmwork adamw': '3eb33233a81eb26342d9532bd5b0cb32e71f034397d04e6fbe883088c2bca326',
  'elman sgd': '7b256bcc5988703b6f5516d182b9ed39acb46f2dbc42623cd510f93d57006ceb',
  'elman momentum': '4295cf57557f62e79de9a9f5c9da4f81606e30dcfc84ba9904fb2594bed853b3',
  'elman nesterov': '38566058bcec502566f9efd7e88775d0ccd0cb7546ff51731dd0806940f64f82',
  'elman rmsprop': '70391aee8586fed5bc1c7b4f58e1b19ab96388040ffdd0361f5199fbe2f63c47',
  'elman adam': '7dd44f7b9314b7f7f212895b2bf6ceca086842abc0d473d120aa009f39ec9cf6',
  'elman adamw': '6a18c4a029cd205e9691cf39d68f9242d889cdc1b37cb98d0c952569937c2991',
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
