/** A run's trained weights: both generations of the document, and the binary files that they name. */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { reportError, StudioError } from '../../../core/contract/errors';
import type { RunDocument } from '../../../core/contract/run';
import { toLittleEndian } from '../../../core/formats/little-endian';
import { decodeCheckpoint } from '../checkpoint-bytes';
import type { OpenDocument } from '../document-backend';
import { writeDurably } from '../durable-file';
import { setAside } from '../guarded-document';
import type { GoodCheckpoint } from '../inspect-checkpoints';
import { sha256 } from '../sha256';
import { binaryFilesOf, readWeights, type StoredWeights, weightsSha256, writeWeights } from '../weights-store';
import { newerRemedy } from './check-document';
import type { Examination } from './examination';

export const BINARY_NAME = /^weights-([0-9a-f]{64})\.bin$/;
const PREVIOUS = 'weights.previous';
const TRAIN_AGAIN =
  'Nothing here can make them again. Duplicate the run and train it: the same seed gives the same weights.';

/** Gives parameter vectors their names and scalings again, which takes the run's data; null where that cannot be had. */
export type RebuildWeights = (
  document: RunDocument,
  parameters: { readonly final: Float32Array; readonly best: Float32Array | null },
) => StoredWeights | null;

/** The very parameters a run ended with, and where they were found. */
interface Found {
  readonly names: string;
  readonly parameters: Parameters<RebuildWeights>[1];
}

export interface WeightsCheck {
  /** Null where it cannot be read. */
  readonly document: RunDocument | null;
  readonly checkpoints: readonly GoodCheckpoint[];
  readonly rebuild: RebuildWeights;
  readonly open: OpenDocument;
  /** Of the folder. */
  readonly names: readonly string[];
}

type Read = { state: 'none' | 'newer' } | { state: 'good'; weights: StoredWeights } | { state: 'damaged'; why: string };

export function checkWeights(examination: Examination, folder: string, check: WeightsCheck): void {
  const { document, names } = check;
  const path = join(folder, 'weights.json');
  // What a run ended with before it was gone on with says nothing about its weights of now.
  const hasEnded = document !== null && ['completed', 'diverged', 'cancelled'].includes(document.status);
  const expected = hasEnded ? (document.results?.weightsSha256 ?? null) : null;
  const present = read(folder);
  const before = read(folder, PREVIOUS);
  const wrongBinaries = names.filter((name) => BINARY_NAME.test(name) && !hasOwnHash(join(folder, name)));

  if (present.state === 'newer') examination.found(path, 'A newer version of the app wrote it.', newerRemedy);
  const problem = problemOf(present, expected);
  if (problem !== null) {
    const fits = before.state === 'good' && (expected === null || weightsSha256(before.weights.final) === expected);
    if (fits) {
      examination.found(path, problem, 'The version before it can take its place.', () => {
        const kept = keep(path);
        writeDurably(path, readFileSync(join(folder, `${PREVIOUS}.json`)));
        return `${kept} Its previous version is used.`.trim();
      });
    } else rebuild(examination, folder, path, problem, check);
  }
  if (before.state === 'damaged') {
    const previous = join(folder, `${PREVIOUS}.json`);
    const remedy = 'It can be moved aside; the present weights are not touched.';
    examination.found(previous, before.why, remedy, () => keep(previous));
  }
  for (const name of wrongBinaries) {
    const binary = join(folder, name);
    examination.found(binary, 'Its contents have changed (SHA-256).', 'It can be moved aside.', () => keep(binary));
  }
  removeUnused(examination, folder, names, [present, before], wrongBinaries);
}

function problemOf(present: Read, expected: string | null): string | null {
  switch (present.state) {
    case 'damaged':
      return present.why;
    case 'none':
      return expected === null ? null : 'The weights are missing.';
    case 'good':
      return expected === null || weightsSha256(present.weights.final) === expected
        ? null
        : 'These are not the weights that the run ended with (SHA-256).';
    case 'newer':
      return null;
  }
}

function rebuild(examination: Examination, folder: string, path: string, problem: string, check: WeightsCheck): void {
  const { document, checkpoints, open } = check;
  const found = document && findParameters(folder, document, checkpoints);
  const weights = document && found && check.rebuild(document, found.parameters);
  if (!weights) {
    examination.found(path, problem, TRAIN_AGAIN);
    return;
  }
  const from = `from ${found.names}`;
  examination.found(path, problem, `They can be made again ${from}.`, () => {
    const kept = keep(path);
    writeWeights(folder, weights, open);
    return `${kept} They were made again ${from}.`.trim();
  });
}

/** By their hashes: what a checkpoint holds is of some step, and only the last one counts. */
function findParameters(
  folder: string,
  { results }: RunDocument,
  checkpoints: readonly GoodCheckpoint[],
): Found | null {
  if (!results) return null;
  const { weightsSha256: finalSha256, bestWeightsSha256 } = results;
  const holders = (sha: string) =>
    checkpoints.find(({ parametersSha256, bestSha256 }) => [parametersSha256, bestSha256].includes(sha));
  const final = holders(finalSha256);
  const best = bestWeightsSha256 === null ? null : holders(bestWeightsSha256);
  if (!final || best === undefined) return null;
  return {
    names: [...new Set([final.name, ...(best ? [best.name] : [])])].join(' and '),
    parameters: {
      final: vectorWith(folder, final.name, finalSha256),
      best: best && bestWeightsSha256 !== null ? vectorWith(folder, best.name, bestWeightsSha256) : null,
    },
  };
}

function vectorWith(folder: string, name: string, sha: string): Float32Array {
  const { parameters, best } = decodeCheckpoint(readFileSync(join(folder, name))).session.training;
  return best && sha256(toLittleEndian(best)) === sha ? best : parameters;
}

function read(folder: string, name?: string): Read {
  try {
    const weights = readWeights(folder, name);
    return weights ? { state: 'good', weights } : { state: 'none' };
  } catch (error) {
    if (error instanceof StudioError && error.code === 'store-newer') return { state: 'newer' };
    return { state: 'damaged', why: reportError(error).message };
  }
}

/** @returns what was done, in words; nothing where there is no file */
function keep(path: string): string {
  if (!existsSync(path)) return '';
  if (BINARY_NAME.test(basename(path))) {
    let number = 1;
    while (existsSync(`${path}.damaged-${number}`)) number++;
    renameSync(path, `${path}.damaged-${number}`);
    return `Its bytes are kept as ${basename(path)}.damaged-${number}.`;
  }
  return `Its bytes are kept as ${basename(setAside(path))}.`;
}

function hasOwnHash(path: string): boolean {
  try {
    return basename(path) === `weights-${sha256(readFileSync(path))}.bin`;
  } catch {
    return false;
  }
}

/** A writer was killed between the binary file and the document that was to name it. */
function removeUnused(
  examination: Examination,
  folder: string,
  names: readonly string[],
  read: readonly Read[],
  damaged: readonly string[],
): void {
  if (read.some(({ state }) => state === 'damaged' || state === 'newer')) return;
  const used = [...binaryFilesOf(folder), ...binaryFilesOf(folder, PREVIOUS)];
  for (const name of names) {
    if (!BINARY_NAME.test(name) || used.includes(name) || damaged.includes(name)) continue;
    const path = join(folder, name);
    examination.found(path, 'It was left by a write that was interrupted.', 'It can be removed.', () => {
      rmSync(path);
      return 'It was removed.';
    });
  }
}
