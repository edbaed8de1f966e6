/**
 * Progress of one long step, on stderr (stdout belongs to the command's result).
 * On a terminal one line is rewritten in place; in a log a line is added every ten seconds.
 */
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** @param {number} milliseconds */
export function duration(milliseconds) {
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * @template T
 * @param {string} title
 * @param {(report: (detail: string) => void) => Promise<T>} work `report` replaces the detail shown behind the title
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const { stderr } = process;
  const started = Date.now();
  let detail = '';
  let frame = 0;
  const line = () => `${title}${detail && `, ${detail}`} (${duration(Date.now() - started)})`;

  if (!stderr.isTTY) stderr.write(`… ${title}\n`);
  const timer = stderr.isTTY
    ? setInterval(() => stderr.write(`\r\x1b[2K${FRAMES[frame++ % FRAMES.length]} ${line()}`), 120)
    : setInterval(() => stderr.write(`… ${line()}\n`), 10_000);

  /** @param {string} mark */
  const finish = (mark) => {
    clearInterval(timer);
    stderr.write(`${stderr.isTTY ? '\r\x1b[2K' : ''}${mark} ${line()}\n`);
  };
  try {
    const result = await work((text) => void (detail = text));
    finish('✓');
    return result;
  } catch (error) {
    finish('✗');
    throw error;
  }
}
