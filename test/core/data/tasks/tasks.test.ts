import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TASKS, type TaskDataset, type TaskName } from '../../../../core/contract/dataset';
import type { Series } from '../../../../core/contract/series';
import { generateTask } from '../../../../core/data/tasks/generate';
import { Rng } from '../../../../core/random/rng';

const choose = (task: TaskName, changed: Partial<TaskDataset> = {}): TaskDataset => ({
  kind: 'task',
  task,
  size: 3000,
  delay: 5,
  dataSeed: 1,
  window: 20,
  stride: 1,
  validationFraction: 0.2,
  testFraction: 0.2,
  ...changed,
});

function column(series: Series, name: string): Float64Array {
  const found = series.columns.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`No column ${name}`);
  return found.values;
}

const values = (task: TaskName, name: string, changed: Partial<TaskDataset> = {}) =>
  column(generateTask(choose(task, changed)).series, name);

/** Mackey-Glass, written from the equation: second order, but with both delayed values on its own grid. */
function heun(start: number, units: number, stepsPerUnit: number): number[] {
  const delay = 17 * stepsPerUnit;
  const x = new Float64Array(delay + units * stepsPerUnit).fill(start, 0, delay + 1);
  const slope = (now: number, delayed: number) => (0.2 * delayed) / (1 + delayed ** 10) - 0.1 * now;
  for (let i = delay; i + 1 < x.length; i++) {
    const first = slope(at(x, i), at(x, i - delay));
    const second = slope(at(x, i) + first / stepsPerUnit, at(x, i - delay + 1));
    x[i + 1] = at(x, i) + (first + second) / 2 / stepsPerUnit;
  }
  return Array.from({ length: units }, (_, unit) => at(x, delay + unit * stepsPerUnit));
}

/** NaN outside, which no comparison takes for equal by accident. */
const at = (from: Float64Array, index: number) => from[index] ?? NaN;

describe('temporal XOR', () => {
  it('has the exclusive or of the two bits before at every third place, random bits elsewhere', () => {
    const bits = values('temporal-xor', 'bit');
    const asBit = (r: number) => (at(bits, r) === 1 ? 1 : 0);
    const wrong = [...bits.keys()].filter((r) => r % 3 === 2 && asBit(r) !== (asBit(r - 2) ^ asBit(r - 1)));
    const ones = [0, 1, 2].map((place) => [...bits.keys()].filter((r) => r % 3 === place && asBit(r) === 1).length);
    expect([wrong, [...new Set(bits)].sort()]).toEqual([[], [-1, 1]]);
    // 1,000 fair bits: 500 ± 5 standard deviations of 16.
    for (const count of ones) expect(Math.abs(count - 500)).toBeLessThan(80);
  });
});

describe('delayed echo', () => {
  it('repeats the input after the delay, and has no target before', () => {
    const input = values('delayed-echo', 'input');
    const echo = values('delayed-echo', 'echo');
    expect([...echo]).toEqual([...new Array<number>(5).fill(NaN), ...input.slice(0, -5)]);
    expect([Math.min(...input) >= -1, Math.max(...input) < 1]).toEqual([true, true]);
  });
});

describe('adding problem', () => {
  it.each([6, 7, 20, 100])('asks at the end for the sum of the two marked values (L = %i)', (L) => {
    const { series, block } = generateTask(choose('adding', { size: 400, window: L }));
    const [value, marker, sum] = ['value', 'marker', 'sum'].map((name) => column(series, name)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let start = 0; start < value.length; start += L) {
      const rows = Array.from({ length: L }, (_, l) => start + l);
      const marked = rows.filter((r) => marker[r] === 1);
      expect(marked).toHaveLength(2);
      const [first, second] = marked.map((r) => r - start);
      expect(rows.map((r) => at(sum, r))).toEqual([
        ...new Array<number>(L - 1).fill(NaN),
        marked.reduce((total, r) => total + at(value, r), 0),
      ]);
      // One mark in the first 10 pairs, all in the first half or those 10; ends are −1 unless marked; nothing else is.
      expect(first).toBeLessThan(10);
      expect(second).toBeLessThan(Math.max(10, L / 2));
      if (marker[start] === 1) expect(value[start]).toBe(0);
      else expect(marker[start]).toBe(-1);
      expect(rows.slice(1, -1).filter((r) => ![0, 1].includes(at(marker, r)))).toEqual([]);
    }
    expect([block, value.length]).toEqual([L, 400 * L]);
  });

  it('refuses what it cannot make', () => {
    expect(() => generateTask(choose('adding', { window: 5 }))).toThrow(
      'needs a window length (L) of at least 6, not 5',
    );
    expect(() => generateTask(choose('adding', { size: 1_000_000, window: 1000 }))).toThrow(
      'has 1000000000 rows, more than 10000000',
    );
  });
});

describe('Mackey-Glass', () => {
  it('agrees with Heun’s method at a step 100 times finer', () => {
    const x = values('mackey-glass', 'x', { size: 100 });
    const other = heun(Rng.fromSeed(1, 'data').between(1.1, 1.3), 1100, 1000).slice(1000);
    const worst = Math.max(...other.map((value, r) => Math.abs(value - at(x, r))));
    // Chaos multiplies any difference some 400-fold in the 1,000 time units before. Heun's own share falls with the square
    // of its step: 2.4e-5 at 1/400, 3.8e-6 at 1/1000, 0.9e-6 at 1/2000. Ours is below that.
    expect(worst).toBeLessThan(1e-5);
  });

  it('wanders within the known attractor and does not repeat', () => {
    const x = values('mackey-glass', 'x');
    expect([Math.min(...x) > 0.2, Math.max(...x) < 1.4, new Set(x).size]).toEqual([true, true, 3000]);
  });
});

describe('NARMA-10', () => {
  it('follows its recurrence and stays within 1, however long', () => {
    const { series } = generateTask(choose('narma-10', { size: 300_000 }));
    const [u, y] = [column(series, 'u'), column(series, 'y')];
    let worst = 0;
    // y of row t is the formula's y[t+1].
    for (let t = 10; t < y.length; t++) {
      const sum = y.slice(t - 10, t).reduce((total, value) => total + value, 0);
      const next = 0.3 * at(y, t - 1) + 0.05 * at(y, t - 1) * sum + 1.5 * at(u, t - 9) * at(u, t) + 0.1;
      worst = Math.max(worst, Math.abs(next - at(y, t)));
    }
    // The ten terms are added in the other order.
    expect(worst).toBeLessThan(1e-14);
    expect([y.every((value) => value > 0 && value <= 1), u.every((value) => value >= 0 && value < 0.5)]).toEqual([
      true,
      true,
    ]);
  });
});

describe('every task', () => {
  // Written down on Linux x64, Node 20: any machine that disagrees would train another network from the same seed.
  const GOLDEN: Record<TaskName, string> = {
    'temporal-xor': '763eee1a6e99399f052c7fa7255ce2a411129e19a4e74a9891ba27e1fc86cabb',
    'delayed-echo': 'cfaa306edbe2825877ffb287e95cb0ec0ff0c30a5c5bbb776664e1a1210bf64e',
    adding: 'e1ea352b1fbee5f0c8554d96b7ce4a7767593a52757df2b285d9a0be366ec24c',
    'mackey-glass': 'ee136588869b98f98f5358b8905b921b04a96d94f614fa00503431d03a2b891d',
    'narma-10': '923fa4c849f43d8176533c68582ce53ce32199ccc7bd4adada87b1861ac53c94',
  };

  const hash = (choice: TaskDataset) => {
    const digest = createHash('sha256');
    for (const { values: numbers } of generateTask(choice).series.columns) {
      // −9 for "no value": the bits of NaN are not the same everywhere.
      digest.update(new Uint8Array(numbers.map((value) => (Number.isNaN(value) ? -9 : value)).buffer));
    }
    return digest.digest('hex');
  };

  it.each(TASKS)('%s gives the same bits from the same data seed on every machine', (task) => {
    expect([hash(choose(task)), hash(choose(task, { dataSeed: 2 })) === hash(choose(task))]).toEqual([
      GOLDEN[task],
      false,
    ]);
  });
});
