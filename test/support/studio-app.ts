/** The real app in its real window, driven from a test. */
import { onTestFinished } from 'vitest';
import { launchStudio, type StudioApp } from './launch-studio';

export { answerOpenDialog, answerSaveDialog, metricRows, openImportSheet, trainerPids } from './drive-studio';
export { electronExecutable, sandboxArguments, type StudioApp } from './launch-studio';

/** Closed when the test ends. @param userData a folder of the test's own; opening it twice is a restart */
export async function openStudio(userData: string, environment: Record<string, string> = {}): Promise<StudioApp> {
  const studio = await launchStudio(userData, environment);
  onTestFinished(studio.close);
  return studio;
}
