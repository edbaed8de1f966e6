/** The composition root: the only file that constructs things. */
import { constants, cpus, setPriority } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
  utilityProcess,
} from 'electron';
import ElectronStore from 'electron-store';
import { SAMPLES } from '../../core/contract/dataset';
import { reportError } from '../../core/contract/errors';
import type { RunConfiguration } from '../../core/contract/run';
import type { Settings } from '../../core/contract/settings';
import { DatasetsStore } from '../store/datasets-store';
import type { OpenDocument } from '../store/document-backend';
import { RunStore } from '../store/run-store';
import { openSettingsStore } from '../store/settings-store';
import { markStore, newerStore } from '../store/store-version';
import { SweepStore } from '../store/sweep-store';
import { openWindowStateStore } from '../store/window-state-store';
import { appInfo } from './app-info';
import { registerAppScheme, serveApp } from './app-protocol';
import { ChangeBatch } from './change-batch';
import { takeDrops } from './file-drops';
import { FileTokens } from './file-tokens';
import { createHandlers } from './handlers';
import { RunImporter } from './import-runs';
import { routeRequests, tellThrough } from './ipc-router';
import { Leaving } from './leaving';
import { openLog } from './log';
import { onceLoaded } from './once-loaded';
import { buildMenu } from './menu';
import { runQuickStart } from './quick-start';
import { refuseChanges } from './read-only';
import { Runs } from './runs';
import { restrictContents, restrictSession } from './security';
import { StoreChecker } from './store-check';
import { sweepRunsOf } from './sweep-runs';
import { summarizeSweep } from './sweep-summary';
import { Sweeps } from './sweeps';
import { systemLoadReader } from './system-load';
import { Trash } from './trash';
import { createWindow } from './window';
import { WorkerClient } from './worker-client';

const APP_NAME = 'AlarmworkNet Studio';
/** As a shell reports a program that Ctrl+C ended. */
const INTERRUPTED = 130;
/** Pictures of the quick start are the same size everywhere. */
const QUICK_START_SIZE = { width: 1280, height: 800 };

app.setName(APP_NAME);
const ownUserData = process.env['ALARMWORK_USER_DATA'];
if (ownUserData) app.setPath('userData', ownUserData);
const quickStartFolder = app.commandLine.getSwitchValue('quick-start');
// As root Chromium cannot sandbox at all, and asking for it makes its network service crash in a loop.
if (process.geteuid?.() !== 0) app.enableSandbox();
registerAppScheme(protocol);
restrictContents(app);

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch(stopWith);
} else {
  const message = `${APP_NAME} is already open with this data folder.`;
  process.stderr.write(`${message}${quickStartFolder ? ' Close it, then run the quick start again.' : ''}\n`);
  // A second start of the app is answered by the first one's window; a quick start that did nothing has failed.
  app.exit(quickStartFolder ? 1 : 0);
}

/** Without a sign of progress; hashing what was written, at the end, gives none. */
const IMPORT_SECONDS = 600;
/** Long data through a wide network; nothing else waits for it. */
const PREDICT_SECONDS = 600;

async function start(): Promise<void> {
  const root = join(app.getPath('userData'), 'store');
  const log = openLog(join(app.getPath('userData'), 'logs', 'main.log'));
  // It answers any page with the settings' folder, unchecked; registered now and never again, it is gone for good.
  ElectronStore.initRenderer();
  ipcMain.removeAllListeners('electron-store-get-data');
  const openDocument: OpenDocument = (options) => new ElectronStore<Record<string, unknown>>(options);
  const readOnly = newerStore(root);
  const markNotice = readOnly === null ? markStore(root, openDocument) : null;
  const info = appInfo(APP_NAME, { storeFolder: root, logFile: log.file, readOnly });
  log.info(`${info.name} ${info.version} on ${info.runtime}, ${process.platform} ${process.arch}`);
  process.on('uncaughtException', (error) => log.error('Uncaught', error));
  process.on('unhandledRejection', (error) => log.error('Unhandled', error));

  let window: BrowserWindow | null = null;
  const contents = () => window?.webContents ?? null;
  const tell = tellThrough(contents);
  const settings = openSettingsStore(root, openDocument, readOnly);
  const datasets = new DatasetsStore(root, readOnly);
  datasets.sweep();
  const seriesFor = ({ dataset }: Pick<RunConfiguration, 'dataset'>) => {
    if (dataset.kind !== 'series' || SAMPLES.some((name) => name === dataset.source)) return null;
    return datasets.stored(dataset.source);
  };
  const fork = (entry: string, name: string) =>
    utilityProcess.fork(join(import.meta.dirname, `${entry}.js`), [], { serviceName: name, stdio: 'inherit' });
  const forkTrainer = () => {
    const trainer = fork('trainer', 'AlarmworkNet trainer');
    // From its first moment it gives way to the window, and takes all that is left: thirty that start at once would stop it.
    trainer.once('spawn', () => {
      if (trainer.pid !== undefined) setPriority(trainer.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    });
    return trainer;
  };
  const worker = new WorkerClient(() => fork('worker', 'AlarmworkNet worker'), log);
  // Apart from the other one: an import of a gigabyte keeps it busy for a minute, and is ended with its process.
  const importWorker = new WorkerClient(() => fork('worker', 'AlarmworkNet import'), log, IMPORT_SECONDS);
  // Ended with its process, too, when another question comes.
  const predictWorker = new WorkerClient(() => fork('worker', 'AlarmworkNet prediction'), log, PREDICT_SECONDS);
  const maxConcurrentRuns = () => settings.read().maxConcurrentRuns ?? Math.max(1, cpus().length - 1);
  const store = new RunStore(root, openDocument, readOnly);
  const runs: Runs = new Runs({
    store,
    openDocument,
    worker,
    checkpointPolicy: () => {
      const { checkpointSeconds, keepLastCheckpoint, keepBestCheckpoint, keepCheckpointsAlong } = settings.read();
      return {
        every: checkpointSeconds,
        keepLast: keepLastCheckpoint,
        keepBest: keepBestCheckpoint,
        keepAlong: keepCheckpointsAlong,
      };
    },
    forkTrainer,
    maxConcurrentRuns,
    seriesFor,
    onChanged: (changed) => {
      tell('runs:changed', changed);
      sweeps.runsChanged(changed);
    },
    onRemoved: (ids) => {
      tell('runs:removed', ids);
      sweeps.runsRemoved(ids);
    },
    onTrouble: (error) => tell('notice', error),
    log,
  });
  const sweepChanges = new ChangeBatch((ids) => {
    const changed = sweeps.list().filter(({ definition }) => ids.includes(definition.id));
    if (changed.length > 0) tell('sweeps:changed', changed.map(summarizeSweep));
  });
  const sweeps: Sweeps = new Sweeps({
    store: new SweepStore(root, openDocument),
    runs: sweepRunsOf(runs, maxConcurrentRuns),
    onChanged: ({ definition }) => sweepChanges.add(definition.id),
    onRemoved: (id) => tell('sweeps:removed', [id]),
    onTrouble: (error) => {
      log.error(error.message);
      tell('notice', error);
    },
  });
  const trash = new Trash({ store: store.trash, onCount: (count) => tell('trash:changed', count), log });
  const importer = new RunImporter({
    root,
    store,
    runs,
    openDocument,
    inspect: (folder) => worker.run('inspect-run', { folder }),
    missingData: (configuration) => {
      try {
        seriesFor(configuration);
        return null;
      } catch (error) {
        return reportError(error).message;
      }
    },
    log,
  });
  const applySettings = ({ theme }: Settings): void => {
    nativeTheme.themeSource = theme;
    runs.settingsChanged();
  };

  restrictSession(session.defaultSession, !app.isPackaged);
  serveApp(protocol, join(import.meta.dirname, '../renderer'));
  const tokens = new FileTokens();
  takeDrops(ipcMain, contents, tokens, tell);
  const handlers = refuseChanges(
    createHandlers({
      info,
      runs,
      sweeps,
      maxConcurrentRuns,
      trash,
      importer,
      settings,
      datasets,
      worker,
      importWorker,
      predictWorker,
      checker: new StoreChecker({ root, runs, worker, openDocument, readOnly, tell }),
      tokens,
      dialog,
      window: () => window,
      seriesFor,
      load: systemLoadReader(() => app.getAppMetrics(), root),
      tell,
      applySettings,
    }),
    readOnly,
  );
  nativeTheme.themeSource = settings.read().theme;
  Menu.setApplicationMenu(
    buildMenu({
      appName: APP_NAME,
      logFile: log.file,
      storeFolder: root,
      isPackaged: app.isPackaged,
      send: (command) => tell('menu:command', command),
    }),
  );
  const state = openWindowStateStore(root, openDocument, readOnly !== null);
  const leaving = new Leaving({ app, dialog, runs, sweeps, window: () => window });
  let loaded: Promise<string[]> | null = null;
  const openWindow = (): BrowserWindow => {
    const opened = createWindow(import.meta.dirname, APP_NAME, state, quickStartFolder ? QUICK_START_SIZE : null);
    opened.webContents.on('render-process-gone', (_event, { reason }) => log.error(`The window's process: ${reason}`));
    opened.webContents.once('did-finish-load', () => {
      void loaded?.then((notices) => {
        for (const message of notices.splice(0)) tell('notice', { code: 'store-damaged', message });
      });
    });
    if (!quickStartFolder) opened.on('close', leaving.onLeave);
    opened.on('closed', () => (window = null));
    return opened;
  };
  // The store is read while the window's process starts, which takes as long as reading thousands of runs.
  window = openWindow();
  loaded = runs
    .load()
    .then((mended) =>
      [markNotice, settings.notice, ...mended, ...(readOnly === null ? sweeps.load() : [])].filter(
        (notice) => notice !== null,
      ),
    );
  routeRequests(ipcMain, onceLoaded(handlers, loaded), contents, log);
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('activate', () => (window ??= openWindow()));
  app.on('window-all-closed', () => {
    // The quick start ends by itself, with its own exit code.
    if (!quickStartFolder) app.quit();
  });
  app.on('before-quit', leaving.onLeave);
  powerMonitor.on('shutdown', leaving.leaveUnasked);
  const onSignal = quickStartFolder ? () => app.exit(INTERRUPTED) : leaving.leaveUnasked;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    // conf listens since before Electron took these signals for itself: then no listener hears of them. And it would end the app.
    process.removeAllListeners(signal);
    process.on(signal, onSignal);
  }

  for (const notice of await loaded) log.error(notice);
  trash.start();

  if (quickStartFolder) {
    const say = (line: string) => process.stdout.write(`${line}\n`);
    const completed = await runQuickStart({ folder: quickStartFolder, runs, worker, window, say });
    // One at a time: Electron 33 crashed in one of fifty exits that found the worker and the window still there.
    await worker.close();
    window.destroy();
    await setImmediate();
    app.exit(completed ? 0 : 1);
  }
}

function stopWith(error: unknown): void {
  const { message } = reportError(error);
  process.stderr.write(`${message}\n${error instanceof Error ? (error.stack ?? '') : ''}\n`);
  if (!quickStartFolder) dialog.showErrorBox(`${APP_NAME} could not start`, message);
  app.exit(1);
}
