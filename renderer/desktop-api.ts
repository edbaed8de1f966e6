/** Typed client over the two functions of the preload: answers are unwrapped, refusals become {@link StudioError}s. */
import { StudioError } from '../core/contract/errors';
import type {
  DesktopBridge,
  EventName,
  EventPayload,
  Params,
  PortAnnouncement,
  RequestName,
  Result,
} from '../core/contract/ipc';

declare global {
  interface Window {
    readonly desktop: DesktopBridge;
  }
}

/** Requests without parameters are asked without a second argument. */
type ParamsArgument<R extends RequestName> = Params<R> extends undefined ? [] : [params: Params<R>];

export class DesktopApi {
  readonly #bridge: DesktopBridge;

  constructor(bridge: DesktopBridge) {
    this.#bridge = bridge;
  }

  /** @throws StudioError with main's own message */
  async ask<R extends RequestName>(request: R, ...[params]: ParamsArgument<R>): Promise<Result<R>> {
    const answer = await this.#bridge.ask(request, params as Params<R>);
    if (!answer.ok) throw new StudioError(answer.error.code, answer.error.message);
    return answer.result;
  }

  /** @returns a function that stops listening */
  listen<E extends EventName>(event: E, handle: (payload: EventPayload<E>) => void): () => void {
    return this.#bridge.listen(event, handle);
  }

  /**
   * Ports with live metrics, announced by the preload after a `runs:watch` request.
   *
   * @returns a function that stops listening
   */
  listenForPorts(handle: (id: string, port: MessagePort) => void): () => void {
    const onMessage = (event: MessageEvent<unknown>) => {
      const port = event.ports[0];
      if (event.source === window && port && isPortAnnouncement(event.data)) handle(event.data.id, port);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }
}

function isPortAnnouncement(data: unknown): data is PortAnnouncement {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'metrics-port' && 'id' in data;
}
