/** Each format that is read from outside: sound samples, how they are damaged, and the reading that must bear it. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '../../core/contract/errors';
import { ImportOptions, type ImportFormat } from '../../core/contract/import';
import { DatasetsStore } from '../../electron/store/datasets-store';
import { previewImport, takeImport } from '../../electron/worker/import-file';
import { BUNDLE_MUTATIONS, bundleSamples, takeBundle } from './imported-bundle';
import { mutated } from './mutants';
import { BYTE_MUTATIONS, TEXT_MUTATIONS, type Mutation } from './mutations';
import { npyOf, NPY_MUTATIONS, npzOf, NPZ_MUTATIONS, PARQUET_MUTATIONS, SAFETENSORS_MUTATIONS } from './structures';
import type { FuzzTarget as WeightsTarget } from './target';
import { WEIGHTS_TARGETS } from './weights';

export interface FuzzTarget {
  readonly format: string;
  readonly samples: readonly Uint8Array[];
  readonly mutations: readonly Mutation[];
  /** Codes of the errors with which a file is refused. */
  readonly refusals: readonly ErrorCode[];
  /** How such an error names the place of what is wrong. */
  readonly place: RegExp;
  /** Reads as the app does; throws a StudioError for what is no such file. @param folder of this process's own */
  read(bytes: Uint8Array, folder: string): Promise<void> | void;
}

/** "file.csv: Line 3, column "a": …" or "Header: …": what comes before the last colon's sentence is a place. */
const BEFORE_COLON = /^(?:file\.\w+: |(?!file\.\w+: )).{1,400}?: \S/s;

const text = (content: string) => new Uint8Array(Buffer.from(content));
const rows = Array.from({ length: 30 }, (_, r) => ({
  day: `2024-01-${String(r + 1).padStart(2, '0')}`,
  level: r * 1.25 - 4,
  on: r % 3 === 0,
  name: `n"${r},`,
}));
const csvOf = (separator: string, comma: boolean) =>
  [
    ['day', 'level', 'on', 'name'],
    ...rows.map(({ day, level, on, name }) => [
      day,
      comma ? String(level).replace('.', ',') : level,
      on,
      `"${name.replaceAll('"', '""')}"`,
    ]),
  ]
    .map((cells) => cells.join(separator))
    .join('\r\n');
const numbers = Float64Array.from({ length: 24 }, (_, at) => at / 3);
const doubles = new Uint8Array(numbers.buffer);
const npy = [
  npyOf('<f8', [24], doubles),
  npyOf('<f8', [8, 3], doubles),
  npyOf('<i4', [2, 3, 8], doubles),
  npyOf('|b1', [192], doubles),
];
const texts = [...BYTE_MUTATIONS, ...TEXT_MUTATIONS, ...TEXT_MUTATIONS];

/** @param parquet sample files */
export function fuzzTargets(parquet: readonly Uint8Array[]): FuzzTarget[] {
  return [
    imported('csv', 'csv', [text(csvOf(',', false)), text(csvOf(';', true))], texts),
    imported('tsv', 'csv', [text(csvOf('\t', false))], texts, '\t'),
    imported(
      'json',
      'json',
      [text(JSON.stringify(rows)), text(JSON.stringify({ a: [1, 2, null], b: ['x', 'y', 'z'] }))],
      texts,
    ),
    imported('jsonl', 'jsonl', [text(rows.map((row) => JSON.stringify(row)).join('\n'))], texts),
    imported('npy', 'npy', npy, NPY_MUTATIONS),
    imported(
      'npz',
      'npz',
      [
        npzOf(npy.slice(0, 1).map((bytes) => ({ name: 'a.npy', bytes }))),
        npzOf([
          { name: 'a.npy', bytes: npyOf('<f8', [8], doubles.slice(0, 64)) },
          { name: 'b.npy', bytes: npyOf('<f8', [8, 3], doubles) },
        ]),
      ],
      NPZ_MUTATIONS,
    ),
    imported('parquet', 'parquet', parquet, PARQUET_MUTATIONS),
    ...WEIGHTS_TARGETS.map(weightsOf),
    {
      format: 'run-bundle',
      samples: bundleSamples(),
      mutations: BUNDLE_MUTATIONS,
      // What is damaged inside a run is told in the same words as in the store.
      refusals: ['bad-file', 'store-damaged', 'store-newer'],
      place: /^.{1,400}?: \S|\.(json|log|bin)\b/s,
      read: takeBundle,
    },
  ];
}

const OF_FORMAT: Readonly<Record<string, readonly Mutation[]>> = {
  safetensors: SAFETENSORS_MUTATIONS,
  npz: NPZ_MUTATIONS,
  json: texts,
};

/** Some are right in their outer form, so that the reader gets past its first checks. */
function weightsOf({ name, seeds, structured, read }: WeightsTarget): FuzzTarget {
  return {
    format: `weights-${name}`,
    samples: seeds,
    mutations: [
      (_, rng) => Uint8Array.from(structured(rng)),
      (bytes, rng) => mutated(bytes, rng, seeds),
      ...(OF_FORMAT[name] ?? BYTE_MUTATIONS),
    ],
    refusals: ['bad-file'],
    place: BEFORE_COLON,
    read: (bytes) => void read(bytes),
  };
}

/** Looks into a file and takes it in, as the window does; the library must be afterwards what it was before. */
function imported(
  format: string,
  as: ImportFormat,
  samples: readonly Uint8Array[],
  mutations: readonly Mutation[],
  separator = ',',
): FuzzTarget {
  return {
    format,
    samples,
    mutations,
    refusals: ['bad-file'],
    place: BEFORE_COLON,
    async read(bytes, folder) {
      const path = join(folder, `file.${format}`);
      writeFileSync(path, bytes);
      const store = new DatasetsStore(folder);
      const before = contentsOf(store.folder);
      // As a person would: what was found, else what is usual.
      await previewImport({ path, options: null });
      const options = ImportOptions.parse({ format: as, separator, missing: 'carry-forward' });
      const { columns } = await previewImport({ path, options });
      const chosen = columns.map(({ name, type }) => ({ name, type })).slice(0, 64);
      const staging = store.stage();
      const isUnchanged = () => contentsOf(store.folder) === before;
      try {
        const choice = {
          name: 'x',
          columns: chosen.some(({ type }) => type !== 'text') ? chosen : [{ name: 'level', type: 'number' as const }],
          label: null,
          sequences: null,
          calendar: [],
        };
        await takeImport({ path, options, choice, staging }, () => undefined);
      } catch (error) {
        store.discard(staging);
        if (!isUnchanged()) throw new Error('A refused import changed the store', { cause: error });
        throw error;
      }
      store.discard(staging);
      if (!isUnchanged()) throw new Error('A discarded import changed the store');
    },
  };
}

function contentsOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return files.map((file) => `${file} ${statSync(join(folder, file)).size}`).join('\n');
}

export function parquetSamples(folder: string): Uint8Array[] {
  const hasZstd = 'zstdDecompressSync' in process.getBuiltinModule('node:zlib');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.parquet') && (hasZstd || !file.startsWith('zstd')))
    .sort()
    .map((file) => new Uint8Array(readFileSync(join(folder, file))));
}
