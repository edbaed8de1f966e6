/** Completed runs with curves of the test's own making: a run that the app has trained, copied under other ids. */
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS, type RunConfiguration, type RunDocument, type RunId } from '../../core/contract/run';
import { MetricsLog } from '../../electron/store/metrics-log';
import { readRunFolder } from '../../electron/store/run-folder';
import { smallConfiguration } from './configurations';
import { launchStudio } from './launch-studio';

export interface CurveRun {
  readonly configuration: Partial<RunConfiguration>;
  readonly rows: number;
  /** Values in the order of METRICS; NaN is "not measured". */
  readonly rowAt: (epoch: number) => readonly number[];
}

/** Puts these runs, and no others, into a folder that no app has used yet. @returns their ids */
export async function storeCurveRuns(userData: string, runs: readonly CurveRun[]): Promise<RunId[]> {
  const studio = await launchStudio(userData);
  let original: string | undefined;
  try {
    [original] = await studio.ask('runs:launch', { configuration: smallConfiguration(), count: 1 });
    await studio.runsToBe('completed');
  } finally {
    await studio.close();
  }
  if (original === undefined) throw new Error('No run was launched');
  const store = join(userData, 'store', 'runs');
  const folder = join(store, original);
  const document = readRunFolder(folder);
  const ids = runs.map((run, number) => {
    const id = randomUUID();
    const copy = join(store, id);
    mkdirSync(copy);
    copyFileSync(join(folder, 'weights.json'), join(copy, 'weights.json'));
    const written: RunDocument = {
      ...document,
      id,
      createdAt: document.createdAt + number * 60_000,
      colour: number % 32,
      configuration: { ...document.configuration, epochs: run.rows - 1, ...run.configuration },
    };
    writeFileSync(join(copy, 'run.json'), `${JSON.stringify(written, undefined, 2)}\n`);
    writeFileSync(
      join(copy, 'run.previous.json'),
      `${JSON.stringify({ ...written, status: 'running' }, undefined, 2)}\n`,
    );
    writeLog(join(copy, 'metrics.log'), run);
    return id;
  });
  rmSync(folder, { recursive: true });
  return ids;
}

const ROWS_AT_A_TIME = 500;

function writeLog(path: string, { rows, rowAt }: CurveRun): void {
  const log = MetricsLog.open(path, METRICS);
  for (let epoch = 0; epoch < rows; epoch += ROWS_AT_A_TIME) {
    const count = Math.min(ROWS_AT_A_TIME, rows - epoch);
    const flat = new Float64Array(count * METRICS.length);
    for (let i = 0; i < count; i++) flat.set(rowAt(epoch + i), i * METRICS.length);
    log.append(flat);
  }
  log.close();
}

/** A noisy curve towards a floor, as training gives; another number, another curve, always the same one. */
export function noisyRow(number: number, epoch: number, speed = 0.004): number[] {
  const noise = (salt: number) => {
    const wave = Math.sin(epoch * 12.9898 + number * 78.233 + salt * 37.719) * 43_758.5453;
    return wave - Math.floor(wave);
  };
  const floor = 0.02 + 0.003 * (number % 7);
  const mean = floor + Math.exp(-epoch * speed * (1 + (number % 5) / 5)) * (0.8 + 0.05 * (number % 3));
  const loss = mean * (0.8 + 0.4 * noise(1));
  const validation = mean * (1 + 0.5 * noise(2)) + 0.01;
  return [
    epoch,
    epoch * 12,
    epoch * 0.031 * (1 + (number % 4) / 10),
    epoch === 0 ? NaN : loss,
    validation,
    Math.sqrt(validation) * 3,
    1 - validation,
    NaN,
    epoch === 0 ? NaN : 0.5 + noise(3) * mean,
  ];
}
