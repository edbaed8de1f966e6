/** The golden hashes for a process of Electron: sent to the parent by a utility process, exported to whoever requires it. */
import { computeGoldenHashes } from './golden-hashes';

export const hashes = computeGoldenHashes();
(process as Partial<NodeJS.Process>).parentPort?.postMessage(hashes);
