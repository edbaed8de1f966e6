/** Backends for tests of the store: the real ones, and one that fails as the real ones do when the disk fills. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import type { RunDocument } from '../../core/contract/run';
import { DEFAULT_HYPERPARAMETERS } from '../../core/contract/hyperparameters';
import { type OpenDocument, serializeDocument } from '../../electron/store/document-backend';

export const openConf: OpenDocument = (options) => new Conf(options);

/** electron-store's class under plain Node. It imports `electron`, which looks for its binary unless told where that is. */
export async function loadElectronStore(): Promise<OpenDocument> {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= 'not-started-in-this-test';
  const { default: ElectronStore } = await import('electron-store');
  return (options) => new ElectronStore(options);
}

/** Writes what `corrupt` makes of the bytes, over a temporary file or in place, and reports success. */
export function lyingBackend(
  corrupt: (bytes: Buffer) => Uint8Array,
  way: 'renamed' | 'in place' = 'renamed',
): OpenDocument {
  return ({ cwd, name }) => ({
    get store() {
      return {};
    },
    set store(value) {
      const path = join(cwd, `${name}.json`);
      const written = way === 'in place' ? path : `${path}.new`;
      writeFileSync(written, corrupt(Buffer.from(serializeDocument(value))));
      renameSync(written, path);
    },
  });
}

export const failingBackend = (code: string): OpenDocument => {
  return () => ({
    get store() {
      return {};
    },
    set store(_) {
      throw Object.assign(new Error(`${code}: as the system says it`), { code });
    },
  });
};

/** @param number makes the id: 0 to 999999999999 */
export function runDocument(number: number, change: Partial<RunDocument> = {}): RunDocument {
  return {
    formatVersion: 2,
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    configuration: {
      formatVersion: 1,
      name: `Run ${number}`,
      seed: number,
      dataset: {
        kind: 'series',
        source: 'co2',
        inputs: ['CO₂'],
        target: 'CO₂',
        horizon: 12,
        differencing: true,
        window: 24,
        stride: 1,
        validationFraction: 0.15,
        testFraction: 0.15,
      },
      ...DEFAULT_HYPERPARAMETERS,
    },
    createdAt: 1_700_000_000_000 + number,
    startedAt: null,
    finishedAt: null,
    status: 'queued',
    cause: null,
    colour: number % 8,
    results: null,
    dataSha256: null,
    environment: { app: '0.1.0' },
    parent: null,
    sequences: null,
    sweep: null,
    tags: [],
    notes: '',
    isArchived: false,
    ...change,
  };
}
