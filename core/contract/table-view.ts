/** How the table of runs is looked at: which runs, in which order, by which columns. Kept in the settings. */
import { z } from './schema';

/** Names of columns are not checked against those there are: a view outlives them, and the window drops what it does not know. */
const ColumnId = z.string().min(1).max(60);
const MOST_COLUMNS = 200;
const columns = z.array(ColumnId).max(MOST_COLUMNS);

export const TableView = z.strictObject({
  /** As typed; one that is not understood is kept and says so. */
  filter: z.string().max(2000),
  search: z.string().max(500),
  sorting: z.array(z.strictObject({ id: ColumnId, desc: z.boolean() })).max(4),
  /** Every column, shown or not, from left to right. */
  order: columns,
  shown: columns,
  /** At the left, in this order, whatever is scrolled. */
  pinned: columns,
  /** Fields whose values runs of one group share; none for no groups. */
  grouping: columns,
  withArchived: z.boolean(),
});
export type TableView = z.infer<typeof TableView>;

const viewNameError = 'A view needs a name of 1 to 60 characters';
export const ViewName = z
  .string({ error: viewNameError })
  .trim()
  .min(1, { error: viewNameError })
  .max(60, { error: viewNameError });

export const SavedView = z.strictObject({ name: ViewName, view: TableView });
export type SavedView = z.infer<typeof SavedView>;

export const MOST_SAVED_VIEWS = 50;

export const SavedViews = z
  .array(SavedView)
  .max(MOST_SAVED_VIEWS, { error: `At most ${MOST_SAVED_VIEWS} views can be saved: delete one first` })
  .refine((views) => new Set(views.map(({ name }) => name)).size === views.length, {
    error: 'Two views may not have the same name',
  });
