/**
 * Everything the window may ask of the main process, and everything main tells the window. One object each: the router,
 * the handlers' types and the window's client are derived from them.
 */
import { AblationLaunch, AblationOrder, AblationPreview, AblationQuestion } from './ablation';
import { DatasetChoice, DatasetPreview, DatasetSummary } from './dataset';
import { ImportChoice, ImportOptions, ImportPreview, ImportProgress } from './import';
import { DiskUse } from './disk-use';
import { ErrorReport } from './errors';
import { Distributions, SequenceStates, StatesQuestion, WeightMatrices } from './inside';
import { LEAST_OVERVIEW_ROWS, OVERVIEW_ROWS } from './metric-overview';
import { PointsQuestion } from './points';
import { DataPredictions, PredictionQuestion, WeightsSummary } from './predictions';
import {
  CheckpointInfo,
  CheckpointName,
  METRICS,
  MOST_SEED,
  Predictions,
  RUN_COLOUR_COUNT,
  RunAnnotations,
  RunConfiguration,
  RunId,
  RunName,
  RunSummary,
  WeightsChoice,
} from './run';
import { RunExport } from './run-exports';
import { RunImport } from './run-import';
import { z } from './schema';
import { Settings } from './settings';
import { sweepRequests, SweepSummary } from './sweep-requests';
import { TrashedRun } from './trash';

export const EXPORT_FORMATS = ['safetensors', 'npz', 'json', 'onnx', 'numpy', 'pytorch', 'javascript'] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** Opaque stand-in for a file the person chose in main's own dialog; the window never sees or sends a path. */
const FileToken = z.string().regex(/^[0-9a-f-]{36}$/);

export const AppInfo = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** "Electron 45.4.1", or "Electron 33.2.1 (fallback runtime)". */
  runtime: z.string(),
  versions: z.record(z.string(), z.string()),
  cores: z.number(),
  storeFolder: z.string(),
  logFile: z.string(),
  /** Why nothing may be changed, and what to do: a newer version of the app wrote the store. Null otherwise. */
  readOnly: z.string().nullable(),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** What a configuration will cost, before it is launched. */
export const RunCost = z.strictObject({
  parameters: z.number(),
  /** Bytes of parameters, gradients, optimizer state, activations and data together. */
  bytes: z.number(),
  stepsPerEpoch: z.number(),
  /** Measured by training a few mini-batches. */
  secondsPerEpoch: z.number(),
});
export type RunCost = z.infer<typeof RunCost>;

export const SystemLoad = z.strictObject({
  training: z.number(),
  queued: z.number(),
  /** Share of one core used by all processes of the app: 1.5 is one and a half cores. */
  processorCores: z.number(),
  memoryBytes: z.number(),
  diskBytes: z.number(),
});
export type SystemLoad = z.infer<typeof SystemLoad>;

export const RunMetrics = z.strictObject({
  /** Which metrics a row has, in this order: those that were asked for. */
  columns: z.array(z.enum(METRICS)),
  /** Flattened, `columns.length` numbers a row; sorted by epoch. */
  rows: z.instanceof(Float64Array),
  /** Rows on disk in the range that was asked for: more than `rows` has where those are an overview. */
  total: z.number(),
  /** Damaged stretches of the log that were skipped. */
  damagedRecords: z.number(),
  /** Bytes at the log's end that are no whole record: of a write that was cut short, or is under way. */
  tornBytes: z.number(),
});
export type RunMetrics = z.infer<typeof RunMetrics>;

/** A file that a person chose or dropped; what it is called, and a name for it that is no path. */
const ChosenFile = z.strictObject({ token: FileToken, fileName: z.string() });
const ImportedId = z.string().regex(/^imported:[0-9a-f]{64}$/);

/** What a check of every stored file found. */
export const StoreCheck = z.strictObject({
  files: z.number(),
  bytes: z.number(),
  findings: z.array(
    z.strictObject({
      /** As a path from the store's folder. */
      file: z.string(),
      problem: z.string(),
      /** What can be done, or what a person can do. */
      remedy: z.string(),
      /** What was done; null where nothing was. */
      done: z.string().nullable(),
    }),
  ),
  /** Files that the app knows nothing of; they are left alone. */
  unknown: z.array(z.string()),
  /** Runs in training, whose files are not looked at. */
  inTraining: z.number(),
  /** Runs that were moved to `damaged` some time. */
  inDamaged: z.number(),
});
export type StoreCheck = z.infer<typeof StoreCheck>;

const nothing = z.void();

export const requests = {
  'app:info': { params: nothing, result: AppInfo },
  'settings:get': { params: nothing, result: Settings },
  'settings:set': {
    params: Settings.partial(),
    result: Settings,
  },

  'datasets:list': { params: nothing, result: z.array(DatasetSummary) },
  'datasets:preview': {
    params: z.strictObject({ dataset: DatasetChoice, readout: z.enum(['last', 'every']).default('last') }),
    result: DatasetPreview,
  },
  /** Opens main's file dialog; null when the person cancels it. */
  'datasets:choose-file': { params: nothing, result: ChosenFile.nullable() },
  /** What a file holds; without options, read as its beginning looks like. */
  'datasets:preview-import': {
    params: z.strictObject({ token: FileToken, options: ImportOptions.nullable() }),
    result: ImportPreview,
  },
  /** Takes a file into the library, and tells in words what was done to its rows. One at a time. */
  'datasets:import': {
    params: z.strictObject({ token: FileToken, options: ImportOptions, choice: ImportChoice }),
    result: z.strictObject({ dataset: DatasetSummary, notes: z.array(z.string()) }),
  },
  /** Ends the import that is under way: its request is refused, and nothing stays behind. */
  'datasets:cancel-import': { params: z.strictObject({ token: FileToken }), result: nothing },
  'datasets:rename': {
    params: z.strictObject({
      id: ImportedId,
      name: z.string().trim().min(1, { error: 'Give the data a name' }).max(200),
    }),
    result: nothing,
  },
  /** Refused while a run, in the list or in the trash, has learnt from the data. */
  'datasets:delete': { params: z.strictObject({ id: ImportedId }), result: nothing },

  /** Every run, as JSON of `RunSummary[]`: ten thousand objects take seconds to reach the window, and their text a tenth. */
  'runs:list': { params: nothing, result: z.string() },
  /** Launches `count` runs that differ in their seed only: seed, seed + 1, … */
  'runs:launch': {
    params: z
      .strictObject({ configuration: RunConfiguration, count: z.number().int().min(1).max(100) })
      .refine(({ configuration, count }) => configuration.seed + count - 1 <= MOST_SEED, {
        error: `The last seed would be past ${MOST_SEED}: lower the seed or the number of seeds`,
      }),
    result: z.array(RunId),
  },
  /** What a configuration costs; trains a few mini-batches in a process of its own. */
  'runs:measure': { params: z.strictObject({ configuration: RunConfiguration }), result: RunCost },
  'runs:cancel': { params: z.strictObject({ ids: z.array(RunId).max(10_000) }), result: nothing },
  /** Keeps everything in a checkpoint and frees the processor; runs that aren't training are left alone. */
  'runs:pause': { params: z.strictObject({ ids: z.array(RunId).max(10_000) }), result: nothing },
  /** Queues runs that stopped before their end, to go on from their last checkpoint; others are left alone. */
  'runs:resume': { params: z.strictObject({ ids: z.array(RunId).max(10_000) }), result: nothing },
  /** Queues a run that completed, to train for so many epochs more. */
  'runs:extend': {
    params: z.strictObject({ id: RunId, epochs: z.number().int().min(1).max(1_000_000) }),
    result: nothing,
  },
  /** Checkpoints of a run that can be forked, newest first. */
  'runs:checkpoints': { params: z.strictObject({ id: RunId }), result: z.array(CheckpointInfo) },
  /** A new run that goes on from a checkpoint of another one, with other hyperparameters. */
  'runs:fork': {
    params: z.strictObject({ id: RunId, checkpoint: CheckpointName, configuration: RunConfiguration }),
    result: RunId,
  },
  /** What an ablation of a run would launch, and what it would cost. */
  'runs:ablation-preview': { params: AblationQuestion, result: AblationPreview },
  /** Launches the variants of a run's configuration, all with the same seeds and one tag; runs that exist are taken as they are. */
  'runs:ablate': { params: AblationOrder, result: AblationLaunch },
  'runs:rename': { params: z.strictObject({ id: RunId, name: RunName }), result: nothing },
  /** Writes tags, notes or a colour on runs, or puts them away; what is absent stays. */
  'runs:annotate': {
    params: z.strictObject({
      ids: z.array(RunId).max(10_000),
      change: RunAnnotations.extend({
        colour: z
          .number()
          .int()
          .min(0)
          .max(RUN_COLOUR_COUNT - 1),
      }).partial(),
    }),
    result: nothing,
  },
  /** Moves runs to the trash; `runs:restore` undoes it. */
  'runs:delete': { params: z.strictObject({ ids: z.array(RunId).max(10_000) }), result: nothing },
  'runs:restore': { params: z.strictObject({ ids: z.array(RunId).max(10_000) }), result: nothing },
  /** Bytes on disk of runs, in the list or in the trash; runs that are gone are left out. */
  'runs:disk-use': { params: z.strictObject({ ids: z.array(RunId).max(10_000) }), result: z.array(DiskUse) },
  /** Opens main's folder dialog; null when the person cancels it. */
  'runs:import': { params: nothing, result: RunImport.nullable() },
  /** Opens main's file dialog for a bundle; null when the person cancels it. */
  'runs:import-bundle': { params: nothing, result: RunImport.nullable() },
  'trash:count': { params: nothing, result: z.number() },
  /** Newest first. */
  'trash:list': { params: nothing, result: z.array(TrashedRun) },
  /** Deletes runs in the trash for ever. */
  'trash:remove': { params: z.strictObject({ ids: z.array(RunId).max(10_000) }), result: nothing },
  /** Metric rows on disk: all of a range of epochs (or of the run) if they are at most `most`, else an overview of them. */
  'runs:metrics': {
    params: z.strictObject({
      id: RunId,
      /** Which metrics; all of them where absent. Epochs always come along, first. */
      metrics: z.array(z.enum(METRICS)).max(METRICS.length).optional(),
      most: z.number().int().min(LEAST_OVERVIEW_ROWS).max(200_000).default(OVERVIEW_ROWS),
      from: z.number().min(0).optional(),
      to: z.number().min(0).optional(),
    }),
    result: RunMetrics,
  },
  /** Asks for a port with live rows of a training run; it arrives as a `metrics-port` window message. False if it isn't training. */
  'runs:watch': { params: z.strictObject({ id: RunId }), result: z.boolean() },
  'runs:predictions': {
    params: z.strictObject({
      id: RunId,
      part: z.enum(['validation', 'test']),
      weights: WeightsChoice,
      /** Which of several; left out the first, or, of classes, what class each is. */
      output: z.number().int().min(0).optional(),
    }),
    result: Predictions,
  },
  /** One sequence through the network: states of its layers, step by step. Of the present weights while the run trains. */
  'runs:states': { params: StatesQuestion.extend({ id: RunId }), result: SequenceStates },
  'runs:weights': { params: z.strictObject({ id: RunId, weights: WeightsChoice }), result: WeightMatrices },
  /** How weights and gradients were spread after some of the epochs, all of them on disk. */
  'runs:distributions': { params: z.strictObject({ id: RunId }), result: Distributions },
  /** Opens a save dialog; null when the person cancels it, else the file's name. */
  'runs:export-weights': {
    params: z.strictObject({ id: RunId, format: ExportFormat, weights: WeightsChoice }),
    result: z.string().nullable(),
  },
  /** The same for a run's metrics, or for all of it. */
  'runs:export': { params: z.strictObject({ id: RunId, kind: RunExport }), result: z.string().nullable() },
  /** Saves a picture of a chart: PNG bytes, at most 50 MB. */
  'pictures:save': {
    params: z.strictObject({
      name: z.string().min(1).max(120),
      png: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= 50_000_000, { error: 'Picture too large' }),
    }),
    result: z.string().nullable(),
  },
  /** Verifies every file of the store; with `repair` also mends what can be mended. Announces `store:checking`. */
  'store:check': { params: z.strictObject({ repair: z.boolean() }), result: StoreCheck },
  /** Saves a report, figures included, as one file: at most 50 MB of text. */
  'reports:save': {
    params: z.strictObject({
      name: z.string().min(1).max(120),
      kind: z.enum(['html', 'markdown']),
      text: z.string().min(1).max(50_000_000, { error: 'Report too large' }),
    }),
    result: z.string().nullable(),
  },
  /** Saves a picture of a chart as vectors. */
  'pictures:save-svg': {
    params: z.strictObject({ name: z.string().min(1).max(120), svg: z.string().startsWith('<?xml').max(100_000_000) }),
    result: z.string().nullable(),
  },
  /** Saves the points of a chart as CSV: at most 100 MB of text. */
  'tables:save': {
    params: z.strictObject({ name: z.string().min(1).max(120), csv: z.string().min(1).max(100_000_000) }),
    result: z.string().nullable(),
  },
  /** Writes every point under a chart of which the window holds a part into a CSV file that the person chooses; null when the person cancels. */
  'points:save': {
    params: z.strictObject({ name: z.string().min(1).max(120), question: PointsQuestion }),
    result: z.strictObject({ file: z.string(), rows: z.number() }).nullable(),
  },
  /** Writes every metric row of runs into a CSV file that the person chooses; null when the person cancels. */
  'runs:export-metrics': {
    params: z.strictObject({
      ids: z.array(RunId).min(1).max(10_000),
      metrics: z.array(z.enum(METRICS)).min(1).max(METRICS.length),
      name: z.string().min(1).max(120),
    }),
    result: z.strictObject({ file: z.string(), rows: z.number(), damagedRecords: z.number() }).nullable(),
  },
  /** Opens main's file dialog for weights; null when the person cancels it. */
  'weights:choose-file': { params: nothing, result: ChosenFile.nullable() },
  /** What a file of weights says of itself. */
  'weights:look': { params: z.strictObject({ token: FileToken }), result: WeightsSummary },
  /** Whether a run of this configuration can begin with them; refused with what does not fit, by name. */
  'weights:check': {
    params: z.strictObject({ token: FileToken, configuration: RunConfiguration }),
    result: z.strictObject({ sha256: z.string(), difference: z.string().nullable() }),
  },
  /** `runs:launch` with the weights of a file to begin with, instead of at random. */
  'runs:launch-with-weights': {
    params: z
      .strictObject({ token: FileToken, configuration: RunConfiguration, count: z.number().int().min(1).max(100) })
      .refine(({ configuration, count }) => configuration.seed + count - 1 <= MOST_SEED, {
        error: `The last seed would be past ${MOST_SEED}: lower the seed or the number of seeds`,
      }),
    result: z.array(RunId),
  },
  /** A trained network on a series of the library, in a process of its own; the question before it is ended, if it still runs. */
  'predictions:make': { params: PredictionQuestion, result: DataPredictions },
  /** The same as a CSV file that the person chooses; null when the person cancels. */
  'predictions:save': { params: PredictionQuestion, result: z.string().nullable() },
  'system:load': { params: nothing, result: SystemLoad },
  ...sweepRequests,
} as const satisfies Record<string, { params: z.ZodType; result: z.ZodType }>;

export type RequestName = keyof typeof requests;
/** What the window sends; defaults may be left out. */
export type Params<R extends RequestName> = z.input<(typeof requests)[R]['params']>;
/** What a handler gets: checked, defaults filled in. */
export type CheckedParams<R extends RequestName> = z.output<(typeof requests)[R]['params']>;
export type Result<R extends RequestName> = z.infer<(typeof requests)[R]['result']>;
export type Handlers = { [R in RequestName]: (params: CheckedParams<R>) => Promise<Result<R>> | Result<R> };

/** Commands of the application menu that the window carries out. */
export const MENU_COMMANDS = [
  'new-run',
  'show-runs',
  'show-compare',
  'new-sweep',
  'show-sweeps',
  'show-data',
  'show-predict',
  'show-settings',
  'undo-delete',
  'import-run',
  'import-bundle',
  'show-trash',
  'about',
  'palette',
] as const;

export const events = {
  /** Runs that are new or changed. */
  'runs:changed': z.array(RunSummary),
  'runs:removed': z.array(RunId),
  /** Sweeps that are new or changed. */
  'sweeps:changed': z.array(SweepSummary),
  'sweeps:removed': z.array(RunId),
  /** How many runs are in the trash. */
  'trash:changed': z.number(),
  'settings:changed': Settings,
  /** How far a check of the store is, in runs. */
  'store:checking': z.strictObject({ done: z.number(), total: z.number() }),
  /** A file was dropped on the window. */
  'datasets:dropped': ChosenFile,
  'datasets:import-progress': ImportProgress,
  'menu:command': z.enum(MENU_COMMANDS),
  /** Something that went wrong without being asked for: shown as a message. */
  notice: ErrorReport,
} as const satisfies Record<string, z.ZodType>;

export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.infer<(typeof events)[E]>;

/** Every request is answered by one of these: an error never crosses as a thrown value. */
export type Answer<R extends RequestName> = { ok: true; result: Result<R> } | { ok: false; error: ErrorReport };

/**
 * What the preload exposes as `window.desktop`: two functions, and nothing of Electron itself.
 * Live metrics come apart from them: a `message` event on `window` with data {@link PortAnnouncement} and one port.
 */
export interface DesktopBridge {
  ask<R extends RequestName>(request: R, params: Params<R>): Promise<Answer<R>>;
  /** @returns a function that stops listening */
  listen<E extends EventName>(event: E, handle: (payload: EventPayload<E>) => void): () => void;
}

export interface PortAnnouncement {
  readonly type: 'metrics-port';
  readonly id: RunId;
}
