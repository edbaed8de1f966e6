/** What it takes to get the same again: configurations, seeds, hashes, environment and commands. */
import { allButSeed, groupBy } from '../../core/analysis/grouping';
import { fieldValues } from '../../core/analysis/configuration-fields';
import type { RunSummary } from '../../core/contract/run';
import { formatQuantity, UNKNOWN } from '../format';
import { runLabels } from '../state/run-labels';
import type { ReportBlock } from './report-blocks';

export function appendix(runs: readonly RunSummary[]): ReportBlock[] {
  return [
    { kind: 'heading', level: 2, text: 'Configurations' },
    {
      kind: 'paragraph',
      text:
        'A configuration and a seed decide every bit of a run’s weights. To train one of these again with the project’s command line, ' +
        'save the configuration under the name given and run the commands below it; the answer’s weightsSha256 is to equal the ' +
        'hash of the final weights under “Data and weights”.',
    },
    ...configurations(runs),
    { kind: 'heading', level: 2, text: 'Data and weights' },
    hashes(runs),
    { kind: 'heading', level: 2, text: 'Environment' },
    ...environments(runs),
  ];
}

/** Runs that differ in their seed and name only share one configuration. */
function configurations(runs: readonly RunSummary[]): ReportBlock[] {
  const labels = runLabels(runs);
  const items = runs.map((run) => ({ id: run.id, fields: fieldValues(run.configuration), run }));
  return groupBy(items, allButSeed(items)).flatMap(({ members }, index): ReportBlock[] => {
    const [first] = members;
    if (!first) return [];
    const file = `configuration-${index + 1}`;
    const { configuration } = first.run;
    const blocks: ReportBlock[] = [
      { kind: 'heading', level: 3, text: `${file}.json` },
      {
        kind: 'paragraph',
        text: `${formatQuantity(members.length, 'run')}, with ${members.length === 1 ? 'seed' : 'seeds'} ${members
          .map(({ run }) => run.configuration.seed)
          .join(', ')}: ${members.map(({ id }) => labels.get(id) ?? '').join('; ')}.`,
      },
    ];
    if (configuration.dataset.kind === 'series' && configuration.dataset.source.startsWith('imported:')) {
      blocks.push({
        kind: 'warning',
        text: 'Its data was imported into the app. For the command line, name the CSV file instead: "source": "file:PATH".',
      });
    }
    const forks = members.filter(({ run }) => run.parent !== null);
    for (const { id, run } of forks) {
      blocks.push({
        kind: 'warning',
        text: `“${labels.get(id) ?? ''}” went on from a checkpoint of “${run.parent?.name ?? ''}” (epoch ${run.parent?.epoch ?? UNKNOWN}): this configuration alone does not give its weights.`,
      });
    }
    const seeds = [...new Set(members.map(({ run }) => run.configuration.seed))];
    blocks.push(
      { kind: 'code', language: 'json', text: JSON.stringify(configuration, null, 2) },
      {
        kind: 'code',
        language: 'sh',
        text: seeds
          .map(
            (seed) =>
              `npm run -s cli -- train --config ${file}.json --set seed=${seed} --out runs/${file}-seed-${seed}`,
          )
          .join('\n'),
      },
    );
    return blocks;
  });
}

function hashes(runs: readonly RunSummary[]): ReportBlock {
  const labels = runLabels(runs);
  return {
    kind: 'table',
    caption:
      'SHA-256 of the data that a run was given, and of its weights (little-endian float32 in the order of the file).',
    columns: [{ text: 'Run' }, { text: 'Data' }, { text: 'Final weights' }, { text: 'Best weights' }],
    rows: runs.map(({ id, dataSha256, results }) => [
      labels.get(id) ?? '',
      dataSha256 ?? UNKNOWN,
      results?.weightsSha256 ?? UNKNOWN,
      results?.bestWeightsSha256 ?? UNKNOWN,
    ]),
  };
}

/** Runs were trained on one machine as a rule: then it is named once. */
function environments(runs: readonly RunSummary[]): ReportBlock[] {
  const labels = runLabels(runs);
  const found = new Map<string, string[]>();
  for (const { id, environment } of runs) {
    const entries = Object.entries(environment).map(([name, value]) => `${name} ${value}`);
    if (entries.length === 0) continue;
    const text = entries.join(', ');
    found.set(text, [...(found.get(text) ?? []), labels.get(id) ?? '']);
  }
  if (found.size === 0) return [{ kind: 'paragraph', text: 'No run has started yet.' }];
  const all = Array.from(found);
  return [
    {
      kind: 'list',
      items: all.map(([environment, names]) =>
        all.length === 1 ? `All runs: ${environment}` : `${names.join('; ')}: ${environment}`,
      ),
    },
  ];
}
