/** The real app in its real window, driven from outside. */
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { DesktopBridge, Params, RequestName, Result } from '../../core/contract/ipc';
import type { RunStatus, RunSummary } from '../../core/contract/run';

declare global {
  interface Window {
    readonly desktop: DesktopBridge;
  }
}

/** Results as a test wants them: the list of runs as such. */
type Told<R extends RequestName> = R extends 'runs:list' ? RunSummary[] : Result<R>;

const PROJECT = join(import.meta.dirname, '../..');

export interface StudioApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Everything the window's console called an error or a warning: content security policy violations are among them. */
  readonly complaints: readonly string[];
  ask<R extends RequestName>(request: R, params: Params<R>): Promise<Told<R>>;
  /** Waits until every run has one of these statuses. @returns the runs, oldest first */
  runsToBe(...statuses: RunStatus[]): Promise<RunSummary[]>;
  close(): Promise<void>;
}

/** @param userData a folder of the caller's own; opening it twice is a restart */
export async function launchStudio(userData: string, environment: Record<string, string> = {}): Promise<StudioApp> {
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [...sandboxArguments(), PROJECT],
    env: { ...(process.env as Record<string, string>), ...environment, ALARMWORK_USER_DATA: userData },
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    // Runs that still train are kept: nobody is there to be asked.
    await answerQuestions(app, 0).catch(() => undefined);
    await app.close();
  };
  const page = await app.firstWindow();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.waitForLoadState();

  const ask: StudioApp['ask'] = async (request, params) => {
    const answer = await page.evaluate(
      async (asked: { request: RequestName; params: unknown }) => {
        const answered = await window.desktop.ask(asked.request, asked.params as never);
        // Typed arrays don't survive the way out of the window.
        const result: unknown = answered.ok ? answered.result : null;
        if (typeof result === 'object' && result !== null && 'rows' in result && result.rows instanceof Float64Array) {
          return { ok: true as const, result: { ...result, rows: Array.from(result.rows) } };
        }
        return answered;
      },
      { request, params },
    );
    if (!answer.ok) throw new Error(`${request}: ${answer.error.code}: ${answer.error.message}`);
    return (request === 'runs:list' ? JSON.parse(answer.result as string) : answer.result) as never;
  };
  const runsToBe: StudioApp['runsToBe'] = async (...statuses) => {
    for (;;) {
      const runs = await ask('runs:list', undefined);
      if (runs.length > 0 && runs.every(({ status }) => statuses.includes(status))) return runs;
      await page.waitForTimeout(100);
    }
  };
  return { app, page, complaints, ask, runsToBe, close };
}

/** Every question from now on is answered by this button, without being shown. */
export async function answerQuestions(app: ElectronApplication, response: number): Promise<void> {
  await app.evaluate(({ dialog }, button) => {
    dialog.showMessageBox = () => Promise.resolve({ response: button, checkboxChecked: false });
  }, response);
}

export function electronExecutable(): string {
  const path = process.env['ALARMWORK_ELECTRON'];
  if (!path) throw new Error('These tests need Electron: start them with npm test');
  return path;
}

/** Chromium refuses its sandbox to root. */
export function sandboxArguments(): string[] {
  return process.geteuid?.() === 0 ? ['--no-sandbox'] : [];
}
