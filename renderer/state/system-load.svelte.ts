import type { SystemLoad } from '../../core/contract/ipc';
import type { DesktopApi } from '../desktop-api';

const POLL_MILLISECONDS = 2000;

/** What the app uses of the machine, asked for while the window is visible. */
export class SystemLoadStore {
  current = $state.raw<SystemLoad | null>(null);

  constructor(private readonly api: DesktopApi) {}

  /** @returns a function that stops asking */
  start(): () => void {
    const poll = async () => {
      if (document.hidden) return;
      try {
        this.current = await this.api.ask('system:load');
      } catch {
        // A figure at the window's edge is not worth a message every two seconds: it shows as unknown.
        this.current = null;
      }
    };
    void poll();
    const timer = setInterval(() => void poll(), POLL_MILLISECONDS);
    return () => clearInterval(timer);
  }
}
