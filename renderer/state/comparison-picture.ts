import { chartPicture } from '../charts/chart-picture';
import { readChartPalette } from '../charts/chart-palette';
import { runCurvesContent, runLines } from '../charts/run-curves';
import type { RunSummary } from '../../core/contract/run';
import { attempt, showDone } from './messages';
import { metricChoice } from './metric-choices';
import type { Studio } from './studio.svelte';

/** Saves the comparison on screen as a picture, where the person says. */
export async function saveComparisonPicture(studio: Studio, runs: readonly RunSummary[]): Promise<void> {
  const { metric, axis, settings, datasets, curves, api } = studio;
  await attempt(async () => {
    const { content } = runCurvesContent({
      lines: runLines(runs),
      metric,
      logarithmic: axis === 'logarithmic',
      shade: settings.shade,
      unit: datasets.commonUnit(runs),
      curveOf: (id) => curves.curve(id),
    });
    const title = metricChoice(metric).label;
    const png = await chartPicture(title, content, readChartPalette());
    const file = await api.ask('pictures:save', { name: `${title} of ${runs.length} runs`, png });
    if (file !== null) showDone(`Saved ${file}`);
  });
}
