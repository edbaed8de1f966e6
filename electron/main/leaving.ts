/** Quitting while runs train: asks first, then has every trainer keep all it has, then lets the app go. */
import type { App, BrowserWindow, Dialog, Event, MessageBoxOptions } from 'electron';
import type { Runs } from './runs';
import type { Sweeps } from './sweeps';

export interface LeavingParts {
  readonly app: Pick<App, 'quit'>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly runs: Pick<Runs, 'counts' | 'leaveAll'>;
  readonly sweeps: Pick<Sweeps, 'leave'>;
  readonly window: () => BrowserWindow | null;
}

export class Leaving {
  readonly #parts: LeavingParts;
  #state: 'staying' | 'asking' | 'keeping' | 'left' = 'staying';

  constructor(parts: LeavingParts) {
    this.#parts = parts;
  }

  /** For whatever would end the app: a closed window, the menu, the system. Holds the event up where runs train. */
  readonly onLeave = (event: Pick<Event, 'preventDefault'>): void => {
    if (this.#state === 'left' || this.#parts.runs.counts.training === 0) return;
    event.preventDefault();
    if (this.#state === 'staying') void this.#ask();
  };

  /** For the system that shuts down, or a signal: nobody is there to answer. */
  readonly leaveUnasked = (): void => {
    if (this.#state !== 'keeping' && this.#state !== 'left') void this.#keepAndLeave();
  };

  async #ask(): Promise<void> {
    this.#state = 'asking';
    const { training, queued } = this.#parts.runs.counts;
    const options: MessageBoxOptions = {
      type: 'question',
      buttons: ['Keep for next time and quit', 'Cancel'],
      defaultId: 0,
      cancelId: 1,
      message: training === 1 ? 'A run is still training.' : `${training} runs are still training.`,
      detail: `All that was learned is kept in a checkpoint, to be resumed next time with the same bits.${
        queued === 0 ? '' : ` The ${queued} in the queue will start with the app.`
      }`,
    };
    const window = this.#parts.window();
    const { dialog } = this.#parts;
    const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
    if (response === 0) await this.#keepAndLeave();
    else this.#state = 'staying';
  }

  async #keepAndLeave(): Promise<void> {
    this.#state = 'keeping';
    this.#parts.sweeps.leave();
    await this.#parts.runs.leaveAll();
    this.#state = 'left';
    this.#parts.app.quit();
  }
}
