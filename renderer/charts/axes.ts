export type Axis = 'linear' | 'logarithmic';

/** Kinds of axis, as a choice. */
export const AXES: readonly { value: Axis; label: string }[] = [
  { value: 'linear', label: 'Linear' },
  { value: 'logarithmic', label: 'Log' },
];
