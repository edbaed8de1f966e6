/** A store with runs for every kind of chart there is: of values, of classes, and of more points than the window holds. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetChoice } from '../../core/contract/dataset';
import type { RunId } from '../../core/contract/run';
import { smallConfiguration } from './configurations';
import type { StudioApp } from './launch-studio';
import { openImportSheet } from './studio-app';
import { smallSweep } from './sweeps';

/** More than stand side by side, so that their names stand upright. */
const KINDS = Array.from({ length: 14 }, (_, kind) => (kind === 3 ? 'a kind whose name is far too long' : `k${kind}`));
const SEQUENCES = 20 * KINDS.length;
const STEPS = 5;

export interface ChartedStore {
  /** Has 20,000 targets in its validation part, of which the window gets 5,000. */
  readonly manyTargets: RunId;
  /** Has 300 units and sequences of 1,700 steps: neither its weights nor its states cross in full. */
  readonly wide: RunId;
  readonly classes: RunId;
  readonly diverged: RunId;
  /** Of the shipped series, two models with three seeds each. */
  readonly compared: readonly RunId[];
  readonly sweep: string;
}

/** Mackey-Glass; validation and test have 15 % each. */
const stream = (size: number, window: number, stride: number): DatasetChoice => ({
  kind: 'task',
  task: 'mackey-glass',
  size,
  delay: 1,
  dataSeed: 1,
  window,
  stride,
  validationFraction: 0.15,
  testFraction: 0.15,
});

export async function fillChartedStore(studio: StudioApp, folder: string): Promise<ChartedStore> {
  const { ask } = studio;
  await ask('settings:set', { maxConcurrentRuns: 2 });
  const launch = (over: Parameters<typeof smallConfiguration>[0], count = 1) =>
    ask('runs:launch', { configuration: smallConfiguration(over), count });
  const [manyTargets = ''] = await launch({
    name: 'Many targets',
    readout: 'every',
    epochs: 2,
    dataset: stream(2000, 100, 1),
  });
  const [wide = ''] = await launch({ name: 'Wide', hiddenUnits: 300, epochs: 1, dataset: stream(12_000, 1700, 2000) });
  const [classes = ''] = await launch({ name: 'Kinds', epochs: 3, dataset: await importKinds(studio, folder) });
  const [diverged = ''] = await launch({ name: 'Too large a rate', learningRate: 1e38, clipNorm: 0, epochs: 50 });
  const compared = [
    ...(await launch({ name: 'CO₂, two clocks', epochs: 12 }, 3)),
    ...(await launch({ name: 'CO₂, Elman', model: 'elman', epochs: 12 }, 3)),
  ];
  const { id: sweep } = await ask('sweeps:launch', {
    definition: smallSweep({
      name: 'Rates and sizes',
      base: smallConfiguration({ epochs: 3 }),
      seeds: 1,
      dimensions: [
        { field: 'learningRate', kind: 'logarithmic', from: 1e-4, to: 0.1, count: 4 },
        { field: 'hiddenUnits', kind: 'integer', from: 2, to: 4, count: 2 },
      ],
    }),
  });
  while ((await ask('sweeps:list', undefined))[0]?.status !== 'completed') await studio.page.waitForTimeout(100);
  await studio.runsToBe('completed', 'diverged');
  return { manyTargets, wide, classes, diverged, compared, sweep };
}

async function importKinds(studio: StudioApp, folder: string): Promise<DatasetChoice> {
  const rows = Array.from({ length: SEQUENCES * STEPS }, (_, row) => {
    const sequence = Math.floor(row / STEPS);
    const kind = sequence % KINDS.length;
    return [`case ${sequence}`, ((kind + Math.sin(7 * row) / 3) / KINDS.length).toFixed(4), KINDS[kind] ?? ''].join(
      ',',
    );
  });
  const path = join(folder, 'kinds.csv');
  writeFileSync(path, ['case,level,kind', ...rows].join('\n'));
  const sheet = await openImportSheet(studio, path);
  await sheet.getByText('3 columns chosen').waitFor();
  await sheet.getByRole('button', { name: /^Import/ }).click();
  await sheet.waitFor({ state: 'detached' });
  const known = await studio.ask('datasets:list', undefined);
  return {
    kind: 'series',
    source: known.find(({ imported }) => imported !== undefined)?.id ?? '',
    inputs: ['level'],
    target: 'kind',
    targetKind: 'class',
    horizon: 0,
    differencing: false,
    sequenceColumn: 'case',
    window: STEPS,
    stride: 1,
    validationFraction: 0.25,
    testFraction: 0.15,
  };
}
