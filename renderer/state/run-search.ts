/** Every word of the search must occur in the run's name, status, model, data, optimizer, seed, tags or note. */
import { targetsOf } from '../../core/analysis/dataset-settings';
import { HYPERPARAMETERS } from '../../core/contract/hyperparameters';
import type { RunSummary } from '../../core/contract/run';
import { datasetTitle } from './dataset-titles';

/** @returns null where there is nothing to look for */
export function searchTest(search: string): ((run: RunSummary) => boolean) | null {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  return (run) => {
    const text = searchText(run);
    return words.every((word) => text.includes(word));
  };
}

/** Of runs as they are: a run that changes is another object. */
const searchTexts = new WeakMap<RunSummary, string>();

function searchText(run: RunSummary): string {
  const known = searchTexts.get(run) ?? makeSearchText(run);
  searchTexts.set(run, known);
  return known;
}

function makeSearchText({ status, configuration, tags, notes }: RunSummary): string {
  const { name, model, optimizer, dataset, seed } = configuration;
  const data = dataset.kind === 'series' ? `${dataset.source} ${targetsOf(dataset).join(' ')}` : dataset.task;
  const modelLabel = HYPERPARAMETERS.model.choices[model];
  const parts = [name, status, modelLabel, optimizer, data, datasetTitle(dataset), `seed ${seed}`, ...tags, notes];
  return parts.join(' ').toLowerCase();
}
