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

/** Between two actions: timers that have come due meanwhile go off. */
export function goOn(by: number): void {
  pass(by);
  for (const timer of [...timers]) {
    if (timer.at <= milliseconds && timers.delete(timer)) timer.action();
  }
}

/** Of a process that is gone no timer goes off any more. */
export function forgetTimers(): void {
  timers.clear();
}
