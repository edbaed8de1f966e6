/**
 * Before there is a run that begins with given weights: one that is killed and resumed must not begin with weights drawn at
 * random, so its checkpoint is there first.
 */
import type { TrainingSession } from '../../core/train/session';
import { RunRecorder, type RecorderOptions } from './run-recorder';

/** @param options of a folder that is there, with nothing in it of a run. @throws StudioError `disk-full`, `not-allowed` */
export function writeFirstCheckpoint(session: TrainingSession, options: RecorderOptions): void {
  const recorder = RunRecorder.begin(options);
  try {
    // The row of epoch 0.
    recorder.record(session.advance(0), session);
    recorder.checkpoint(session);
  } finally {
    recorder.close();
  }
}
