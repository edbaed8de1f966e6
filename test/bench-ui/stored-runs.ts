/** A store of many completed runs: one that the app has trained, copied file by file under other ids. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunDocument } from '../../core/contract/run';
import { readRunFolder } from '../../electron/store/run-folder';
import { smallConfiguration } from '../support/configurations';
import { launchStudio } from '../support/launch-studio';

const MODELS = ['alarmwork', 'elman'] as const;
const RATES = [0.1, 0.03, 0.01, 0.003, 0.001];

/** Has the app train one run, in a folder that it has not used yet. @returns the run's folder */
export async function trainOneRun(userData: string): Promise<string> {
  const studio = await launchStudio(userData);
  try {
    const configuration = smallConfiguration({ name: 'Original', epochs: 100 });
    const [id] = await studio.ask('runs:launch', { configuration, count: 1 });
    if (id === undefined) throw new Error('No run was launched');
    await studio.runsToBe('completed');
    return join(userData, 'store', 'runs', id);
  } finally {
    await studio.close();
  }
}

/** Adds copies of a run until the store holds `count` runs. They differ in what a table sorts and filters by. */
export function multiplyRun(folder: string, count: number): void {
  const original = readRunFolder(folder);
  const { results } = original;
  if (!results) throw new Error(`${folder} holds no finished run`);
  for (let number = 1; number < count; number++) {
    const id = randomUUID();
    const copy = join(folder, '..', id);
    const better = 1 + Math.abs(Math.sin(number));
    const document: RunDocument = {
      ...original,
      id,
      createdAt: original.createdAt + number * 60_000,
      colour: number % 32,
      configuration: {
        ...original.configuration,
        name: `Trial ${number}`,
        seed: number,
        model: MODELS[number % 2] ?? 'elman',
        hiddenUnits: 4 + (number % 64),
        learningRate: RATES[number % RATES.length] ?? 0.1,
      },
      results: {
        ...results,
        loss: (results.loss ?? 1) * better,
        validation: results.validation && { ...results.validation, loss: results.validation.loss * better },
      },
    };
    mkdirSync(copy);
    for (const name of ['weights.json', 'metrics.log']) cpSync(join(folder, name), join(copy, name));
    writeFileSync(join(copy, 'run.json'), `${JSON.stringify(document, undefined, 2)}\n`);
    writeFileSync(
      join(copy, 'run.previous.json'),
      `${JSON.stringify({ ...document, status: 'running' }, undefined, 2)}\n`,
    );
  }
}
