import { suggestedConfiguration } from '../../core/contract/quick-start';
import type { RunConfiguration } from '../../core/contract/run';
import { datasetLibrary } from '../../core/data/library';
import { CommandError } from './command-error';

/** A complete configuration that trains well on one of the shipped series or tasks. */
export function exampleConfiguration(options: { dataset: string }): RunConfiguration {
  const library = datasetLibrary();
  const dataset = library.find(({ id }) => id === options.dataset);
  if (!dataset) {
    const ids = library.map(({ id }) => id).join(', ');
    throw new CommandError(`--dataset ${options.dataset}: there is no such data set; there are ${ids}`);
  }
  return suggestedConfiguration(dataset, `${dataset.title}, first run`);
}
