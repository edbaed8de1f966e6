/** Bundles of runs, unpacked and looked through as an import does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackRunBundle } from '../../electron/store/run-bundle';
import { readZip } from '../../core/formats/unzip';
import { writeZip } from '../../core/formats/zip';
import { mutated, mutatedText } from './mutants';
import type { FuzzTarget } from './target';

/** @param seed what `bundleRun` wrote */
export function bundleTarget(seed: Uint8Array): FuzzTarget {
  const { entries } = readZip(seed);
  return {
    name: 'bundle',
    seeds: [seed],
    structured(rng) {
      const chosen = rng.below(entries.length);
      const changed = entries.map(({ name, bytes }, index) => {
        if (index !== chosen) return { name, bytes };
        const isText = name === 'bundle.json';
        const inside = isText ? Buffer.from(mutatedText(Buffer.from(bytes).toString(), rng)) : mutated(bytes, rng);
        return { name, bytes: inside };
      });
      return writeZip(changed);
    },
    read(bytes) {
      const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-fuzz-'));
      try {
        writeFileSync(join(folder, 'run.zip'), bytes);
        return unpackRunBundle(join(folder, 'run.zip'), folder);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}
