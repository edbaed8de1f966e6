import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../core/contract/settings';
import { StudioError } from '../../../core/contract/errors';
import type { Handlers } from '../../../core/contract/ipc';
import { routeRequests } from '../../../electron/main/ipc-router';
import type { Log } from '../../../electron/main/log';

type Listener = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

const frame = { url: 'app://studio/index.html' };
const own = { mainFrame: frame } as unknown as WebContents;
const fromOwnPage = { sender: own, senderFrame: frame } as unknown as IpcMainInvokeEvent;

function router(handlers: Partial<Handlers>, ownContents: WebContents | null = own) {
  const errors: string[] = [];
  const log: Log = { file: '', info: () => undefined, error: (message) => errors.push(message) };
  let listener: Listener = () => undefined;
  const ipcMain = { handle: (_channel: string, given: Listener) => (listener = given) };
  routeRequests(ipcMain as never, handlers as Handlers, () => ownContents, log);
  return { ask: (event: IpcMainInvokeEvent, ...args: unknown[]) => listener(event, ...args), errors };
}

const settings = { ...DEFAULT_SETTINGS, theme: 'dark' } as const;

describe('the request router', () => {
  it('answers a well-formed request of its own page', async () => {
    const { ask } = router({ 'settings:get': () => settings });
    expect(await ask(fromOwnPage, 'settings:get', undefined)).toEqual({ ok: true, result: settings });
  });

  it.each<[string, Partial<IpcMainInvokeEvent>, WebContents | null]>([
    ['another window', { sender: {} as WebContents, senderFrame: frame as never }, own],
    ['a frame inside the page', { sender: own, senderFrame: { url: frame.url } as never }, own],
    ['a frame that is gone', { sender: own, senderFrame: null }, own],
    ['anything after the window was closed', { sender: own, senderFrame: frame as never }, null],
  ])('refuses %s', async (_who, event, ownContents) => {
    const { ask } = router({ 'settings:get': () => settings }, ownContents);
    expect(await ask(event as IpcMainInvokeEvent, 'settings:get', undefined)).toMatchObject({ ok: false });
  });

  it.each([
    'https://studio/index.html',
    'app://studio.evil/index.html',
    'file:///etc/passwd',
    'app://other/index.html',
  ])('refuses its own window once it shows %s', async (url) => {
    const elsewhere = { url };
    const contents = { mainFrame: elsewhere } as unknown as WebContents;
    const event = { sender: contents, senderFrame: elsewhere } as unknown as IpcMainInvokeEvent;
    const { ask } = router({ 'settings:get': () => settings }, contents);
    expect(await ask(event, 'settings:get', undefined)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  });

  it('names what is wrong with malformed parameters, and calls no handler', async () => {
    const { ask } = router({
      'runs:cancel': () => {
        throw new Error('was called');
      },
    });
    expect(await ask(fromOwnPage, 'runs:cancel', { ids: ['../../etc/passwd'] })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed', message: expect.stringMatching(/^ids\.0: /) as string },
    });
  });

  it('passes on an error meant for people, and reports any other as a bug and to the log', async () => {
    const { ask, errors } = router({
      'settings:get': () => {
        throw new StudioError('disk-full', 'The disk is full: free some space');
      },
      'runs:list': () => {
        throw new TypeError('x is undefined');
      },
    });
    expect(await ask(fromOwnPage, 'settings:get', undefined)).toEqual({
      ok: false,
      error: { code: 'disk-full', message: 'The disk is full: free some space' },
    });
    expect(await ask(fromOwnPage, 'runs:list', undefined)).toMatchObject({ ok: false, error: { code: 'bug' } });
    expect(errors).toEqual(['Request runs:list failed']);
  });
});
