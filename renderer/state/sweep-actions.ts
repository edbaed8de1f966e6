/** What a person can do with sweeps, wherever they are. */
import { suggestedConfiguration } from '../../core/contract/quick-start';
import type { RunConfiguration } from '../../core/contract/run';
import type { SweepDefinition } from '../../core/contract/sweep';
import { attempt, showDone, showUndo } from './messages';
import type { Studio } from './studio.svelte';
import { SweepDraft } from './sweep-draft.svelte';
import type { SweepOrder } from './sweeps-store.svelte';
import { bestTrials, type TrialRow } from './sweep-trials';

/** Opens the form; what was begun there before is there again. */
export function newSweep(studio: Studio): void {
  const base = studio.draft?.check.configuration;
  if (!studio.sweepDraft && base) studio.sweepDraft = SweepDraft.from(base);
  studio.router.go({ page: 'new-sweep' });
}

export function sweepFrom(studio: Studio, configuration: RunConfiguration): void {
  studio.sweepDraft = SweepDraft.from(configuration);
  studio.router.go({ page: 'new-sweep' });
}

export function duplicateSweep(studio: Studio, definition: SweepDefinition): void {
  studio.sweepDraft = SweepDraft.copyOf(definition);
  studio.router.go({ page: 'new-sweep' });
}

/** @returns whether it was launched */
export async function launchSweep(studio: Studio, definition: SweepDefinition): Promise<boolean> {
  const isLaunched = await attempt(async () => {
    await studio.sweeps.launch(definition);
    return true;
  });
  if (!isLaunched) return false;
  showDone(`Launched “${definition.name}”`);
  const route = { page: 'sweep', id: definition.id, tab: 'trials' } as const;
  // A sheet that has done its work is no step for back.
  if (studio.router.isNewSweepOpen) studio.router.replace(route);
  else studio.router.go(route);
  return true;
}

const EXAMPLE_DATASET = 'co2';

/** Eight short runs on a series that everybody knows: two learning rates, two sizes, two seeds. */
export async function launchExampleSweep(studio: Studio): Promise<void> {
  const dataset = studio.datasets.find(EXAMPLE_DATASET);
  if (!dataset) return;
  const base = suggestedConfiguration(dataset, 'CO₂ example', { epochs: 40 });
  await launchSweep(studio, {
    formatVersion: 1,
    id: crypto.randomUUID(),
    name: 'Learning rate and size on CO₂',
    base,
    method: 'grid',
    dimensions: [
      { field: 'learningRate', kind: 'logarithmic', from: 0.0005, to: 0.01, count: 2 },
      { field: 'hiddenUnits', kind: 'logarithmic-integer', from: 8, to: 16, count: 2 },
    ],
    trials: 4,
    seeds: 2,
    seed: 1,
    stopping: { metric: 'validationLoss', minEpochs: 10, reduction: 2, rungs: 2 },
  });
}

export async function orderSweep(studio: Studio, id: string, order: SweepOrder): Promise<void> {
  await attempt(() => studio.sweeps.order(id, order));
}

export async function deleteSweep(studio: Studio, id: string): Promise<void> {
  const name = studio.sweeps.find(id)?.name ?? '';
  await attempt(async () => {
    await studio.sweeps.delete(id);
    showUndo(`Deleted “${name}”; its runs stay`, () => void attempt(() => studio.sweeps.restore(id)));
  });
}

/** Ticks the runs of the best trials and shows them side by side. */
export function compareBest(studio: Studio, rows: readonly TrialRow[], count: number): void {
  const runs = bestTrials(rows).slice(0, count);
  studio.runs.tickOnly(runs.flatMap((row) => row.runs.map(({ id }) => id)));
  studio.router.go({ page: 'compare', tab: 'curves', ids: null });
}
