/** What main and a trainer say to each other, and what a trainer streams to the window. */
import type { ErrorReport } from './errors';
import type {
  CheckpointInfo,
  CheckpointName,
  MetricName,
  Predictions,
  Progress,
  RunConfiguration,
  RunDocument,
  RunId,
  RunResults,
  WeightsChoice,
} from './run';
import type { DatasetChoice, DatasetPreview, DatasetSummary, ImportedFacts } from './dataset';
import type { ImportChoice, ImportedSequences, ImportOptions, ImportPreview, ImportProgress } from './import';
import type { InsideAnswer, InsideQuestion } from './inside';
import type { ExportFormat, RunCost, RunMetrics, StoreCheck } from './ipc';
import type { Hyperparameters } from './hyperparameters';
import type { DatasetPoints, RunPoints, SearchPoints } from './points';
import type { DataPredictions, WeightsSummary } from './predictions';
import type { RunExport } from './run-exports';
import type { SweepDefinition } from './sweep';
import type { ImportanceResult, SweepPreview } from './sweep-requests';
import type { TrainedWeights } from './weights';

/** Imported data in the store: read by the process that needs it, because main would stand still meanwhile. */
export interface StoredSeries {
  readonly folder: string;
  /** `imported:<hash>` */
  readonly id: string;
}

export interface TrainJob {
  readonly configuration: RunConfiguration;
  /** Where the imported series is, if the configuration names one: the trainer reads it itself. */
  readonly series: StoredSeries | null;
  /** The run's own: where its log and its checkpoints are. A checkpoint in it is gone on from. */
  readonly folder: string;
  readonly checkpoints: CheckpointPolicy;
}

/** How often a run is kept, and what of that stays. */
export interface CheckpointPolicy {
  /** Seconds between two. */
  readonly every: number;
  /** Where the run ended, to train it for longer. */
  readonly keepLast: boolean;
  readonly keepBest: boolean;
  /** So many in between, evenly spread over the epochs. */
  readonly keepAlong: number;
}

/** main → trainer. A metrics port comes with `watch` as its only transferred port. */
export type TrainerCommand =
  | { readonly type: 'train'; readonly job: TrainJob }
  | { readonly type: 'watch' }
  | { readonly type: 'cancel' }
  /** Keep everything in a checkpoint and stop: answered by `paused`. */
  | { readonly type: 'pause' }
  | {
      readonly type: 'predict';
      readonly requestId: number;
      readonly part: 'validation' | 'test';
      readonly weights: WeightsChoice;
      /** Which of several; null for the first, or the classes. */
      readonly output: number | null;
    }
  | { readonly type: 'inside'; readonly requestId: number; readonly question: InsideQuestion };

/** trainer → main; at most ten `progress` a second. */
export type TrainerReport =
  | {
      readonly type: 'started';
      readonly environment: Record<string, string>;
      readonly dataSha256: string;
      /** Of the training part. */
      readonly sequences: number;
      /** What a person should know about how the run goes on. */
      readonly notices: readonly string[];
    }
  | { readonly type: 'progress'; readonly progress: Progress; readonly loss: number; readonly validationLoss: number }
  | {
      readonly type: 'finished';
      readonly status: 'completed' | 'diverged' | 'cancelled';
      readonly cause: string | null;
      readonly results: RunResults;
      readonly weights: TrainedWeights;
    }
  /** At least once a second while it trains. @property stepSeconds how long the longest step has taken so far */
  | { readonly type: 'alive'; readonly stepSeconds: number }
  /** It keeps everything and is about to leave. @property asked false where the system, or a person, ended the process */
  | { readonly type: 'paused'; readonly step: number; readonly steps: number; readonly asked: boolean }
  | { readonly type: 'failed'; readonly error: ErrorReport }
  | {
      readonly type: 'predictions';
      readonly requestId: number;
      readonly answer:
        { readonly ok: true; readonly result: Predictions } | { readonly ok: false; readonly error: ErrorReport };
    }
  | {
      readonly type: 'inside';
      readonly requestId: number;
      readonly answer:
        { readonly ok: true; readonly result: InsideAnswer } | { readonly ok: false; readonly error: ErrorReport };
    };

/** trainer → window, over the metrics port; at most ten a second. */
export interface MetricsBatch {
  /** Rows flattened, `METRICS.length` numbers each. A row may come twice: its epoch number tells. */
  readonly rows: Float64Array;
  readonly progress: Progress;
}

/** A run's folder in a store. */
export interface StoredRun {
  readonly shelf: 'runs' | 'trash';
  readonly id: RunId;
  /** Of its folder, on that shelf. */
  readonly name: string;
}

/** What the check of some files found, and weights that could be made again: writing them is main's. */
export interface FilesCheck extends Pick<StoreCheck, 'files' | 'bytes' | 'findings' | 'unknown'> {
  readonly weights?: TrainedWeights | null;
}

/** A run as a table of metric rows names it. */
export interface ExportedRun {
  readonly id: RunId;
  readonly name: string;
  readonly seed: number;
  /** Null while unknown. */
  readonly sequences: number | null;
  /** Its metric log. */
  readonly log: string;
}

/** What a worker can be asked: everything that parses foreign files or computes, other than training. */
export interface WorkerJobs {
  library: { params: { imported: readonly ImportedData[] }; result: DatasetSummary[] };
  preview: {
    params: { dataset: DatasetChoice; readout: 'last' | 'every'; series: StoredSeries | null };
    result: DatasetPreview;
  };
  /** @property options null to be told what the file looks like */
  'preview-import': { params: { path: string; options: ImportOptions | null }; result: ImportPreview };
  /** Reads all of a file into a staging folder of the store; tells how far it is. */
  'take-import': {
    params: { path: string; options: ImportOptions; choice: ImportChoice; staging: string };
    result: TakenImport;
  };
  measure: { params: { configuration: RunConfiguration; series: StoredSeries | null }; result: RunCost };
  predict: {
    params: {
      /** The run's folder. */
      folder: string;
      configuration: RunConfiguration;
      series: StoredSeries | null;
      choice: WeightsChoice;
      part: 'validation' | 'test';
      /** As in the trainer's `predict`. */
      output: number | null;
    };
    result: Predictions;
  };
  inside: {
    params: { folder: string; configuration: RunConfiguration; series: StoredSeries | null; question: InsideQuestion };
    result: InsideAnswer;
  };
  /** Writes every point under a chart of a run, of data, or of predictions of data, into a CSV file. */
  'save-points': { params: { path: string; job: PointsJob }; result: { rows: number } };
  /** Which checkpoints a run has. */
  checkpoints: { params: { folder: string }; result: CheckpointInfo[] };
  /** Puts into a new run's folder what it goes on from. */
  fork: {
    params: { from: string; checkpoint: CheckpointName; to: string; before: RunConfiguration; after: RunConfiguration };
    result: { epoch: number; step: number };
  };
  /** Of a metric log that is too long for main to read. */
  metrics: {
    params: { path: string; most: number; from?: number | undefined; to?: number | undefined };
    result: RunMetrics;
  };
  /** Reads everything of a store but its runs, and writes nothing. */
  'check-store': { params: { root: string }; result: FilesCheck & { runs: StoredRun[]; inDamaged: number } };
  /** Reads every file of one run, and writes nothing. */
  'check-run': {
    /** `known` is the run's document as main has it. */
    params: { root: string; run: StoredRun; known: RunDocument | null };
    result: FilesCheck;
  };
  /** Writes all metric rows of runs into a CSV file. */
  'export-metrics': {
    params: { path: string; runs: readonly ExportedRun[]; metrics: readonly MetricName[] };
    result: { rows: number; damagedRecords: number };
  };
  export: {
    params: {
      folder: string;
      run: RunDocument;
      /** The imported series of the run, where it is still there. */
      series: StoredSeries | null;
      format: ExportFormat;
      choice: WeightsChoice;
    };
    result: Uint8Array;
  };
  /** What a sweep would be. @property secondsPerEpoch of its base, measured before; null for no estimate */
  'preview-sweep': {
    params: {
      definition: SweepDefinition;
      secondsPerEpoch: number | null;
      series: StoredSeries | null;
      parallelRuns: number;
      /** What a run takes beside its training. */
      startSeconds: number;
    };
    result: SweepPreview;
  };
  /** Which hyperparameters decided the value; NaN where a run has none. */
  importance: {
    params: { runs: readonly { readonly hyperparameters: Hyperparameters; readonly value: number }[] };
    result: ImportanceResult;
  };
  /** A run's metrics, or all of it. */
  'export-run': { params: { folder: string; run: RunDocument; kind: RunExport }; result: Uint8Array };
  /** Puts the files of a bundle into an empty folder. */
  unbundle: { params: { path: string; folder: string }; result: readonly string[] };
  /** Looks through a copy of a run's folder from outside. */
  'inspect-run': { params: { folder: string }; result: { document: RunDocument; notices: readonly string[] } };
  /** A trained network on a series of the library. */
  'predict-data': { params: DataJob; result: DataPredictions };
  /** The same as the text of a CSV file. */
  'predict-data-csv': { params: DataJob; result: Uint8Array };
  /** What a file of weights says of itself. */
  'look-weights': { params: { path: string }; result: WeightsSummary };
  /** Whether a run can begin with a file's weights. @property difference in what it differs from the run they are of */
  'check-weights': {
    params: { path: string; configuration: RunConfiguration; series: StoredSeries | null };
    result: { sha256: string; difference: string | null };
  };
  /** Puts into a new run's folder what it begins with. The answer is for the run's notes: where it has its weights from. */
  'begin-with-weights': {
    params: { path: string; configuration: RunConfiguration; series: StoredSeries | null; to: string };
    result: string;
  };
}

/** Whose points, and where they come from. */
export type PointsJob =
  | {
      readonly about: 'run';
      readonly folder: string;
      readonly configuration: RunConfiguration;
      readonly series: StoredSeries | null;
      /** The present ones, of a run that is training; null for those on disk. */
      readonly parameters: Float32Array | null;
      readonly question: RunPoints;
    }
  | (DatasetPoints & { readonly series: StoredSeries | null })
  | SearchPoints
  | { readonly about: 'data-predictions'; readonly data: DataJob };

/** Which network on which data. */
export interface DataJob {
  readonly model:
    | {
        readonly kind: 'run';
        readonly folder: string;
        readonly choice: WeightsChoice;
        readonly kernel: RunConfiguration['kernel'];
      }
    | { readonly kind: 'file'; readonly path: string };
  /** A shipped series by its name; imported ones come with where they are. */
  readonly source: string;
  readonly series: StoredSeries | null;
  readonly steps: number;
}

/** What the library knows of an imported column. */
export interface StoredColumn {
  readonly name: string;
  readonly unit: string;
  readonly missing: number;
  /** The texts of a column of texts, each once, in the order of their first rows. */
  readonly categories?: readonly string[] | undefined;
}

/** What an import wrote into its staging folder. */
export interface TakenImport {
  readonly written: {
    readonly sha256: string;
    readonly rows: number;
    readonly columns: readonly StoredColumn[];
    readonly hasLabels: boolean;
    readonly drifts: boolean;
  };
  readonly sequences: ImportedSequences | null;
  readonly notes: string[];
  readonly fileSha256: string;
  readonly fileBytes: number;
}

/** Imported data as the library lists it. */
export interface ImportedData extends ImportedFacts {
  readonly id: string;
  readonly rows: number;
  readonly columns: readonly StoredColumn[];
  /** Whether the first column of numbers wanders rather than swings: its changes are then easier to learn. */
  readonly drifts: boolean;
  /** Absent where the rows are one series, as far as was said. */
  readonly sequences?: ImportedSequences | undefined;
}

/** main → worker */
export type WorkerRequest = {
  [J in keyof WorkerJobs]: { readonly requestId: number; readonly job: J; readonly params: WorkerJobs[J]['params'] };
}[keyof WorkerJobs];

/** worker → main */
export type WorkerAnswer =
  /** The work goes on; its time limit begins anew. */
  | { readonly requestId: number; readonly progress: Omit<ImportProgress, 'token'> }
  | { readonly requestId: number; readonly ok: true; readonly result: unknown }
  | { readonly requestId: number; readonly ok: false; readonly error: ErrorReport };
