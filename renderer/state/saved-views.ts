/** Looks of the table that a person gave names to. */
import { SavedViews, ViewName, type SavedView, type TableView } from '../../core/contract/table-view';

export type Checked =
  { readonly ok: true; readonly views: SavedView[] } | { readonly ok: false; readonly error: string };

/** A view under a name of its own; under a name that is there it takes that one's place. */
export function withView(views: readonly SavedView[], name: string, view: TableView): Checked {
  const trimmed = name.trim();
  const isKnown = views.some((each) => each.name === trimmed);
  return checked(
    trimmed,
    isKnown
      ? views.map((each) => (each.name === trimmed ? { name: trimmed, view } : each))
      : [...views, { name: trimmed, view }],
  );
}

export function renamedView(views: readonly SavedView[], from: string, to: string): Checked {
  const name = to.trim();
  if (name !== from && views.some((each) => each.name === name)) {
    return { ok: false, error: `There is a view “${name}” already: choose another name` };
  }
  return checked(
    name,
    views.map((each) => (each.name === from ? { ...each, name } : each)),
  );
}

export function withoutView(views: readonly SavedView[], name: string): SavedView[] {
  return views.filter((each) => each.name !== name);
}

/** @returns the view that looks like this one, if one does */
export function viewLike(views: readonly SavedView[], view: TableView): SavedView | undefined {
  const wanted = JSON.stringify(view);
  return views.find((each) => JSON.stringify(each.view) === wanted);
}

function checked(name: string, views: SavedView[]): Checked {
  const problem = (ViewName.safeParse(name).error ?? SavedViews.safeParse(views).error)?.issues[0]?.message;
  return problem === undefined ? { ok: true, views } : { ok: false, error: problem };
}
