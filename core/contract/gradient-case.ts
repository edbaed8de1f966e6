/**
 * A worked case: a small network with its parameters, inputs and targets, in the form of the project's oracle files. Fields that
 * hold results (`y`, `loss`, `gradients`) may be there and are not read.
 */
import { z } from './schema';

const vector = z.array(z.number());

/** @param meaning of the size, for whoever left it out */
function size(meaning: string) {
  const expected = `a whole number from 1 to 10000 (${meaning})`;
  const error = ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `is missing: it must be ${expected}` : `must be ${expected}`;
  return z.number({ error }).int({ error }).min(1, { error }).max(10_000, { error });
}

const TARGET_SHAPE = 'must be a list: [N][M] with readout "last", [N][L][M] with "every"';
const target = z.array(z.number(), { error: TARGET_SHAPE });

export const GradientCase = z.looseObject({
  model: z.enum(['alarmwork', 'elman']),
  D: size('inputs'),
  P: size('hidden units'),
  M: size('outputs'),
  L: size('time steps of a sequence'),
  N: size('sequences'),
  period: size('time steps from alarm to alarm; 1 for an Elman network'),
  readout: z.enum(['last', 'every']),
  params: z.record(z.string(), z.union([vector, z.array(vector)])),
  /** [N][L][D] */
  x: z.array(z.array(vector)),
  /** [N][M] with readout `last`, [N][L][M] with `every` */
  t: z.array(z.union([target, z.array(target, { error: TARGET_SHAPE })])),
});
export type GradientCase = z.infer<typeof GradientCase>;

export const CASE_FORMS = ['scalar', 'vector', 'simd'] as const;
export type CaseForm = (typeof CASE_FORMS)[number];

export type NestedNumbers = number | NestedNumbers[];

export interface CaseResult {
  /** [N][L][M]: outputs of every step, whatever the readout */
  readonly y: NestedNumbers;
  readonly loss: number;
  /** By mode, then by parameter. */
  readonly gradients: Readonly<Record<string, Record<string, NestedNumbers>>>;
}
