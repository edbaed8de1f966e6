import { type Dirent, readdirSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { ProcessMetric } from 'electron';
import { inSlices } from './in-slices';

/** Walking the store is not free: its size is looked at again so long after it was known. */
const DISK_SECONDS = 5;

/** Processor, memory and disk that the app uses, all its processes together. */
export function systemLoadReader(getAppMetrics: () => ProcessMetric[], storeFolder: string) {
  let diskBytes = 0;
  let isWalking = false;
  let knownAt = -Infinity;
  /** In the background: with ten thousand runs it takes longer than a window may wait for an answer. */
  const walk = async () => {
    isWalking = true;
    try {
      diskBytes = await inSlices(sizeOf(storeFolder));
    } finally {
      isWalking = false;
      knownAt = performance.now();
    }
  };
  return () => {
    const metrics = getAppMetrics();
    if (!isWalking && performance.now() - knownAt > DISK_SECONDS * 1000) void walk();
    return {
      // Electron gives shares of the whole processor, in percent.
      processorCores: (metrics.reduce((sum, { cpu }) => sum + cpu.percentCPUUsage, 0) / 100) * cpus().length,
      memoryBytes: metrics.reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0),
      diskBytes,
    };
  };
}

/** Folder by folder. What goes away between being listed and being asked for counts nothing. */
function* sizeOf(folder: string): Generator<undefined, number> {
  let bytes = 0;
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of entriesOf(next)) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    }
    yield;
  }
  return bytes;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
