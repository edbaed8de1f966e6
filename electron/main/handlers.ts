/** What main does for each request of the window. */
import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { MessageChannelMain, type BrowserWindow, type Dialog } from 'electron';
import { StudioError } from '../../core/contract/errors';
import type { AppInfo, Handlers, PortAnnouncement, SystemLoad } from '../../core/contract/ipc';
import type { RunConfiguration, RunId } from '../../core/contract/run';
import type { Settings } from '../../core/contract/settings';
import type { StoredSeries } from '../../core/contract/trainer-protocol';
import type { DatasetsStore } from '../store/datasets-store';
import { writeDurably } from '../store/durable-file';
import { diskUseOfRuns } from '../store/disk-use';
import { readMetricsOverview } from '../store/metrics-reader';
import { metricsFileOf } from '../store/run-folder';
import type { SettingsStore } from '../store/settings-store';
import type { FileTokens } from './file-tokens';
import type { Tell } from './ipc-router';
import type { Runs } from './runs';
import { exportFileName } from './export-file-name';
import { importHandlers } from './import-data';
import type { RunImporter } from './import-runs';
import type { Trash } from './trash';
import type { WorkerClient } from './worker-client';

/** Metric logs up to this are read in main, in less time than a message to the worker and back may take. */
const MOST_LOG_BYTES = 4_000_000;

export interface HandlerParts {
  readonly info: AppInfo;
  readonly runs: Runs;
  readonly trash: Trash;
  readonly importer: RunImporter;
  readonly settings: SettingsStore;
  readonly datasets: DatasetsStore;
  readonly worker: WorkerClient;
  readonly importWorker: WorkerClient;
  readonly tokens: FileTokens;
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  readonly window: () => BrowserWindow | null;
  readonly seriesFor: (configuration: Pick<RunConfiguration, 'dataset'>) => StoredSeries | null;
  readonly load: () => Pick<SystemLoad, 'processorCores' | 'memoryBytes' | 'diskBytes'>;
  readonly tell: Tell;
  readonly applySettings: (settings: Settings) => void;
}

export function createHandlers(parts: HandlerParts): Handlers {
  const { runs, trash, settings, datasets, worker, dialog, seriesFor } = parts;

  const openWindow = (): BrowserWindow => {
    const window = parts.window();
    if (!window) throw new StudioError('cancelled', 'The window was closed');
    return window;
  };

  const chooseTarget = async (defaultName: string, kind: string): Promise<string | null> => {
    const extension = extname(defaultName).slice(1);
    const { canceled, filePath } = await dialog.showSaveDialog(openWindow(), {
      defaultPath: defaultName,
      filters: [{ name: kind, extensions: [extension] }],
      properties: ['showOverwriteConfirmation'],
    });
    if (canceled || !filePath) return null;
    return extname(filePath) === '' ? `${filePath}.${extension}` : filePath;
  };

  return {
    'app:info': () => parts.info,
    'settings:get': () => settings.read(),
    'settings:set': (change) => {
      const changed = settings.update(change);
      parts.applySettings(changed);
      parts.tell('settings:changed', changed);
      return changed;
    },

    'datasets:list': () => {
      const { datasets: imported } = datasets.list();
      return worker.run('library', { imported });
    },
    'datasets:preview': ({ dataset, readout }) =>
      worker.run('preview', { dataset, readout, series: seriesFor({ dataset }) }),
    ...importHandlers(parts, openWindow),

    'runs:list': () => JSON.stringify(runs.list()),
    'runs:launch': ({ configuration, count }) => runs.launch(configuration, count),
    'runs:measure': ({ configuration }) => worker.run('measure', { configuration, series: seriesFor(configuration) }),
    'runs:cancel': ({ ids }) => runs.cancel(ids),
    'runs:pause': ({ ids }) => runs.pause(ids),
    'runs:resume': ({ ids }) => runs.resume(ids),
    'runs:extend': ({ id, epochs }) => runs.extend(id, epochs),
    'runs:checkpoints': ({ id }) => runs.checkpoints(id),
    'runs:fork': ({ id, checkpoint, configuration }) => runs.fork(id, checkpoint, configuration),
    'runs:rename': ({ id, name }) => runs.rename(id, name),
    'runs:annotate': ({ ids, change }) => {
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      runs.annotate(ids, Object.fromEntries(given));
    },
    'runs:delete': ({ ids }) => {
      try {
        runs.delete(ids);
      } finally {
        trash.changed();
      }
    },
    'runs:restore': ({ ids }) => {
      try {
        runs.restore(ids);
      } finally {
        trash.changed();
      }
    },
    'runs:disk-use': ({ ids }) => {
      const folderOf = (id: RunId) => (runs.find(id) ? runs.folderOf(id) : trash.folderOf(id));
      return diskUseOfRuns(
        ids.flatMap((id) => {
          const folder = folderOf(id);
          return folder === null ? [] : [{ id, folder }];
        }),
      );
    },
    'runs:import': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(openWindow(), {
        title: 'Import runs: folders that train --out was given, or one that holds such folders',
        buttonLabel: 'Import',
        properties: ['openDirectory', 'multiSelections'],
      });
      return canceled || filePaths.length === 0 ? null : parts.importer.import(filePaths);
    },
    'trash:count': () => trash.count,
    'trash:list': () => trash.list(),
    'trash:remove': ({ ids }) => trash.remove(ids),
    'runs:metrics': ({ id, ...question }) => {
      const path = metricsFileOf(runs.folderOf(id));
      const size = statSync(path, { throwIfNoEntry: false })?.size;
      // A run that has not started has no log yet.
      if (size === undefined) return { rows: new Float64Array(0), total: 0, damagedRecords: 0, tornBytes: 0 };
      return size <= MOST_LOG_BYTES
        ? readMetricsOverview(path, question)
        : worker.run('metrics', { path, ...question });
    },
    'runs:watch': ({ id }) => {
      const { port1, port2 } = new MessageChannelMain();
      if (!runs.watch(id, port1)) return false;
      const announcement: PortAnnouncement = { type: 'metrics-port', id };
      openWindow().webContents.postMessage('metrics-port', announcement, [port2]);
      return true;
    },
    'runs:predictions': ({ id, part, weights: choice }) => {
      const trainer = runs.trainer(id);
      if (trainer) return trainer.predict(part, choice);
      const { configuration } = runs.get(id);
      const folder = runs.folderOf(id);
      return worker.run('predict', { folder, configuration, series: seriesFor(configuration), choice, part });
    },
    'runs:export-weights': async ({ id, format, weights: choice }) => {
      const run = runs.get(id);
      const file = await worker.run('export', { folder: runs.folderOf(id), run, format, choice });
      const path = await chooseTarget(exportFileName(run, format), 'Weights');
      if (path === null) return null;
      writeDurably(path, file);
      return basename(path);
    },

    'pictures:save': async ({ name, png }) => {
      const path = await chooseTarget(`${name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '')}.png`, 'Picture');
      if (path === null) return null;
      writeDurably(path, png);
      return basename(path);
    },
    'system:load': () => ({ ...runs.counts, ...parts.load() }),
  };
}
