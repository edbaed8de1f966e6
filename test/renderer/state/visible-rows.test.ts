import { expect, it } from 'vitest';
import { visibleRows } from '../../../renderer/state/visible-rows';

it('draws what is in view and a little more', () => {
  const { start, end } = visibleRows(1000, 32, 3200, 640);
  expect(start).toBeLessThan(100);
  expect(end).toBeGreaterThan(120);
  expect(end - start).toBeLessThan(60);
});

it('stays within the table', () => {
  expect(visibleRows(3, 32, 0, 640)).toEqual({ start: 0, end: 3 });
  expect(visibleRows(0, 32, 500, 640)).toEqual({ start: 0, end: 0 });
  // Scrolled far down, then the search leaves five rows.
  expect(visibleRows(5, 32, 30_000, 640)).toEqual({ start: 5, end: 5 });
});
