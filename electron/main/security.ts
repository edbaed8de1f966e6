/** What the window may not do, whatever it shows: leave its own pages, open others, or ask for anything of the system. */
import type { App, Session } from 'electron';
import { APP_SCHEME } from './app-protocol';

/** @param devTools whether `devtools:` pages may load (never in a packaged app) */
export function restrictSession(session: Session, devTools: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const { protocol } = new URL(url);
    const allowed = protocol === `${APP_SCHEME}:` || (devTools && protocol === 'devtools:');
    answer({ cancel: !allowed });
  });
}

export function restrictContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
