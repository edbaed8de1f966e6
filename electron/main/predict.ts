/** What main does for requests about weights in files and predictions of data: it chooses files; other processes read them. */
import { basename } from 'node:path';
import type { BrowserWindow } from 'electron';
import type { Handlers } from '../../core/contract/ipc';
import type { PredictionQuestion } from '../../core/contract/predictions';
import type { DataJob } from '../../core/contract/trainer-protocol';
import { writeDurably } from '../store/durable-file';
import type { HandlerParts } from './handlers';

type PredictHandlers = Pick<
  Handlers,
  | 'weights:choose-file'
  | 'weights:look'
  | 'weights:check'
  | 'runs:launch-with-weights'
  | 'predictions:make'
  | 'predictions:save'
>;

type Parts = Pick<HandlerParts, 'runs' | 'worker' | 'predictWorker' | 'tokens' | 'dialog' | 'seriesFor' | 'datasets'>;

export function dataJobOf(
  { runs, tokens, datasets }: Pick<Parts, 'runs' | 'tokens' | 'datasets'>,
  { model, source, steps }: PredictionQuestion,
): DataJob {
  const series = source.startsWith('imported:') ? datasets.stored(source) : null;
  if (model.kind === 'file')
    return { model: { kind: 'file', path: tokens.pathOf(model.token) }, source, series, steps };
  const { kernel } = runs.get(model.id).configuration;
  const folder = runs.folderOf(model.id);
  return { model: { kind: 'run', folder, choice: model.weights, kernel }, source, series, steps };
}

/** @param chooseTarget asks where to save; null when the person cancels */
export function predictHandlers(
  parts: Parts,
  openWindow: () => BrowserWindow,
  chooseTarget: (defaultName: string, kind: string) => Promise<string | null>,
): PredictHandlers {
  const { runs, worker, predictWorker, tokens, dialog, seriesFor } = parts;
  let asked = '';

  const jobOf = (question: PredictionQuestion) => dataJobOf(parts, question);

  return {
    'weights:choose-file': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(openWindow(), {
        title: 'Open weights',
        properties: ['openFile'],
        filters: [
          { name: 'Weights', extensions: ['safetensors', 'npz', 'json', 'onnx', 'zip'] },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      const path = filePaths[0];
      return canceled || path === undefined ? null : { token: tokens.give(path), fileName: basename(path) };
    },
    'weights:look': ({ token }) => worker.run('look-weights', { path: tokens.pathOf(token) }),
    'weights:check': ({ token, configuration }) =>
      worker.run('check-weights', {
        path: tokens.pathOf(token),
        configuration,
        series: seriesFor(configuration),
      }),
    'runs:launch-with-weights': ({ token, configuration, count }) =>
      runs.launchWithWeights(tokens.pathOf(token), configuration, count),
    'predictions:make': async (question) => {
      const job = jobOf(question);
      const text = JSON.stringify(job);
      // Nobody waits for the answer to another question any more.
      if (predictWorker.isBusy && text !== asked) await predictWorker.cancel();
      asked = text;
      return predictWorker.run('predict-data', job);
    },
    'predictions:save': async (question) => {
      const table = await predictWorker.run('predict-data-csv', jobOf(question));
      const path = await chooseTarget('predictions.csv', 'Table');
      if (path === null) return null;
      writeDurably(path, table);
      return basename(path);
    },
  };
}
