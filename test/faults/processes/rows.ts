/** Misfortunes of processes, each row with its own count. */
import type { FaultRow } from '../row';
import { appKills } from './app-kills';
import { causesOfDeath } from './causes-of-death';
import { manyRuns } from './many-runs';
import { resumeEquality } from './resume-equality';
import { secondInstances } from './second-instances';
import { soak } from './soak';
import { trainerKills } from './trainer-kills';
import { writePoints } from './write-points';

/** @param soakHours how long the whole soak takes */
export function processRows(soakHours: number): FaultRow[] {
  return [
    resumeEquality,
    writePoints,
    trainerKills,
    appKills,
    causesOfDeath(),
    manyRuns,
    secondInstances,
    soak(soakHours),
  ];
}
