/** Every view, sheet, dialog, menu and panel of the window, and how a person comes to it. */
import { COMPARISON_VIEWS } from './views/comparison-views';
import { DATA_VIEWS } from './views/data-views';
import { FORM_VIEWS } from './views/form-views';
import { at, type View } from './views/open-view';
import { RUN_VIEWS } from './views/run-views';
import { SETTINGS_VIEWS } from './views/settings-views';
import { TABLE_VIEWS } from './views/table-views';

/** Of a store in which nothing is yet. */
export const EMPTY_VIEWS: readonly View[] = [
  ['runs, empty', '#/runs', 'main h2, main .button'],
  ['compare, empty', '#/compare/curves', 'main .button'],
  ['sweeps, empty', '#/sweeps', 'main .button'],
  ['predict, empty', '#/predict', 'main h2:text("Weights and data")'],
  ['trash, empty', '#/trash', 'main h2'],
].map(([name = '', hash = '', sign = '']) => ({ name, open: at(() => hash, sign) }));

export const EVERY_VIEW: readonly View[] = [
  ...TABLE_VIEWS,
  ...FORM_VIEWS,
  ...RUN_VIEWS,
  ...COMPARISON_VIEWS,
  ...DATA_VIEWS,
  ...SETTINGS_VIEWS,
];
