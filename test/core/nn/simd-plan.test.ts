import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { layPlan, PLAN_FIELDS } from '../../../core/nn/simd-plan';
import type { Specification } from '../../../core/nn/parameters';

it('a plan has the fields that the kernels read, in their order', () => {
  const source = readFileSync(join(import.meta.dirname, '../../../core/nn/assembly/plan.ts'), 'utf8');
  const fields = [...source.matchAll(/^ {2}(\w+): (?:i32|usize);$/gm)].map(([, name]) => name);
  expect(fields).toEqual([...PLAN_FIELDS]);
});

it('a plan lets no two buffers overlap, and starts each on a cache line', () => {
  const specification: Specification = {
    model: 'alarmwork',
    inputs: 3,
    hiddenUnits: 130,
    outputs: 2,
    period: 3,
    readout: 'every',
  };
  const sizes = { batchSize: 5, steps: 11, outputs: 11, updatesBack: 2, continues: true };
  const { plan, end } = layPlan(specification, sizes, 4096);
  const starts = PLAN_FIELDS.slice(PLAN_FIELDS.indexOf('x')).map((name) => plan[name]);
  expect(starts.every((start, i) => start % 64 === 0 && start < (starts[i + 1] ?? end))).toBe(true);
  // U = 3 updates and the state before them, 5 sequences, 130 units in rows of 136.
  expect(plan.perUpdate - plan.z2).toBeGreaterThanOrEqual(4 * 4 * 5 * 136);
});
