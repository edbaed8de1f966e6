/** What main does for requests about the data library: it chooses files and commits imports; another process reads them. */
import { basename } from 'node:path';
import type { BrowserWindow } from 'electron';
import { StudioError } from '../../core/contract/errors';
import type { DatasetSummary } from '../../core/contract/dataset';
import type { Handlers } from '../../core/contract/ipc';
import type { HandlerParts } from './handlers';

type ImportHandlers = Pick<
  Handlers,
  | 'datasets:choose-file'
  | 'datasets:preview-import'
  | 'datasets:import'
  | 'datasets:cancel-import'
  | 'datasets:rename'
  | 'datasets:delete'
>;

/** Runs named in a refusal. */
const MOST_NAMED = 5;

export function importHandlers(parts: HandlerParts, openWindow: () => BrowserWindow): ImportHandlers {
  const { datasets, worker, importWorker, tokens, dialog, runs, trash } = parts;
  let importing: string | null = null;

  const summaryOf = async (id: string): Promise<DatasetSummary> => {
    const summary = (await worker.run('library', { imported: [datasets.find(id)] })).find((entry) => entry.id === id);
    if (!summary) throw new StudioError('not-found', `The data ${id} is in the library and could not be listed`);
    return summary;
  };
  const usersOf = async (id: string): Promise<string[]> => {
    const trashed = (await trash.list()).flatMap(({ run }) => run ?? []);
    const uses = ({ configuration: { dataset } }: (typeof trashed)[number]) =>
      dataset.kind === 'series' && dataset.source === id;
    return [
      ...runs
        .list()
        .filter(uses)
        .map(({ configuration: { name } }) => `“${name}”`),
      ...trashed.filter(uses).map(({ configuration: { name } }) => `“${name}” (in the trash)`),
    ];
  };

  return {
    'datasets:choose-file': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(openWindow(), {
        title: 'Import data',
        properties: ['openFile'],
        filters: [
          {
            name: 'Data',
            extensions: ['csv', 'tsv', 'tab', 'txt', 'json', 'jsonl', 'ndjson', 'npy', 'npz', 'parquet'],
          },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      const path = filePaths[0];
      return canceled || path === undefined ? null : { token: tokens.give(path), fileName: basename(path) };
    },
    'datasets:preview-import': ({ token, options }) =>
      worker.run('preview-import', { path: tokens.pathOf(token), options }),
    'datasets:import': async ({ token, options, choice }) => {
      const path = tokens.pathOf(token);
      if (importing !== null) {
        throw new StudioError('in-use', 'Another file is being imported. Wait for it, or cancel it first.');
      }
      importing = token;
      const staging = datasets.stage();
      try {
        const taken = await importWorker.run('take-import', { path, options, choice, staging }, (progress) =>
          parts.tell('datasets:import-progress', { token, ...progress }),
        );
        const { fileSha256, fileBytes, notes, written, sequences } = taken;
        const about = {
          name: choice.name,
          fileName: basename(path),
          importedAt: Date.now(),
          fileSha256,
          fileBytes,
          notes,
          ...(sequences && { sequences }),
        };
        const { id } = datasets.commit(staging, written, about);
        return { dataset: await summaryOf(id), notes };
      } finally {
        // Its memory goes with it; and what it was writing can be removed once it is gone.
        await importWorker.close();
        datasets.discard(staging);
        importing = null;
      }
    },
    'datasets:cancel-import': async ({ token }) => {
      if (importing === token) await importWorker.cancel();
    },
    'datasets:rename': ({ id, name }) => {
      datasets.rename(id, name);
    },
    'datasets:delete': async ({ id }) => {
      const { name } = datasets.find(id);
      const users = await usersOf(id);
      if (users.length > 0) {
        const named =
          users.slice(0, MOST_NAMED).join(', ') +
          (users.length > MOST_NAMED ? ` and ${users.length - MOST_NAMED} more` : '');
        throw new StudioError(
          'in-use',
          `“${name}” cannot be deleted: ${users.length === 1 ? 'a run has' : `${users.length} runs have`} learnt from it: ${named}. ` +
            'Delete them first, for ever.',
        );
      }
      datasets.remove(id);
    },
  };
}
