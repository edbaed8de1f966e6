/** The variants of a run's configuration, launched with the same seeds; what was trained already is not trained again. */
import { fieldValues } from '../../core/analysis/configuration-fields';
import type { AblationLaunch, AblationPreview } from '../../core/contract/ablation';
import { StudioError } from '../../core/contract/errors';
import { MOST_SEED, type RunConfiguration, type RunDocument, type RunId } from '../../core/contract/run';
import { ablationOf } from '../../core/experiment/ablation';
import { inSlices } from './in-slices';
import type { Runs } from './runs';

export interface AblationParts {
  readonly runs: Pick<Runs, 'get' | 'list' | 'launch' | 'annotate'>;
  readonly maxConcurrentRuns: () => number;
}

/** Longest tag and most tags that a run may have. */
const TAG_LENGTH = 40;
const MOST_TAGS = 20;

export function previewAblation(
  { runs, maxConcurrentRuns }: AblationParts,
  question: { readonly id: RunId; readonly seeds: number },
): AblationPreview {
  const base = runs.get(question.id);
  const seeds = seedsFrom(base.configuration, question.seeds);
  const { variants, notes } = ablationOf(base.configuration, seeds);
  const known = reusableRuns(runs.list());
  const original = keyOf(base.configuration);
  return {
    seeds,
    variants: variants.map(({ name, runs: wanted }) => ({
      name,
      isOriginal: wanted.some((configuration) => keyOf(configuration) === original),
      reusable: wanted.filter((configuration) => known.has(keyOf(configuration))).length,
    })),
    notes: [...notes],
    secondsPerRun: base.results?.seconds ?? null,
    atOnce: maxConcurrentRuns(),
  };
}

/**
 * @throws StudioError `bad-configuration` where a variant is not one of the preview's; `disk-full`, and the runs launched
 * before exist and train
 */
export async function launchAblation(
  { runs }: Pick<AblationParts, 'runs'>,
  order: { readonly id: RunId; readonly seeds: number; readonly variants: readonly string[] },
): Promise<AblationLaunch> {
  const { configuration } = runs.get(order.id);
  const { variants } = ablationOf(configuration, seedsFrom(configuration, order.seeds));
  const unknown = order.variants.find((name) => variants.every((variant) => variant.name !== name));
  if (unknown !== undefined) {
    throw new StudioError('bad-configuration', `The ablation of “${configuration.name}” has no variant “${unknown}”`);
  }
  const wanted = variants.filter(({ name }) => order.variants.includes(name)).flatMap((variant) => variant.runs);
  const tag = tagFor(configuration.name);
  const known = reusableRuns(runs.list());
  const ids: RunId[] = [];
  let launched = 0;
  const each = function* (): Generator<undefined, void> {
    for (const configuration of wanted) {
      const existing = known.get(keyOf(configuration));
      if (existing) ids.push(existing);
      else {
        ids.push(...runs.launch(configuration, 1));
        launched++;
      }
      const [id] = ids.slice(-1);
      if (id !== undefined) addTag(runs, id, tag);
      yield;
    }
  };
  // Hundreds of documents are written, each with its fsync: the window is answered in between.
  await inSlices(each());
  return { runs: ids, launched, reused: ids.length - launched, tag };
}

function seedsFrom({ name, seed }: RunConfiguration, count: number): number[] {
  if (seed + count - 1 > MOST_SEED) {
    throw new StudioError(
      'bad-configuration',
      `“${name}” has seed ${seed}: ${count} seeds from there are past ${MOST_SEED}`,
    );
  }
  return Array.from({ length: count }, (_, index) => seed + index);
}

/** Runs whose results are, or will be, those of a new run with their configuration; the oldest where there are several. */
function reusableRuns(documents: readonly RunDocument[]): Map<string, RunId> {
  const found = new Map<string, RunId>();
  for (const { id, status, parent, configuration } of documents) {
    const counts = status === 'completed' || status === 'diverged' || status === 'running' || status === 'queued';
    // A fork began with weights of another run.
    if (!counts || parent !== null) continue;
    const key = keyOf(configuration);
    if (!found.has(key)) found.set(key, id);
  }
  return found;
}

/** What decides a run's bits, the seed included: no name, and nothing that its other choices leave without effect. */
function keyOf(configuration: RunConfiguration): string {
  return JSON.stringify(fieldValues(configuration));
}

function tagFor(name: string): string {
  const whole = `ablation: ${name}`;
  if (whole.length <= TAG_LENGTH) return whole;
  // By characters as people count them, so that none is cut in half.
  let cut = '';
  for (const character of whole) {
    if (cut.length + character.length >= TAG_LENGTH) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}

function addTag(runs: AblationParts['runs'], id: RunId, tag: string): void {
  const { tags } = runs.get(id);
  if (!tags.includes(tag) && tags.length < MOST_TAGS) runs.annotate([id], { tags: [...tags, tag] });
}
