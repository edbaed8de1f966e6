/** Places in the window, kept in `location.hash` so that back, forward, menus and scripts all mean the same. */

export const RUN_TABS = ['overview', 'curves', 'predictions', 'inside', 'files'] as const;
export type RunTab = (typeof RUN_TABS)[number];

export type Route =
  | { readonly page: 'runs' }
  | { readonly page: 'run'; readonly id: string; readonly tab: RunTab }
  /** null: the runs that are ticked. */
  | { readonly page: 'compare'; readonly ids: readonly string[] | null }
  | { readonly page: 'data' }
  | { readonly page: 'trash' }
  | { readonly page: 'settings' }
  /** A sheet over whatever page is open. */
  | { readonly page: 'new' };

/** Anything unknown leads to the runs. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, id, tab] = path.split('/');
  if (page === 'run' && id) return { page: 'run', id, tab: RUN_TABS.find((known) => known === tab) ?? 'overview' };
  if (page === 'compare') {
    const ids = new URLSearchParams(query).get('ids');
    return { page: 'compare', ids: ids ? ids.split(',').filter((each) => each !== '') : null };
  }
  if (page === 'data' || page === 'trash' || page === 'settings' || page === 'new') return { page };
  return { page: 'runs' };
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'run':
      return `#/run/${route.id}/${route.tab}`;
    case 'compare':
      return route.ids ? `#/compare?ids=${route.ids.join(',')}` : '#/compare';
    default:
      return `#/${route.page}`;
  }
}
