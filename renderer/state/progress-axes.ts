/** What a curve is drawn along: how far its run had come. */
export const PROGRESS_AXES = [
  { value: 'epoch', label: 'Epoch', unit: '' },
  { value: 'step', label: 'Optimizer step', unit: '' },
  { value: 'seconds', label: 'Training time', unit: 's' },
  { value: 'samples', label: 'Sequences seen', unit: '' },
] as const;

export type ProgressAxis = (typeof PROGRESS_AXES)[number]['value'];

export function progressAxis(axis: ProgressAxis): (typeof PROGRESS_AXES)[number] {
  return PROGRESS_AXES.find(({ value }) => value === axis) ?? PROGRESS_AXES[0];
}
