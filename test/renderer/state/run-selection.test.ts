import { expect, it } from 'vitest';
import { rangeToggled, runIds, tickedShare, toggled } from '../../../renderer/state/run-selection';

const shown = ['a', 'b', 'c', 'd', 'e'];

it('ticks and unticks one', () => {
  expect(toggled(runIds(['a']), 'b')).toEqual(runIds(['a', 'b']));
  expect(toggled(runIds(['a']), 'a')).toEqual(runIds([]));
});

it('gives a whole range the state of the run that is clicked, in either direction', () => {
  expect(rangeToggled(runIds(['b']), shown, 'b', 'd')).toEqual(runIds(['b', 'c', 'd']));
  expect(rangeToggled(runIds([...shown]), shown, 'd', 'b')).toEqual(runIds(['a', 'e']));
});

it('ticks one run where the range has no beginning', () => {
  expect(rangeToggled(runIds([]), shown, null, 'c')).toEqual(runIds(['c']));
  expect(rangeToggled(runIds([]), shown, 'gone', 'c')).toEqual(runIds(['c']));
});

it('tells none, some and all of the runs shown', () => {
  expect([runIds(['x']), runIds(['a', 'x']), runIds(shown)].map((ticked) => tickedShare(ticked, shown))).toEqual([
    'none',
    'some',
    'all',
  ]);
});
