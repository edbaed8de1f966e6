/** How lines and bands were made of what was measured, in words: for pictures, which leave the window's settings behind. */
import { CENTRES, SPREADS, type ChartChoices } from '../../state/chart-settings.svelte';
import { formatSetting } from '../../format';

type Chosen = Pick<ChartChoices, 'smoothing' | 'weight' | 'window' | 'centre' | 'spread'>;

export function derivedTexts({ smoothing, weight, window, centre, spread }: Chosen, hasGroups: boolean): string[] {
  const texts: string[] = [];
  if (hasGroups) {
    const labelOf = (choices: readonly { value: string; label: string }[], value: string) =>
      choices.find((choice) => choice.value === value)?.label ?? value;
    texts.push(`${labelOf(CENTRES, centre)}, band: ${labelOf(SPREADS, spread).toLowerCase()}`);
  }
  if (smoothing === 'exponential') texts.push(`smoothed exponentially, weight ${formatSetting(weight)}`);
  else if (smoothing !== 'none') texts.push(`smoothed by the ${smoothing} of ${formatSetting(window)} points`);
  return texts;
}
