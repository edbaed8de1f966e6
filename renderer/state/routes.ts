/** Places in the window, kept in `location.hash` so that back, forward, menus and scripts all mean the same. */

export const RUN_TABS = ['overview', 'curves', 'predictions', 'inside', 'files'] as const;
export type RunTab = (typeof RUN_TABS)[number];

export const COMPARE_TABS = ['curves', 'seeds', 'hyperparameters'] as const;
export type CompareTab = (typeof COMPARE_TABS)[number];

export const SWEEP_TABS = ['trials', 'hyperparameters'] as const;
export type SweepTab = (typeof SWEEP_TABS)[number];

export type Route =
  | { readonly page: 'runs' }
  | { readonly page: 'run'; readonly id: string; readonly tab: RunTab }
  /** Without ids: the runs that are ticked. */
  | { readonly page: 'compare'; readonly tab: CompareTab; readonly ids: readonly string[] | null }
  | { readonly page: 'sweeps' }
  | { readonly page: 'sweep'; readonly id: string; readonly tab: SweepTab }
  | { readonly page: 'data' }
  /** With a run: its weights are chosen. */
  | { readonly page: 'predict'; readonly run: string | null }
  | { readonly page: 'trash' }
  | { readonly page: 'settings' }
  /** A sheet over whatever page is open. */
  | { readonly page: 'new' }
  | { readonly page: 'new-sweep' };

/** Anything unknown leads to the runs. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, id, tab] = path.split('/');
  if (page === 'run' && id) return { page: 'run', id, tab: RUN_TABS.find((known) => known === tab) ?? 'overview' };
  if (page === 'compare') {
    const ids = new URLSearchParams(query).get('ids');
    return {
      page: 'compare',
      tab: COMPARE_TABS.find((known) => known === id) ?? 'curves',
      ids: ids ? ids.split(',').filter((each) => each !== '') : null,
    };
  }
  if (page === 'predict') return { page, run: new URLSearchParams(query).get('run') };
  if (page === 'sweep' && id) return { page, id, tab: SWEEP_TABS.find((known) => known === tab) ?? 'trials' };
  if (page === 'sweeps' || page === 'new-sweep') return { page };
  if (page === 'data' || page === 'trash' || page === 'settings' || page === 'new') return { page };
  return { page: 'runs' };
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'run':
      return `#/run/${route.id}/${route.tab}`;
    case 'sweep':
      return `#/sweep/${route.id}/${route.tab}`;
    case 'compare':
      return `#/compare/${route.tab}${route.ids ? `?ids=${route.ids.join(',')}` : ''}`;
    case 'predict':
      return `#/predict${route.run ? `?run=${route.run}` : ''}`;
    default:
      return `#/${route.page}`;
  }
}
