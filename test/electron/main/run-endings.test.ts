import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../core/contract/errors';
import type { RunDocument } from '../../../core/contract/run';
import { RunEndings } from '../../../electron/main/run-endings';

const run = (id: string, status: RunDocument['status'] = 'completed') => ({ id, status }) as RunDocument;

function endings() {
  const disk = { full: false, written: [] as string[] };
  const told: string[] = [];
  const store = {
    update(id: string, change: (document: RunDocument) => RunDocument) {
      if (disk.full) throw new StudioError('disk-full', 'The disk is full');
      disk.written.push(id);
      return change(run(id, 'running'));
    },
  };
  const result = new RunEndings(
    store,
    ({ message }) => told.push(message),
    () => told.push('space'),
  );
  return { endings: result, disk, told };
}

describe('the endings of runs', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are written twice, so that the generation before tells the truth too', () => {
    const { endings: ended, disk } = endings();
    ended.write(run('a'));
    expect(disk.written).toEqual(['a', 'a']);
  });

  it('wait for space on a full disk, tell the person once, and are all written when there is some', () => {
    const { endings: ended, disk, told } = endings();
    disk.full = true;
    ended.write(run('a'));
    ended.write(run('b'));
    expect({ holds: ended.holds, told }).toEqual({ holds: true, told: ['The disk is full'] });
    disk.full = false;
    vi.advanceTimersByTime(5000);
    expect({ holds: ended.holds, told, written: disk.written }).toEqual({
      holds: false,
      told: ['The disk is full', 'space'],
      written: ['a', 'a', 'b', 'b'],
    });
  });

  it('are forgotten with a deleted run', () => {
    const { endings: ended, disk } = endings();
    disk.full = true;
    ended.write(run('a'));
    ended.forget('a');
    disk.full = false;
    vi.advanceTimersByTime(5000);
    expect(disk.written).toEqual([]);
  });
});
