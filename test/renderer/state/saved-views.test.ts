import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS, Settings } from '../../../core/contract/settings';
import { upgradeSettings } from '../../../core/contract/settings-versions';
import { MOST_SAVED_VIEWS, type TableView } from '../../../core/contract/table-view';
import { renamedView, viewLike, withView, withoutView } from '../../../renderer/state/saved-views';

const view = (filter: string): TableView => ({
  filter,
  search: '',
  sorting: [{ id: 'loss', desc: false }],
  order: ['name', 'loss'],
  shown: ['name'],
  pinned: ['name'],
  grouping: [],
  withArchived: false,
});
const [first, second] = [
  { name: 'Good', view: view('loss < 1') },
  { name: 'Bad', view: view('loss > 1') },
];

it('adds a view, and replaces one of the same name in its place', () => {
  expect(withView([first], ' Bad ', second.view)).toEqual({ ok: true, views: [first, second] });
  expect(withView([first, second], 'Good', view(''))).toEqual({
    ok: true,
    views: [{ name: 'Good', view: view('') }, second],
  });
});

it('refuses an empty name, a name that is taken and one view too many, in words', () => {
  const many = Array.from({ length: MOST_SAVED_VIEWS }, (_, i) => ({ name: `View ${i}`, view: view('') }));
  expect([
    withView([], '  ', view('')),
    renamedView([first, second], 'Good', 'Bad'),
    withView(many, 'More', view('')),
  ]).toEqual([
    { ok: false, error: 'A view needs a name of 1 to 60 characters' },
    { ok: false, error: 'There is a view “Bad” already: choose another name' },
    { ok: false, error: `At most ${MOST_SAVED_VIEWS} views can be saved: delete one first` },
  ]);
});

it('renames and deletes', () => {
  expect(renamedView([first, second], 'Good', 'Better')).toEqual({
    ok: true,
    views: [{ ...first, name: 'Better' }, second],
  });
  expect(renamedView([first], 'Good', 'Good')).toEqual({ ok: true, views: [first] });
  expect(withoutView([first, second], 'Good')).toEqual([second]);
});

it('knows a view again by its looks', () => {
  expect([viewLike([first, second], view('loss > 1')), viewLike([first], view('loss'))]).toEqual([second, undefined]);
});

it('is none in settings that an older version wrote, and settings with odd views are refused', () => {
  const { savedViews, tableView, ...old } = DEFAULT_SETTINGS;
  expect([savedViews, tableView]).toEqual([[], null]);
  expect(upgradeSettings(old)).toEqual({ ...DEFAULT_SETTINGS, formatVersion: 2 });
  const wrong = [
    { savedViews: [first, first] },
    { savedViews: [{ ...first, extra: 1 }] },
    { savedViews: [{ name: 'x', view: { ...first.view, filter: 'a'.repeat(2001) } }] },
    { tableView: { ...first.view, sorting: [{ id: 'loss', desc: 'yes' }] } },
  ];
  expect(wrong.map((each) => Settings.safeParse({ ...DEFAULT_SETTINGS, ...each }).success)).toEqual(
    wrong.map(() => false),
  );
});
