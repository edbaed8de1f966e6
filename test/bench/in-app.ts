/**
 * What the app costs a run: steps a second of a run in its utility process, with its live curves on screen, beside the
 * bare training loop in a process of the same Electron that does nothing else. They take turns: the machine is shared.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunConfiguration } from '../../core/contract/run';
import { smallConfiguration } from '../support/configurations';
import { electronExecutable, launchStudio, type StudioApp } from '../support/launch-studio';

const SECONDS = 5;
/** Of training before the measurement: by then V8 has compiled with all its optimizations. */
const WARM_UP_SECONDS = 2;

const { values: options } = parseArgs({
  options: {
    app: { type: 'boolean' },
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
  },
});

function configurationFor(hiddenUnits: number): RunConfiguration {
  return smallConfiguration({
    name: `P = ${hiddenUnits}`,
    hiddenUnits,
    kernel: 'fast',
    epochs: 1_000_000,
    learningRate: 1e-4,
    dataset: {
      ...{ kind: 'series', source: 'co2', inputs: ['CO2'], target: 'CO2', horizon: 1, differencing: true },
      ...{ window: 64, stride: 1, validationFraction: 0.15, testFraction: 0.15 },
    },
  });
}

/** Steps a second of the loop alone. */
function bareLoop(configuration: RunConfiguration): number {
  const script = join(import.meta.dirname, 'bare-loop.js');
  const asked = JSON.stringify({ configuration, warmUpSeconds: WARM_UP_SECONDS, seconds: SECONDS });
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return Number(execFileSync(electronExecutable(), [script, asked], { env, encoding: 'utf8' }));
}

/** Steps a second of a run whose page is open. */
async function inApp(studio: StudioApp, configuration: RunConfiguration): Promise<number> {
  const { page } = studio;
  const [id] = await studio.ask('runs:launch', { configuration, count: 1 });
  if (id === undefined) throw new Error('No run was launched');
  await page.evaluate((run) => (location.hash = `#/run/${run}`), id);
  const progressAfter = async (seconds: number) => {
    for (;;) {
      const run = (await studio.ask('runs:list', undefined)).find((each) => each.id === id);
      if (run && run.status !== 'queued' && run.status !== 'running') throw new Error(`The run ended: ${run.cause}`);
      if (run?.progress && run.progress.seconds >= seconds) return run.progress;
      await page.waitForTimeout(100);
    }
  };
  const from = await progressAfter(WARM_UP_SECONDS);
  const to = await progressAfter(from.seconds + SECONDS);
  await studio.ask('runs:cancel', { ids: [id] });
  await studio.runsToBe('cancelled');
  return (to.step - from.step) / (to.seconds - from.seconds);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const userData = mkdtempSync(join(tmpdir(), 'alarmwork-bench-'));
const studio = await launchStudio(userData);
try {
  for (const hiddenUnits of [32, 128]) {
    const configuration = configurationFor(hiddenUnits);
    const pairs: { bare: number; app: number }[] = [];
    for (let round = 0; round < Number(options.rounds); round++) {
      pairs.push({ bare: bareLoop(configuration), app: await inApp(studio, configuration) });
    }
    const result = {
      P: hiddenUnits,
      bareStepsPerSecond: median(pairs.map(({ bare }) => bare)),
      appStepsPerSecond: median(pairs.map(({ app }) => app)),
      ratio: median(pairs.map(({ bare, app }) => app / bare)),
    };
    if (options.json) console.log(JSON.stringify(result));
    else {
      const { P, bareStepsPerSecond: bare, appStepsPerSecond: app, ratio } = result;
      console.log(
        `P=${P}  bare loop ${bare.toFixed(0)} steps/s, in the app ${app.toFixed(0)}, ratio ${ratio.toFixed(3)}`,
      );
    }
  }
} finally {
  await studio.close();
  rmSync(userData, { recursive: true, force: true });
}
