/** What an ablation will take, from what the run itself took. */
import type { AblationPreview } from '../../core/contract/ablation';
import { formatEstimate } from '../format';

export interface AblationCost {
  readonly runs: number;
  readonly reused: number;
  readonly trained: number;
  /** A sentence; empty where nothing is trained. */
  readonly time: string;
}

/** @param wanted the variants that are ticked */
export function ablationCost(preview: AblationPreview, wanted: AblationPreview['variants']): AblationCost {
  const runs = wanted.length * preview.seeds.length;
  const reused = wanted.reduce((total, { reusable }) => total + reusable, 0);
  const trained = runs - reused;
  return { runs, reused, trained, time: timeInWords(trained, preview) };
}

/** Variants differ little in what a step costs, so one run's seconds stand for all. */
function timeInWords(trained: number, { secondsPerRun, atOnce }: AblationPreview): string {
  if (trained === 0) return '';
  if (secondsPerRun === null) return 'How long that takes is not known before this run has ended.';
  const turns = Math.ceil(trained / Math.max(1, atOnce));
  const beside = atOnce > 1 ? `, ${atOnce} at a time` : '';
  return `About ${formatEstimate(turns * secondsPerRun)}${beside}: this run took ${formatEstimate(secondsPerRun)}.`;
}
