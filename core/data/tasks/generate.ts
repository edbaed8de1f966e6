/** A synthetic task's data from its name, sizes and data seed. */
import type { TaskDataset } from '../../contract/dataset';
import { Rng } from '../../random/rng';
import { adding } from './adding';
import { delayedEcho } from './delayed-echo';
import type { Generated } from './generated';
import { mackeyGlass } from './mackey-glass';
import { narma10 } from './narma-10';
import { temporalXor } from './temporal-xor';

/** The same choice gives the same bits on every machine. */
export function generateTask({ task, size, delay, window, dataSeed }: TaskDataset): Generated {
  const rng = Rng.fromSeed(dataSeed, 'data');
  switch (task) {
    case 'temporal-xor':
      return temporalXor(size, rng);
    case 'delayed-echo':
      return delayedEcho(size, delay, rng);
    case 'adding':
      return adding(size, window, rng);
    case 'mackey-glass':
      return mackeyGlass(size, rng);
    case 'narma-10':
      return narma10(size, rng);
  }
}
