import type { WeightsSummary } from '../../core/contract/predictions';
import type { DesktopApi } from '../desktop-api';
import { formatCount, formatQuantity } from '../format';
import type { OpenedWeights } from './prediction-choice.svelte';

/** Asks for a file and what it says of itself. @returns null where the person chose none */
export async function openWeights(api: DesktopApi): Promise<OpenedWeights | null> {
  const file = await api.ask('weights:choose-file');
  if (!file) return null;
  return { token: file.token, summary: await api.ask('weights:look', { token: file.token }) };
}

const MODELS = { alarmwork: 'AlarmworkNet', elman: 'Elman network' } as const;

/** What network it is, and of which run, in a sentence or two. */
export function weightsText({ specification, run, parameters }: WeightsSummary): string {
  const of = run === null ? '' : ` Of the run “${run}”.`;
  if (!specification) return `${formatCount(parameters)} parameters; the file does not say of which network.${of}`;
  const { model, hiddenUnits, period, readout } = specification;
  const clock = model === 'alarmwork' ? `, period ${period}` : '';
  return `${MODELS[model]}, ${formatQuantity(hiddenUnits, 'hidden unit')}${clock}, readout ${readout}, ${formatCount(parameters)} parameters.${of}`;
}
