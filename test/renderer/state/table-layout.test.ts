import { expect, it } from 'vitest';
import { FIRST_LAYOUT, TableLayout } from '../../../renderer/state/table-layout';

const onScreen = (layout: TableLayout) => layout.columns.map(({ column }) => column.id);

it('shows the first columns at first, hides and shows others, and never the name', () => {
  const layout = new TableLayout();
  expect(onScreen(layout)).toEqual(FIRST_LAYOUT.shown);
  layout.show('loss', false);
  layout.show('testRmse', true);
  layout.show('name', false);
  expect([layout.shown.includes('loss'), layout.shown.includes('testRmse'), layout.shown[0]]).toEqual([
    false,
    true,
    'name',
  ]);
});

it('moves a column past the one beside it on the screen, and none past the name', () => {
  const layout = new TableLayout();
  layout.moveOnScreen('seconds', -1);
  layout.moveOnScreen('seconds', -1);
  expect(onScreen(layout).slice(0, 3)).toEqual(['name', 'seconds', 'status']);
});

it('keeps pinned columns at the left, in an order of their own', () => {
  const layout = new TableLayout();
  layout.pin('seed', true);
  layout.pin('model', true);
  layout.moveOnScreen('model', -1);
  expect(layout.columns.slice(0, 4).map(({ column, isPinned }) => [column.id, isPinned])).toEqual([
    ['name', true],
    ['model', true],
    ['seed', true],
    ['status', false],
  ]);
  layout.pin('model', false);
  layout.pin('name', false);
  expect(layout.pinned).toEqual(['name', 'seed']);
});

it('turns the sorting when a heading is pressed again: text ascends first, times descend first', () => {
  const layout = new TableLayout();
  const pressed = (id: string) => {
    layout.sortBy(id);
    return layout.sorting[0];
  };
  expect([pressed('loss'), pressed('loss'), pressed('created')]).toEqual([
    { id: 'loss', desc: false },
    { id: 'loss', desc: true },
    { id: 'created', desc: true },
  ]);
});

it('comes back as it was kept, without what is not known any more', () => {
  const [kept, loaded] = [new TableLayout(), new TableLayout()];
  kept.show('testLoss', true);
  kept.pin('status', true);
  kept.groupBy(['model', 'period']);
  kept.sortBy('testLoss');
  loaded.load(kept.layout);
  expect(loaded.layout).toEqual(kept.layout);
  loaded.load({
    sorting: [{ id: 'gone', desc: true }],
    order: ['gone', 'loss'],
    shown: ['gone'],
    pinned: ['gone'],
    grouping: ['gone', 'loss'],
  });
  expect({ ...loaded.layout, order: loaded.order.slice(0, 1) }).toEqual({
    sorting: [],
    order: ['loss'],
    shown: ['name'],
    pinned: ['name'],
    grouping: [],
  });
});
