/** What main does for each request of the window. */
import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { MessageChannelMain, type BrowserWindow, type Dialog } from 'electron';
import { StudioError } from '../../core/contract/errors';
import type { InsideAnswer, InsideQuestion } from '../../core/contract/inside';
import type { AppInfo, Handlers, PortAnnouncement, SystemLoad } from '../../core/contract/ipc';
import { METRICS, type RunConfiguration, type RunId } from '../../core/contract/run';
import type { Settings } from '../../core/contract/settings';
import type { StoredSeries } from '../../core/contract/trainer-protocol';
import type { DatasetsStore } from '../store/datasets-store';
import { writeDurably } from '../store/durable-file';
import { diskUseOfRuns } from '../store/disk-use';
import { readDistributions } from '../store/distribution-log';
import { readMetricsOverview } from '../store/metrics-reader';
import { metricsFileOf } from '../store/run-folder';
import type { SettingsStore } from '../store/settings-store';
import { launchAblation, previewAblation } from './ablation';
import type { FileTokens } from './file-tokens';
import type { Tell } from './ipc-router';
import type { Runs } from './runs';
import { exportFileName, fileNameOf, RUN_EXPORT_ENDINGS, RUN_EXPORT_NAMES } from './export-file-name';
import { importBundle } from './import-bundle';
import { importHandlers } from './import-data';
import type { RunImporter } from './import-runs';
import { savePoints } from './points';
import { dataJobOf, predictHandlers } from './predict';
import type { StoreChecker } from './store-check';
import { sweepHandlers } from './sweep-handlers';
import type { Sweeps } from './sweeps';
import type { Trash } from './trash';
import type { WorkerClient } from './worker-client';

/** Metric logs up to this are read in main, in less time than a message to the worker and back may take. */
const MOST_LOG_BYTES = 4_000_000;

export interface HandlerParts {
  readonly info: AppInfo;
  readonly runs: Runs;
  readonly sweeps: Sweeps;
  readonly maxConcurrentRuns: () => number;
  readonly trash: Trash;
  readonly importer: RunImporter;
  readonly settings: SettingsStore;
  readonly datasets: DatasetsStore;
  readonly worker: WorkerClient;
  readonly checker: StoreChecker;
  readonly importWorker: WorkerClient;
  readonly predictWorker: WorkerClient;
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

  /** Null where the data was deleted: weights can be exported without it. */
  const ownSeries = (configuration: RunConfiguration): StoredSeries | null => {
    try {
      return seriesFor(configuration);
    } catch (error) {
      if (error instanceof StudioError) return null;
      throw error;
    }
  };

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

  /** Asked of the trainer, whose weights are the present ones, or of the worker, who reads those on disk. */
  const inside = async <Question extends InsideQuestion>(
    id: RunId,
    question: Question,
  ): Promise<InsideAnswer<Question>> => {
    const trainer = runs.trainer(id);
    if (trainer) return trainer.inside(question);
    const { configuration } = runs.get(id);
    const folder = runs.folderOf(id);
    const job = { folder, configuration, series: seriesFor(configuration), question };
    return (await worker.run('inside', job)) as InsideAnswer<Question>;
  };

  return {
    ...sweepHandlers(parts),
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
    ...predictHandlers(parts, openWindow, chooseTarget),

    'runs:list': () => JSON.stringify(runs.list()),
    'runs:launch': ({ configuration, count }) => runs.launch(configuration, count),
    'runs:measure': ({ configuration }) => worker.run('measure', { configuration, series: seriesFor(configuration) }),
    'runs:cancel': ({ ids }) => runs.cancel(ids),
    'runs:pause': ({ ids }) => runs.pause(ids),
    'runs:resume': ({ ids }) => runs.resume(ids),
    'runs:extend': ({ id, epochs }) => runs.extend(id, epochs),
    'runs:checkpoints': ({ id }) => runs.checkpoints(id),
    'runs:fork': ({ id, checkpoint, configuration }) => runs.fork(id, checkpoint, configuration),
    'runs:ablation-preview': (question) =>
      previewAblation({ runs, maxConcurrentRuns: parts.maxConcurrentRuns }, question),
    'runs:ablate': (order) => launchAblation({ runs }, order),
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
    'runs:import-bundle': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(openWindow(), {
        title: 'Import a run from its bundle',
        buttonLabel: 'Import',
        properties: ['openFile'],
        filters: [{ name: 'Bundles of runs', extensions: ['zip'] }],
      });
      const [path] = filePaths;
      return canceled || path === undefined ? null : importBundle(path, parts);
    },
    'trash:count': () => trash.count,
    'trash:list': () => trash.list(),
    'trash:remove': ({ ids }) => trash.remove(ids),
    'runs:metrics': ({ id, ...question }) => {
      const path = metricsFileOf(runs.folderOf(id));
      const size = statSync(path, { throwIfNoEntry: false })?.size;
      // A run that has not started has no log yet.
      if (size === undefined) {
        return { columns: [...METRICS], rows: new Float64Array(0), total: 0, damagedRecords: 0, tornBytes: 0 };
      }
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
    'runs:predictions': ({ id, part, weights: choice, output = null }) => {
      const trainer = runs.trainer(id);
      if (trainer) return trainer.predict(part, choice, output);
      const { configuration } = runs.get(id);
      const folder = runs.folderOf(id);
      return worker.run('predict', { folder, configuration, series: seriesFor(configuration), choice, part, output });
    },
    'runs:states': ({ id, ...question }) => inside(id, { about: 'states', ...question }),
    'runs:weights': ({ id, weights }) => inside(id, { about: 'weights', weights }),
    'runs:distributions': ({ id }) => readDistributions(runs.folderOf(id), runs.get(id).configuration.model),
    'runs:export-weights': async ({ id, format, weights: choice }) => {
      const run = runs.get(id);
      const series = ownSeries(run.configuration);
      const file = await worker.run('export', { folder: runs.folderOf(id), run, series, format, choice });
      const path = await chooseTarget(exportFileName(run, format), 'Weights');
      if (path === null) return null;
      writeDurably(path, file);
      return basename(path);
    },
    'runs:export': async ({ id, kind }) => {
      const run = runs.get(id);
      const file = await worker.run('export-run', { folder: runs.folderOf(id), run, kind });
      const path = await chooseTarget(fileNameOf(run, RUN_EXPORT_ENDINGS[kind]), RUN_EXPORT_NAMES[kind]);
      if (path === null) return null;
      writeDurably(path, file);
      return basename(path);
    },

    'pictures:save': async ({ name, png }) => {
      const path = await chooseTarget(`${plainName(name)}.png`, 'Picture');
      if (path === null) return null;
      writeDurably(path, png);
      return basename(path);
    },
    'store:check': ({ repair }) => parts.checker.check(repair),
    'reports:save': async ({ name, kind, text }) => {
      const extension = kind === 'html' ? 'html' : 'md';
      const fileName = name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '').trim() || 'report';
      const path = await chooseTarget(`${fileName}.${extension}`, 'Report');
      if (path === null) return null;
      writeDurably(path, new TextEncoder().encode(text));
      return basename(path);
    },
    'pictures:save-svg': async ({ name, svg }) => {
      const path = await chooseTarget(`${plainName(name)}.svg`, 'Picture');
      if (path === null) return null;
      writeDurably(path, Buffer.from(svg));
      return basename(path);
    },
    'tables:save': async ({ name, csv }) => {
      const path = await chooseTarget(`${plainName(name)}.csv`, 'Table');
      if (path === null) return null;
      writeDurably(path, Buffer.from(csv));
      return basename(path);
    },
    'points:save': ({ name, question }) =>
      savePoints(parts, chooseTarget, (asked) => dataJobOf(parts, asked))({ name: plainName(name), question }),
    'runs:export-metrics': async ({ ids, metrics, name }) => {
      const exported = ids.map((id) => {
        const { configuration, sequences } = runs.get(id);
        const log = metricsFileOf(runs.folderOf(id));
        return { id, name: configuration.name, seed: configuration.seed, sequences, log };
      });
      const path = await chooseTarget(`${plainName(name)}.csv`, 'Table');
      if (path === null) return null;
      const written = await worker.run('export-metrics', { path, runs: exported, metrics });
      return { file: basename(path), ...written };
    },
    'system:load': () => ({ ...runs.counts, ...parts.load() }),
  };
}

/** A chart's title as a file name that every system takes. */
function plainName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '');
}
