/** The key of a configuration that a sentence of core/data is about, told by the column or the size that it names. */
import type { DatasetChoice, SeriesDataset } from './dataset';

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^Imported data/, 'dataset.source'],
  [/is not scaled \(scaling none\)/, 'dataset.scaling'],
  [/^Sequence ".*" of column |in the sequence column /, 'dataset.sequenceColumn'],
  [/^Sequence .* has \d+ rows?, and with horizon/, 'dataset.horizon'],
  [/^Sequence .* lacks an input /, 'dataset.inputs'],
  [/^Sequence .* has no target/, 'dataset.target'],
];

export function configurationKey(message: string, dataset: DatasetChoice): string {
  const found = PLACES.find(([words]) => words.test(message));
  if (found) return found[1];
  const [, part] = /^The (\w+) part has no sequence: its share of \d+ sequences /.exec(message) ?? [];
  if (part !== undefined) return part === 'test' ? 'dataset.testFraction' : 'dataset.validationFraction';
  return (dataset.kind === 'series' ? columnKey(message, dataset) : null) ?? sizeKey(message);
}

function columnKey(
  message: string,
  { inputs, target, otherTargets = [], sequenceColumn }: SeriesDataset,
): string | null {
  const isNamed = (name: string) => message.includes(`olumn "${name}"`);
  const isOfTarget = message.startsWith('The target ');
  const input = isOfTarget ? -1 : inputs.findIndex(isNamed);
  if (input >= 0) return `dataset.inputs[${input}]`;
  if (message.includes(`"${target}"`)) return 'dataset.target';
  const other = otherTargets.findIndex((name) => message.includes(`"${name}"`));
  if (other >= 0) return `dataset.otherTargets[${other}]`;
  return sequenceColumn !== undefined && isNamed(sequenceColumn) ? 'dataset.sequenceColumn' : null;
}

function sizeKey(message: string): string {
  return message.includes('part has no sequence') ? 'dataset.window' : 'dataset';
}
