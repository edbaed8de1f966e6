/** The training loop with nothing around it. Prints its steps a second. */
import type { RunConfiguration } from '../../core/contract/run';
import { prepareDataset } from '../../core/data/prepare';
import { Training } from '../../core/train/trainer';
import { loadBestKernels } from '../../electron/store/kernel-module';

interface Asked {
  readonly configuration: RunConfiguration;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

const { configuration, warmUpSeconds, seconds } = JSON.parse(process.argv[2] ?? '') as Asked;
const clock = (): number => performance.now() / 1000;
const data = prepareDataset(configuration.dataset, configuration.readout, null);
const steps = new Training(configuration, data, clock, loadBestKernels).run();

/** Trains until then. @returns steps done so far */
function trainUntil(time: number): number {
  for (;;) {
    const { value, done } = steps.next();
    if (done === true) throw new Error('The run ended before it was measured');
    if (clock() >= time) return value.step;
  }
}

const from = trainUntil(clock() + warmUpSeconds);
const start = clock();
const to = trainUntil(start + seconds);
console.log((to - from) / (clock() - start));
