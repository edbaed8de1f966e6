import { expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route } from '../../../renderer/state/routes';

const routes: Route[] = [
  { page: 'runs' },
  { page: 'run', id: 'abc', tab: 'curves' },
  { page: 'compare', tab: 'curves', ids: null },
  { page: 'compare', tab: 'curves', ids: ['a', 'b'] },
  { page: 'compare', tab: 'seeds', ids: null },
  { page: 'compare', tab: 'hyperparameters', ids: null },
  { page: 'sweeps' },
  { page: 'sweep', id: 'abc', tab: 'hyperparameters' },
  { page: 'new-sweep' },
  { page: 'data' },
  { page: 'trash' },
  { page: 'settings' },
  { page: 'new' },
];

it.each(routes)('reads back what it writes: %j', (route) => {
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

it.each([
  ['', { page: 'runs' }],
  ['#/nowhere', { page: 'runs' }],
  ['#/run', { page: 'runs' }],
  ['#/run/abc', { page: 'run', id: 'abc', tab: 'overview' }],
  ['#/run/abc/unknown', { page: 'run', id: 'abc', tab: 'overview' }],
  ['#/compare?ids=a,,b', { page: 'compare', tab: 'curves', ids: ['a', 'b'] }],
  ['#/compare/unknown', { page: 'compare', tab: 'curves', ids: null }],
])('leads %j to a page that exists', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});
