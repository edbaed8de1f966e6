import type { Progress } from '../../core/contract/run';

/** Without a terminal a line is written this often, so that logs stay readable. */
const LOG_SECONDS = 5;
const TERMINAL_SECONDS = 0.1;

/** Progress on stderr: one line that renews itself in a terminal, a line now and then elsewhere. */
export function showProgress() {
  const { stderr } = process;
  let shownAt = -Infinity;
  return {
    update({ epoch, epochs, step, seconds, secondsLeft }: Progress, validationLoss: number): void {
      if (seconds - shownAt < (stderr.isTTY ? TERMINAL_SECONDS : LOG_SECONDS)) return;
      shownAt = seconds;
      const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
      const loss = Number.isFinite(validationLoss) ? `, validation loss ${validationLoss.toPrecision(4)}` : '';
      const line = `epoch ${epoch} of ${epochs}, step ${step}${loss}${left}`;
      stderr.write(stderr.isTTY ? `\r${line}\u001b[K` : `${line}\n`);
    },
    end(): void {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}
