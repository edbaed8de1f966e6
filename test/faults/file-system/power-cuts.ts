/** Power cuts: whatever a scenario did, what it was told to be there is there when the power comes back. */
import { rmSync } from 'node:fs';
import { Rng } from '../../../core/random/rng';
import type { FaultOptions, FaultResult } from '../row';
import { forgetTimers, goOn, now } from './clock';
import { copyOf, makeTemplate, measureTraining, scratchFolder } from './furnished';
import { inspect, untouched } from './inspect';
import { watching } from './intercept';
import { Ledger } from './ledger';
import { cutPower } from './power-cut';
import { SimulatedDisk } from './simulated-disk';
import { trainedWell, trainRun } from './training';
import { DELETED_RUN, World } from './world';

const SEEDS = 1000;
/** Of each scenario. */
const CUTS = 4;
/** A writer whose syncs are forgotten: it would be a wonder if it lost nothing in so many. */
const CONTROL_SEEDS = 30;

export async function cutThePower({ seed, share, say }: FaultOptions): Promise<FaultResult> {
  const template = makeTemplate();
  await measureTraining(template);
  const count = Math.max(1, Math.round(SEEDS * share));
  const lost: string[] = [];
  for (let turn = 0; turn < count; turn++) {
    if (turn % 100 === 0) say(`${turn} of ${count} seeds, ${lost.length} lost`);
    lost.push(...(await oneScenario(template, seed + turn, false)));
  }
  let control = 0;
  for (let turn = 0; turn < CONTROL_SEEDS; turn++) control += (await oneScenario(template, seed + turn, true)).length;
  if (control === 0) lost.push('The control, whose syncs were forgotten, lost nothing: nothing is shown by this row');
  rmSync(template, { recursive: true });
  return { count, lost, notes: `${CUTS} cuts each; without syncs ${control} losses in ${CONTROL_SEEDS} seeds` };
}

async function oneScenario(template: string, seed: number, forgetsSyncs: boolean): Promise<string[]> {
  const rng = Rng.fromSeed(seed, 'data');
  const folder = scratchFolder();
  const lost: string[] = [];
  const isNew = rng.below(5) === 0;
  let disk: SimulatedDisk | null = null;
  const position = () => disk?.position ?? 0;
  const world = isNew ? new World(folder, new Ledger(folder, position)) : copyOf(template, folder, position);
  disk = new SimulatedDisk(folder, forgetsSyncs);
  const trains = rng.below(10) === 0;
  await watching(folder, disk.watch, () => {
    const actions = isNew ? ACTIONS_OF_NEW : ACTIONS;
    for (let left = 4 + rng.below(8); left > 0; left--) {
      actions[rng.below(actions.length)]?.(world);
      goOn(rng.below(700));
    }
    if (trains) trainRun(world);
  });
  const end = now();
  forgetTimers();
  lost.push(...world.ledger.complaints);
  for (let cut = 0; cut < CUTS; cut++) {
    const at = rng.below(disk.position + 1);
    const left = `${folder}-${cut}`;
    cutPower(disk, at, rng, left);
    const before = isNew ? untouched(left) : untouched(folder);
    const expectations = world.ledger.expectations('power cut', at, disk.times[at] ?? end);
    const found = await inspect(left, expectations, before, true);
    if (trains) found.push(...trainedWell(new World(left, new Ledger(left))));
    forgetTimers();
    lost.push(...found.map((loss) => `seed ${seed}, cut ${cut} at ${at}: ${loss.replaceAll(left, '…')}`));
    rmSync(left, { recursive: true });
  }
  rmSync(folder, { recursive: true });
  return lost;
}

const ACTIONS_OF_NEW: readonly ((world: World) => void)[] = [
  (world) => world.createNextRun(),
  (world) => world.changeSettings(),
  (world) => world.moveWindow(),
  (world) => world.importDataset(),
  (world) => world.exportFile(),
];

const ACTIONS: readonly ((world: World) => void)[] = [
  ...ACTIONS_OF_NEW,
  (world) => world.updateRun(),
  (world) => world.updateRun(),
  (world) => world.writeWeights(),
  (world) => world.writeCheckpoint(),
  (world) => world.writeCheckpoint(),
  (world) => world.openLog(),
  (world) => world.openLog(2),
  (world) => world.appendRows(),
  (world) => world.appendRows(3),
  (world) => world.appendRows(2),
  (world) => world.syncLog(),
  (world) => world.closeLog(),
  (world) => world.exportFile('new.npz'),
  (world) => world.moveToTrash(DELETED_RUN),
  (world) => world.restore(DELETED_RUN),
];
