import { describe, expect, it } from 'vitest';
import { RunQueue } from '../../../electron/main/run-queue';

describe('the run queue', () => {
  it('starts as many as may train at once, in the order they came', () => {
    const started: string[] = [];
    const queue = new RunQueue(
      () => 2,
      (id) => started.push(id),
    );
    for (const id of ['a', 'b', 'c', 'd']) queue.add(id);
    queue.pump();
    expect({ started, c: queue.position('c'), d: queue.position('d') }).toEqual({ started: ['a', 'b'], c: 1, d: 2 });
    queue.done('b');
    expect({ started, d: queue.position('d') }).toEqual({ started: ['a', 'b', 'c'], d: 1 });
  });

  it('takes a run out of the middle', () => {
    const started: string[] = [];
    const queue = new RunQueue(
      () => 1,
      (id) => started.push(id),
    );
    for (const id of ['a', 'b', 'c']) queue.add(id);
    queue.pump();
    expect([queue.remove('b'), queue.remove('a'), queue.remove('z')]).toEqual([true, false, false]);
    queue.done('a');
    expect(started).toEqual(['a', 'c']);
  });

  it('follows a limit that is raised while runs wait', () => {
    let limit = 1;
    const started: string[] = [];
    const queue = new RunQueue(
      () => limit,
      (id) => started.push(id),
    );
    for (const id of ['a', 'b', 'c']) queue.add(id);
    queue.pump();
    limit = 3;
    queue.pump();
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('goes on with the next run when one fails while it is being started', () => {
    const started: string[] = [];
    const queue: RunQueue = new RunQueue(
      () => 1,
      (id) => {
        started.push(id);
        if (id === 'a') queue.done('a');
      },
    );
    queue.add('a');
    queue.add('b');
    queue.pump();
    expect(started).toEqual(['a', 'b']);
  });
});
