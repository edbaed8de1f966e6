/** Where everything of the picture of the two clocks lies, in CSS pixels from its upper left corner. */
import type { SequenceStates } from '../../../core/contract/inside';

export interface Band {
  readonly top: number;
  readonly height: number;
}

export interface LayerBand extends Band {
  readonly name: string;
  /** Holds its values from alarm to alarm, and is drawn in blocks. */
  readonly isHeld: boolean;
}

export interface ClockLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  /** Of one step. */
  readonly cell: number;
  readonly input: Band;
  /** Null where no alarm rings: Elman has none. */
  readonly bells: Band | null;
  /** The memory first: what it holds goes into the other. */
  readonly layers: readonly LayerBand[];
  readonly output: Band;
  readonly axis: Band;
}

const LEFT = 96;
const RIGHT = 12;
const GAP = 12;

export function clockLayout(states: SequenceStates, width: number): ClockLayout {
  const isAlarmwork = states.model === 'alarmwork';
  const T = states.heldSince.length;
  const rows = Math.max(isAlarmwork ? 72 : 144, Math.min(isAlarmwork ? 144 : 240, 9 * states.hiddenUnits));
  let top = 4;
  const band = (height: number, gap = GAP): Band => {
    const placed = { top, height };
    top += height + gap;
    return placed;
  };
  const input = band(48);
  const bells = isAlarmwork ? band(16, 2) : null;
  const names = isAlarmwork ? ['in2', 'in1'] : ['h'];
  const layers = names.map((name) => ({ name, isHeld: name === 'in2', ...band(rows) }));
  const output = band(64, 0);
  const axis = band(20, 0);
  const left = LEFT;
  return { width, height: top, left, cell: Math.max(1, width - left - RIGHT) / T, input, bells, layers, output, axis };
}

/** The step, counted from 0 among those shown, at a horizontal place. */
export function stepAt({ left, cell }: ClockLayout, x: number, steps: number): number {
  return Math.max(0, Math.min(steps - 1, Math.floor((x - left) / cell)));
}

/** A stretch of steps, counted from 0 among those shown, over which the memory holds one value. */
export interface Block {
  readonly from: number;
  readonly to: number;
  /** The alarm rings at its first step; false for the initial state, and where the first block began before what is shown. */
  readonly rings: boolean;
}

export function heldBlocks(heldSince: Int32Array, first: number): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < heldSince.length;) {
    let to = from + 1;
    while (to < heldSince.length && heldSince[to] === heldSince[from]) to++;
    blocks.push({ from, to, rings: heldSince[from] === first + from });
    from = to;
  }
  return blocks;
}

/** What the memory does at a step, in words. */
export function memoryAt({ model, heldSince, first, period, steps }: SequenceStates, index: number): string {
  const step = first + index;
  const since = heldSince[index] ?? 0;
  if (model === 'elman') return 'h updates, as at every step';
  if (since === step) return 'the alarm rings: in2 updates';
  if (since > 0) return `in2 held since step ${since}`;
  const alarm = period <= steps ? `the first alarm rings at step ${period}` : 'no alarm rings within this sequence';
  return `in2 holds its initial state, zero: ${alarm}`;
}
