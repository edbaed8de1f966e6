import { formatRoute, parseRoute, type Route } from './routes';

export type Page = Exclude<Route, { page: 'new' | 'new-sweep' }>;

/** Where the window is. `location.hash` is the truth; this mirrors it. */
export class Router {
  page = $state.raw<Page>({ page: 'runs' });
  /** The New run sheet lies over the page. */
  isNewRunOpen = $state(false);
  isNewSweepOpen = $state(false);
  /** Steps that back can take without leaving the app. */
  #depth = 0;

  /** @returns a function that stops following */
  start(): () => void {
    const follow = () => this.#follow(parseRoute(location.hash));
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }

  go(route: Route): void {
    const hash = formatRoute(route);
    if (hash === location.hash) return;
    this.#depth++;
    location.hash = hash;
  }

  /** Changes the address without a step for back: tabs of one page, a sheet that has done its work. */
  replace(route: Page): void {
    history.replaceState(null, '', formatRoute(route));
    this.#follow(route);
  }

  /** One step back, else to the runs. */
  back(): void {
    if (this.#depth === 0) {
      this.go({ page: 'runs' });
      return;
    }
    this.#depth--;
    history.back();
  }

  closeSheet(): void {
    if (!this.isNewRunOpen && !this.isNewSweepOpen) return;
    if (this.#depth > 0) this.back();
    else this.replace(this.page);
  }

  #follow(route: Route): void {
    this.isNewRunOpen = route.page === 'new';
    this.isNewSweepOpen = route.page === 'new-sweep';
    if (route.page !== 'new' && route.page !== 'new-sweep') this.page = route;
  }
}
