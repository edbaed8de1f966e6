/**
 * Loaded into a trainer before the trainer itself, by a test of what becomes of a run whose trainer dies: a run called
 * "CAUSE after N ms" dies of that cause, so long after it was begun. Runs of other names live.
 */
/** @type {Record<string, () => unknown>} */
const CAUSES = {
  'an uncaught exception': () => {
    throw new Error('A mistake that nothing catches');
  },
  'an unhandled rejection': () => Promise.reject(new Error('A rejection that nothing handles')),
  'process.exit(0)': () => process.exit(0),
  'process.exit(7)': () => process.exit(7),
  'process.abort()': () => process.abort(),
  'heap exhaustion': () => {
    const kept = [];
    // Few and large: collecting many small ones takes a minute before it is given up.
    for (;;) kept.push(new Array(1_000_000).fill(1.5));
  },
};

process.parentPort.on('message', ({ data }) => {
  if (data.type !== 'train') return;
  const [, cause, delay] = /^(.+) after (\d+) ms$/.exec(data.job.configuration.name) ?? [];
  if (cause === undefined) return;
  const die = CAUSES[cause] ?? (() => process.kill(process.pid, cause));
  setTimeout(die, Number(delay));
});
