import type { Handlers, RequestName } from '../../core/contract/ipc';

/** What the window may ask while the store is still being read. */
const AT_ONCE: readonly RequestName[] = [
  'app:info',
  'settings:get',
  'settings:set',
  'datasets:list',
  'datasets:preview',
];

/** The same handlers; all that concerns runs waits until they are known. */
export function onceLoaded(handlers: Handlers, loaded: Promise<unknown>): Handlers {
  const waiting = Object.entries(handlers).map(([name, handle]) => {
    if (AT_ONCE.some((each) => each === name)) return [name, handle];
    const ask = handle as (params: unknown) => unknown;
    return [
      name,
      async (params: unknown) => {
        await loaded;
        return ask(params);
      },
    ];
  });
  // Names and types are those of the handlers they stand for.
  return Object.fromEntries(waiting) as Handlers;
}
