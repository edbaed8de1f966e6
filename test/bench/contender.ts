/** One optimizer step of one cell by one kernel, ready to be timed again and again. */
import { referenceEngine, type Engine, type Kernel } from '../../core/nn/engine';
import { initializeParameters } from '../../core/nn/initialization';
import { Rng } from '../../core/random/rng';
import { simdEngine } from '../../core/nn/simd-engine';
import { loadKernels } from '../../electron/store/kernel-module';
import type { Cell } from './multiply-adds';

/** By then V8 has compiled with all its optimizations. */
const WARM_UP_MS = 150;
/** A timing lasts about this long, so that the clock is fine enough. */
const TIMING_MS = 5;
const MOST_REPEATS = 2000;

export interface Contender {
  readonly kernel: Kernel;
  /** Times some steps. @returns ms a step */
  time(): number;
}

export function contender(cell: Cell, kernel: Kernel): Contender {
  const { P, B, L, D, M, readout } = cell;
  const specification = { model: 'alarmwork', inputs: D, hiddenUnits: P, outputs: M, period: 2, readout } as const;
  const sizes = {
    batchSize: B,
    steps: L,
    outputs: readout === 'last' ? 1 : L,
    updatesBack: Infinity,
    continues: false,
  };
  const engine: Engine =
    kernel === 'reference'
      ? referenceEngine(specification, { optimizer: 'sgd' })
      : simdEngine(loadKernels(kernel), specification, { optimizer: 'sgd' }, [sizes]);
  engine.parameters.set(initializeParameters(specification, Rng.fromSeed(1, 'initialization')));
  const rng = Rng.fromSeed(1, 'data');
  const pass = engine.pass(sizes);
  for (let i = 0; i < pass.x.length; i++) pass.x[i] = rng.between(-1, 1);
  for (let i = 0; i < pass.t.length; i++) pass.t[i] = rng.between(-0.9, 0.9);
  const passes = [pass];
  const timeSteps = (repeats: number): number => {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) engine.step(passes, { learningRate: 1e-3, clipNorm: 0 });
    return (performance.now() - start) / repeats;
  };
  const warmUntil = performance.now() + WARM_UP_MS;
  let warm = timeSteps(1);
  while (performance.now() < warmUntil) warm = timeSteps(1);
  const repeats = Math.max(1, Math.min(MOST_REPEATS, Math.round(TIMING_MS / warm)));
  return { kernel, time: () => timeSteps(repeats) };
}
