/**
 * A clock that stands still unless it is told to go on, with the timers that depend on it: how often a log is made to
 * last, and how long a package tries again, then depends on nothing but the scenario.
 */
interface Timer {
  readonly at: number;
  readonly action: () => void;
  readonly unref: () => void;
}

const START = 1_750_000_000_000;
let milliseconds = 0;
const timers = new Set<Timer>();

/** Replaces the clocks of this process, for good. */
export function stopClocks(): void {
  Date.now = () => START + milliseconds;
  performance.now = () => milliseconds;
  const setTimer = (action: () => void, delay = 0): Timer => {
    const timer = { at: milliseconds + delay, action, unref: () => undefined };
    timers.add(timer);
    return timer;
  };
  Object.assign(globalThis, { setTimeout: setTimer, clearTimeout: (timer: Timer) => timers.delete(timer) });
}

export function now(): number {
  return milliseconds;
}

/** In the middle of an action, where no timer goes off. */
export function pass(by: number): void {
  milliseconds += by;
}

/** Between two actions: timers that come due meanwhile go off, each at its time. */
export function goOn(by: number): void {
  const end = milliseconds + by;
  for (;;) {
    const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
    if (next === undefined) break;
    timers.delete(next);
    milliseconds = Math.max(milliseconds, next.at);
    next.action();
  }
  milliseconds = end;
}

/** Of a process that is gone no timer goes off any more. */
export function forgetTimers(): void {
  timers.clear();
}
