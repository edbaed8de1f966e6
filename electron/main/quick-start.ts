/**
 * The quick start: three runs on the CO₂ series to their ends, their results against the persistence forecast, weights as
 * safetensors and a picture of the comparison. The same app, queue and window as always; nobody needs to be there.
 */
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';
import { QUICK_START_MODELS, quickStartConfiguration } from '../../core/contract/quick-start';
import type { RunDocument, RunId } from '../../core/contract/run';
import { isActive } from '../../core/experiment/run-states';
import { exportFileName } from './export-file-name';
import type { Runs } from './runs';
import type { WorkerClient } from './worker-client';

const POLL_MS = 250;
const TWO_FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))';

export interface QuickStartParts {
  readonly folder: string;
  readonly runs: Runs;
  readonly worker: WorkerClient;
  readonly window: BrowserWindow;
  readonly say: (line: string) => void;
}

/** @returns true if all three runs completed */
export async function runQuickStart({ folder, runs, worker, window, say }: QuickStartParts): Promise<boolean> {
  const library = await worker.run('library', { imported: [] });
  const co2 = library.find(({ id }) => id === 'co2');
  if (!co2) throw new Error('The CO₂ series is missing from the library');
  say(`Training three networks on: ${co2.title}`);
  const ids = QUICK_START_MODELS.flatMap((model) => runs.launch(quickStartConfiguration(co2, model), 1));
  await showProgress(runs, ids, say);

  const documents = ids.map((id) => runs.get(id));
  say('');
  say(resultsTable(documents));
  say('');
  mkdirSync(folder, { recursive: true });
  for (const run of documents.filter(({ status }) => status === 'completed')) {
    const path = join(folder, exportFileName(run, 'safetensors'));
    const job = { folder: runs.folderOf(run.id), run, series: null, format: 'safetensors', choice: 'final' } as const;
    writeFileSync(path, await worker.run('export', job));
    say(`Weights:  ${path}`);
  }
  const picture = join(folder, 'comparison.png');
  writeFileSync(picture, await pictureOfComparison(window, ids));
  say(`Picture:  ${picture}`);
  return documents.every(({ status }) => status === 'completed');
}

/** A line for each run whenever its share of epochs has grown by a tenth. */
async function showProgress(runs: Runs, ids: readonly RunId[], say: (line: string) => void): Promise<void> {
  const shown = new Map<RunId, number>();
  for (;;) {
    const summaries = runs.list().filter(({ id }) => ids.includes(id));
    for (const { id, status, progress, configuration, validationLoss } of summaries) {
      const tenths = status === 'completed' ? 10 : progress ? Math.floor((10 * progress.epoch) / progress.epochs) : 0;
      if (tenths <= (shown.get(id) ?? 0)) continue;
      shown.set(id, tenths);
      const loss = validationLoss === null ? '' : `  validation loss ${validationLoss.toPrecision(4)}`;
      say(`  ${configuration.name.padEnd(24)} ${String(tenths * 10).padStart(3)} %${loss}`);
    }
    if (!summaries.some(({ status }) => isActive(status))) return;
    await setTimeout(POLL_MS);
  }
}

function resultsTable(documents: readonly RunDocument[]): string {
  const rows = documents.map(({ configuration, status, results }) => {
    const validation = results?.validation;
    const test = results?.test;
    return [
      configuration.name,
      status,
      figure(results?.seconds, 1),
      figure(validation?.rmse, 4),
      figure(test?.rmse, 4),
      figure(validation?.skill, 3),
      figure(test?.skill, 3),
    ];
  });
  const unit = documents[0]?.results?.unit ?? '';
  const baseline = documents[0]?.results?.baseline ?? 'persistence';
  const head = ['Run', 'Status', 'Seconds', `RMSE val. (${unit})`, `RMSE test (${unit})`, 'Skill val.', 'Skill test'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [
    line(head),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...rows.map(line),
    '',
    `Skill is 1 − MSE / MSE of the ${baseline} forecast: 0 is no better than it, 1 is perfect.`,
  ].join('\n');
}

function figure(value: number | null | undefined, digits: number): string {
  return typeof value !== 'number' || !Number.isFinite(value) ? '–' : value.toFixed(digits);
}

async function pictureOfComparison(window: BrowserWindow, ids: readonly RunId[]): Promise<Buffer> {
  if (window.webContents.isLoading()) await once(window.webContents, 'did-finish-load');
  await window.webContents.executeJavaScript(`location.hash = ${JSON.stringify(`#/compare?ids=${ids.join(',')}`)}`);
  // The view asks for its curves and draws them; two equal pictures in a row, frames apart, mean that it has settled.
  let before: Buffer = Buffer.alloc(0);
  for (let attempt = 0; attempt < 40; attempt++) {
    await setTimeout(POLL_MS);
    await window.webContents.executeJavaScript(TWO_FRAMES);
    const picture = (await window.webContents.capturePage()).toPNG();
    if (attempt >= 4 && picture.equals(before)) return picture;
    before = picture;
  }
  return before;
}
