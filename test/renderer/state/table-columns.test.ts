import { expect, it } from 'vitest';
import { HYPERPARAMETER_NAMES } from '../../../core/contract/hyperparameters';
import { RUN_FIELDS } from '../../../core/analysis/filter/run-fields';
import { fieldValues } from '../../../core/analysis/configuration-fields';
import { ALL_BUT_SEED, RUN_COLUMNS, SHOWN_AT_FIRST, tableColumn } from '../../../renderer/state/table-columns';
import { placedColumns, tableWidth } from '../../../renderer/state/table-places';
import { results, run } from '../runs';

const ids = RUN_COLUMNS.map(({ id }) => id);

it('has a column for every hyperparameter and every setting of the data, each once', () => {
  expect(new Set(ids).size).toBe(ids.length);
  const settings = RUN_FIELDS.map(({ name }) => name).filter((name) => name.startsWith('dataset.'));
  expect([...HYPERPARAMETER_NAMES, ...settings, ...SHOWN_AT_FIRST].filter((id) => !ids.includes(id))).toEqual([]);
});

it('groups by everything that decides a run but its seed', () => {
  const chosen = Object.keys(fieldValues(run().configuration));
  expect(chosen.filter((id) => !ALL_BUT_SEED.includes(id))).toEqual(['seed']);
});

it('writes last and best values, and a dash for what is not known', () => {
  const each = run({ results: results(2, 0.5), parent: null });
  const text = (id: string) => {
    const column = tableColumn(id);
    return column?.format(column.read(each));
  };
  expect(
    ['validationRmse', 'best.validationRmse', 'testAccuracy', 'model', 'note', 'parent', 'seed'].map(text),
  ).toEqual(['2.000', '1.800', '–', 'AlarmworkNet', '–', '–', '1']);
});

it('places pinned columns by the widths before them, and gives the name what room is left', () => {
  const shown = ['name', 'loss', 'seed'].flatMap((id) => {
    const column = tableColumn(id);
    return column ? [{ column, isPinned: id !== 'seed' }] : [];
  });
  const placed = placedColumns(shown, 1000, false);
  expect(placed.map(({ left }) => left)).toEqual([30, 30 + 1000 - 30 - 82 - 84, null]);
  expect([tableWidth(placed), tableWidth(placedColumns(shown, 10, false))]).toEqual([1000, 30 + 180 + 82 + 84]);
});
