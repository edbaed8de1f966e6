/**
 * Parameters live in one buffer, so that optimizer, clipping and checkpoint see a single vector; names and shapes are
 * views into it for people and equations.
 */
import type { FloatArray } from './float-array';

export type ModelKind = 'alarmwork' | 'elman';
export type Readout = 'last' | 'every';

/** Sizes and kind of a network. */
export interface Specification {
  readonly model: ModelKind;
  /** D: numbers per time step */
  readonly inputs: number;
  /** P: units in each hidden layer */
  readonly hiddenUnits: number;
  /** M: numbers predicted */
  readonly outputs: number;
  /** Time steps between two alarms; Elman's one layer updates at every step, so it has no use for it. */
  readonly period: number;
  readonly readout: Readout;
}

export const ALARMWORK_PARAMETERS = ['w_in1', 'w_rec1', 'b_in1', 'w_in2', 'w_rec2', 'b_in2', 'w_out', 'b_out'] as const;
export const ELMAN_PARAMETERS = ['w_in', 'w_rec', 'b_in', 'w_out', 'b_out'] as const;

export type ParameterName = (typeof ALARMWORK_PARAMETERS)[number] | (typeof ELMAN_PARAMETERS)[number];

export interface ParameterEntry {
  readonly name: ParameterName;
  /** Row-major: [rows, columns] or [length] */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** The parameters of a network in the order of every file. */
export function parameterLayout(specification: Specification): readonly ParameterEntry[] {
  const names = specification.model === 'alarmwork' ? ALARMWORK_PARAMETERS : ELMAN_PARAMETERS;
  let offset = 0;
  return names.map((name) => {
    const shape = shapeOf(name, specification);
    const size = shape.reduce((product, length) => product * length, 1);
    const entry = { name, shape, offset, size };
    offset += size;
    return entry;
  });
}

function shapeOf(name: ParameterName, { inputs, hiddenUnits, outputs }: Specification): readonly number[] {
  switch (name) {
    case 'w_in':
    case 'w_in1':
    case 'w_in2':
      return [hiddenUnits, inputs];
    case 'w_rec':
    case 'w_rec1':
    case 'w_rec2':
      return [hiddenUnits, hiddenUnits];
    case 'b_in':
    case 'b_in1':
    case 'b_in2':
      return [hiddenUnits];
    case 'w_out':
      return [outputs, hiddenUnits];
    case 'b_out':
      return [outputs];
  }
}

/** How many numbers training learns. */
export function parameterCount(specification: Specification): number {
  return parameterLayout(specification).reduce((sum, { size }) => sum + size, 0);
}

/** The named view of one parameter in a buffer that holds them all. */
export function parameterView<Floats extends FloatArray>(
  layout: readonly ParameterEntry[],
  buffer: Floats,
  name: ParameterName,
): Floats {
  const entry = layout.find((candidate) => candidate.name === name);
  if (!entry) throw new RangeError(`This network has no parameter ${name}`);
  return buffer.subarray(entry.offset, entry.offset + entry.size) as Floats;
}
