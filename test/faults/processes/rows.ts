/** Misfortunes of processes, each row with its own count. */
import { appKills } from './app-kills';
import { causesOfDeath } from './causes-of-death';
import type { FaultRow } from '../row';
import { resumeEquality } from './resume-equality';
import { trainerKills } from './trainer-kills';
import { writePoints } from './write-points';

/** @param _soakHours how long the whole soak takes */
export function processRows(_soakHours: number): FaultRow[] {
  return [resumeEquality, writePoints, trainerKills, causesOfDeath, appKills];
}
