/** Saves every point under a chart: main asks where to, and the worker computes and writes them. */
import { basename } from 'node:path';
import type { CheckedParams, Result } from '../../core/contract/ipc';
import type { PointsQuestion } from '../../core/contract/points';
import type { DataJob, PointsJob } from '../../core/contract/trainer-protocol';
import { sweepTemporaryFiles } from '../store/durable-file';
import type { HandlerParts } from './handlers';

type Parts = Pick<HandlerParts, 'runs' | 'seriesFor' | 'worker' | 'predictWorker'>;

/**
 * @param chooseTarget asks where to save; null when the person cancels
 * @param dataJobOf    what predicting data takes
 */
export function savePoints(
  parts: Parts,
  chooseTarget: (defaultName: string, kind: string) => Promise<string | null>,
  dataJobOf: (question: Extract<PointsQuestion, { about: 'data-predictions' }>['question']) => DataJob,
): (params: CheckedParams<'points:save'>) => Promise<Result<'points:save'>> {
  const { runs, seriesFor, worker, predictWorker } = parts;

  const jobOf = async (question: PointsQuestion): Promise<PointsJob> => {
    if (question.about === 'search') return question;
    if (question.about === 'dataset') return { ...question, series: seriesFor(question) };
    if (question.about === 'data-predictions') return { about: question.about, data: dataJobOf(question.question) };
    const { id, weights } = question;
    const { configuration } = runs.get(id);
    // As they are when the person asks: the training goes on while a place is chosen.
    const parameters = (await runs.trainer(id)?.inside({ about: 'parameters', weights })) ?? null;
    return {
      about: 'run',
      folder: runs.folderOf(id),
      configuration,
      series: seriesFor(configuration),
      parameters,
      question,
    };
  };

  return async ({ name, question }) => {
    const job = await jobOf(question);
    const path = await chooseTarget(`${name}.csv`, 'Table');
    if (path === null) return null;
    // That one has the predictions already, where they were shown.
    const writer = question.about === 'data-predictions' ? predictWorker : worker;
    try {
      const { rows } = await writer.run('save-points', { path, job });
      return { file: basename(path), rows };
    } catch (error) {
      // A worker that was ended could not.
      sweepTemporaryFiles(path);
      throw error;
    }
  };
}
