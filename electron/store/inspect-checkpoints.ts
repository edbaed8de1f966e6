/** Every checkpoint of a run's folder, whatever it is called, with what is needed to judge it: not its arrays, which are large. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import type { RunConfiguration } from '../../core/contract/run';
import { toLittleEndian } from '../../core/formats/little-endian';
import { type Checkpoint, decodeCheckpoint } from './checkpoint-bytes';
import { explainReadError } from './file-errors';
import { sha256 } from './sha256';

export const CHECKPOINT_NAME = /^checkpoint[\w.-]*\.bin$/;

export interface GoodCheckpoint {
  readonly name: string;
  readonly configuration: RunConfiguration | null;
  readonly dataSha256: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Optimizer steps done. */
  readonly step: number;
  /** Of the last row that was logged before it; −1 where there was none. */
  readonly lastLoggedEpoch: number;
  readonly seconds: number;
  readonly parametersSha256: string;
  readonly bestSha256: string | null;
}

export interface BadCheckpoint {
  readonly name: string;
  /** `newer`: of a newer version of the app. `unreadable`: the system does not let it be read. Both may be perfectly well. */
  readonly state: 'damaged' | 'newer' | 'unreadable';
  readonly why: string;
}

export interface InspectedCheckpoints {
  /** Furthest first. */
  readonly good: readonly GoodCheckpoint[];
  readonly bad: readonly BadCheckpoint[];
}

export function inspectCheckpoints(folder: string): InspectedCheckpoints {
  const good: GoodCheckpoint[] = [];
  const bad: BadCheckpoint[] = [];
  for (const name of readdirSync(folder).filter((each) => CHECKPOINT_NAME.test(each))) {
    const path = join(folder, name);
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      bad.push({ name, state: 'unreadable', why: explainReadError(error, path).message });
      continue;
    }
    try {
      good.push(summarize(name, decodeCheckpoint(bytes)));
    } catch (error) {
      const isNewer = error instanceof StudioError && error.code === 'store-newer';
      bad.push({ name, state: isNewer ? 'newer' : 'damaged', why: reportError(error).message });
    }
  }
  good.sort((a, b) => b.step - a.step);
  return { good, bad };
}

function summarize(name: string, { session, ...rest }: Checkpoint): GoodCheckpoint {
  const { training, seconds, lastRow } = session;
  return {
    name,
    configuration: rest.configuration,
    dataSha256: rest.dataSha256,
    environment: rest.environment,
    step: training.step,
    lastLoggedEpoch: lastRow?.epoch ?? -1,
    seconds,
    parametersSha256: sha256(toLittleEndian(training.parameters)),
    bestSha256: training.best && sha256(toLittleEndian(training.best)),
  };
}
