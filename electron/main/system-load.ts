import { readdirSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { ProcessMetric } from 'electron';

/** Walking the store is not free: its size is read again this often at the most. */
const DISK_SECONDS = 5;

/** Processor, memory and disk that the app uses, all its processes together. */
export function systemLoadReader(getAppMetrics: () => ProcessMetric[], storeFolder: string) {
  let diskBytes = 0;
  let diskReadAt = -Infinity;
  return () => {
    const metrics = getAppMetrics();
    const now = performance.now() / 1000;
    if (now - diskReadAt > DISK_SECONDS) {
      diskBytes = sizeOf(storeFolder);
      diskReadAt = now;
    }
    return {
      // Electron gives shares of the whole processor, in percent.
      processorCores: (metrics.reduce((sum, { cpu }) => sum + cpu.percentCPUUsage, 0) / 100) * cpus().length,
      memoryBytes: metrics.reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0),
      diskBytes,
    };
  };
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce(
      // A file may go away between being listed and being asked for.
      (sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}
