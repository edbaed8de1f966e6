/** A store of a newer version is looked at and not touched: every request that would change it is refused, with the reason. */
import { StudioError } from '../../core/contract/errors';
import type { Handlers, RequestName } from '../../core/contract/ipc';

/** Of every request: whether it changes the store. A new request that isn't here does not compile. */
const CHANGES: Readonly<Record<RequestName, boolean>> = {
  'app:info': false,
  'settings:get': false,
  'settings:set': true,
  'datasets:list': false,
  'datasets:preview': false,
  'datasets:choose-file': false,
  'datasets:preview-import': false,
  'datasets:import': true,
  'datasets:cancel-import': false,
  'datasets:rename': true,
  'datasets:delete': true,
  'runs:list': false,
  'runs:launch': true,
  'runs:measure': false,
  'runs:cancel': true,
  'runs:pause': true,
  'runs:resume': true,
  'runs:extend': true,
  'runs:checkpoints': false,
  'runs:fork': true,
  'runs:rename': true,
  'runs:annotate': true,
  'runs:delete': true,
  'runs:restore': true,
  'runs:disk-use': false,
  'runs:import': true,
  'runs:import-bundle': true,
  'trash:count': false,
  'trash:list': false,
  'trash:remove': true,
  'runs:metrics': false,
  'runs:watch': false,
  'runs:predictions': false,
  'runs:states': false,
  'runs:weights': false,
  'runs:distributions': false,
  'runs:importance': false,
  'runs:ablation-preview': false,
  'runs:ablate': true,
  'runs:export-metrics': false,
  'reports:save': false,
  'pictures:save-svg': false,
  'tables:save': false,
  'points:save': false,
  'sweeps:list': false,
  'sweeps:get': false,
  'sweeps:preview': false,
  'sweeps:launch': true,
  'sweeps:pause': true,
  'sweeps:resume': true,
  'sweeps:cancel': true,
  'sweeps:rerun-failed': true,
  'sweeps:delete': true,
  'sweeps:restore': true,
  'runs:export-weights': false,
  'runs:export': false,
  'pictures:save': false,
  'store:check': false,
  'weights:choose-file': false,
  'weights:look': false,
  'weights:check': false,
  'runs:launch-with-weights': true,
  'predictions:make': false,
  'predictions:save': false,
  'system:load': false,
};

/** @param why in words for a person, or null where the store may be changed */
export function refuseChanges(handlers: Handlers, why: string | null): Handlers {
  if (why === null) return handlers;
  const refuse = () => {
    throw new StudioError('store-newer', why);
  };
  const guarded = Object.entries(handlers).map(([request, handle]) => [
    request,
    CHANGES[request as RequestName] ? refuse : handle,
  ]);
  return Object.fromEntries(guarded) as Handlers;
}
