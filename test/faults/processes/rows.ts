/** Misfortunes of processes, each row with its own count. */
import type { FaultRow } from '../row';
import { resumeEquality } from './resume-equality';

/** @param _soakHours how long the whole soak takes */
export function processRows(_soakHours: number): FaultRow[] {
  return [resumeEquality];
}
