/**
 * Runs that die at a step and go on from what is then on disk, beside the same runs uninterrupted: weights, results and
 * metric rows must be the same. Inside one process, so that thousands of deaths take a minute; the bytes on disk are real.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hyperparameters } from '../../../core/contract/hyperparameters';
import type { RunConfiguration } from '../../../core/contract/run';
import type { PreparedDataset } from '../../../core/data/dataset';
import { prepareDataset } from '../../../core/data/prepare';
import { Rng } from '../../../core/random/rng';
import { TrainingSession, type SessionEnd } from '../../../core/train/session';
import { decodeCheckpoint, encodeCheckpoint } from '../../../electron/store/checkpoint-bytes';
import { readMetricsLog } from '../../../electron/store/metrics-reader';
import { keepingOf, RunRecorder, USUAL_CHECKPOINTS } from '../../../electron/store/run-recorder';
import { smallConfiguration } from '../../support/configurations';
import type { FaultRow } from '../row';
import { removeFolder } from '../../support/remove-folder';
import { shareOf, Tally } from '../tally';
import { rowsOf, sameRows, TOOLS, uninterrupted, type Course } from './expected-course';

const DEATHS_EACH = 50;
/** Steps between two checkpoints: a prime, so that they fall on every place of an epoch. */
const CHECKPOINT_STEPS = 5;

const OPTIMIZERS = ['sgd', 'momentum', 'adam', 'adamw'] as const;
const SCHEDULES = ['constant', 'step', 'cosine', 'plateau'] as const;

function configurations(): RunConfiguration[] {
  return OPTIMIZERS.flatMap((optimizer) =>
    SCHEDULES.flatMap((schedule) =>
      [true, false].flatMap((shuffle) =>
        // Patience that is never at an end, and patience that ends the run: at this rate no epoch betters the first.
        [{ patience: 0 }, { patience: 2, learningRate: 1e-30, epochs: 6 }].map((stopping) =>
          smallConfiguration({
            ...({
              optimizer,
              schedule,
              shuffle,
              warmup: 7,
              decayEpochs: 1,
              weightDecay: 0.001,
            } satisfies Partial<Hyperparameters>),
            ...{ epochs: 4, batchSize: 8, kernel: optimizer === 'momentum' ? 'reference' : 'strict', ...stopping },
          }),
        ),
      ),
    ),
  );
}

type Files = ReadonlyMap<string, Uint8Array>;

/** The run's folder as each death would have left it. */
interface Deaths {
  /** After so many slices: each is one step, but for the first, which is the untrained network's row. */
  readonly afterSlice: readonly Files[];
  /** In the middle of measuring the validation part, by the slice that did so. */
  readonly inValidation: ReadonlyMap<number, Files>;
  /** With the new checkpoint half written, by the slice after which it was. */
  readonly inSave: ReadonlyMap<number, Files>;
}

const filesIn = (folder: string): Files =>
  new Map(readdirSync(folder).map((name) => [name, Uint8Array.from(readFileSync(join(folder, name)))]));

/** A session whose clock counts slices: checkpoints then fall on steps, whatever the machine. */
class CountedRun {
  slices = 0;
  readonly recorder: RunRecorder;
  readonly session: TrainingSession;

  constructor(configuration: RunConfiguration, folder: string, data: PreparedDataset, way: 'begin' | 'resume') {
    const clock = () => this.slices;
    const options = { folder, configuration, dataSha256: '0'.repeat(64), environment: {}, clock };
    const policy = { ...USUAL_CHECKPOINTS, every: CHECKPOINT_STEPS };
    this.recorder = RunRecorder[way]({ ...options, policy });
    const tools = { ...TOOLS, clock };
    this.session = new TrainingSession(configuration, data, tools, this.recorder.resumed, keepingOf(policy));
  }

  advance(): void {
    this.slices++;
    this.recorder.record(this.session.advance(0), this.session);
  }

  toTheEnd(): SessionEnd {
    while (!this.session.done) this.advance();
    this.recorder.end(this.session);
    this.recorder.close();
    return this.session.finish();
  }
}

/** Runs once, and takes down what a death at every step would have left. */
function recordDeaths(configuration: RunConfiguration, folder: string): Deaths {
  const afterSlice: Files[] = [];
  const inValidation = new Map<number, Files>();
  const inSave = new Map<number, Files>();
  // Its own: what is watched below must not be in what goes on.
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  const { validation } = data.parts;
  const copyInto = validation.copyInto.bind(validation);
  const run = new CountedRun(configuration, folder, data, 'begin');
  validation.copyInto = (...given) => {
    inValidation.set(run.slices, filesIn(folder));
    copyInto(...given);
  };
  while (!run.session.done) {
    const before = filesIn(folder);
    run.advance();
    const after = filesIn(folder);
    afterSlice.push(after);
    const [old, saved] = [before.get('checkpoint.bin'), after.get('checkpoint.bin')];
    if (!saved || (old && Buffer.from(old).equals(saved))) continue;
    const torn = new Map(after);
    torn.delete('checkpoint.bin');
    torn.set(`checkpoint.bin.tmp-${'0'.repeat(16)}`, saved.subarray(0, saved.length >> 1));
    inSave.set(run.slices, torn);
  }
  run.recorder.close();
  return { afterSlice, inValidation, inSave };
}

/** Which deaths to die: those around the end of every epoch, in validation and in a save first, then any. */
function* choose(deaths: Deaths, perEpoch: number, rng: Rng): Generator<[string, Files]> {
  const slices = deaths.afterSlice.length;
  for (let end = 1 + perEpoch; end < slices; end += perEpoch) {
    for (const slice of [end - 1, end, end + 1]) {
      const files = deaths.afterSlice[slice - 1];
      if (files) yield [`after slice ${slice}`, files];
    }
  }
  for (const [slice, files] of deaths.inValidation) yield [`in the validation of slice ${slice}`, files];
  const saves = [...deaths.inSave];
  for (let some = 0; some < 8; some++) {
    const [slice, files] = saves[rng.below(saves.length)] ?? [0, null];
    if (files) yield [`in the save after slice ${slice}`, files];
  }
  for (;;) {
    const slice = rng.below(slices - 1);
    const files = deaths.afterSlice[slice];
    if (files) yield [`after slice ${slice + 1}`, files];
  }
}

function putFiles(folder: string, files: Files): void {
  removeFolder(folder);
  mkdirSync(folder);
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
}

async function differences(expected: Course, end: SessionEnd, folder: string): Promise<string[]> {
  const { rows, damagedRecords, tornBytes } = await readMetricsLog(join(folder, 'metrics.log'));
  const timeless = ({ results, status, cause }: SessionEnd) =>
    JSON.stringify({ ...results, seconds: 0, status, cause });
  return [
    ...(end.results.weightsSha256 === expected.end.results.weightsSha256 ? [] : ['the weights differ']),
    ...(timeless(end) === timeless(expected.end) ? [] : ['the results differ']),
    ...(sameRows(rowsOf(rows), expected.rows) ? [] : ['the metric rows differ']),
    ...(damagedRecords + tornBytes === 0 ? [] : ['the metric log is damaged']),
  ];
}

/** Leaves the random state out, as a checkpoint that does not hold it would. */
function withoutRandomState(files: Files, seed: number): Files {
  const bytes = files.get('checkpoint.bin');
  if (!bytes) throw new Error('No checkpoint to take the random state from');
  const checkpoint = decodeCheckpoint(bytes);
  const { session } = checkpoint;
  const training = { ...session.training, shuffling: Rng.fromSeed(seed, 'shuffling').state };
  return new Map(files).set('checkpoint.bin', encodeCheckpoint({ ...checkpoint, session: { ...session, training } }));
}

export const resumeEquality: FaultRow = {
  name: 'resume equality',
  async run({ seed, share, say }) {
    const tally = new Tally();
    const rng = Rng.fromSeed(seed, 'data');
    const base = mkdtempSync(join(tmpdir(), 'alarmworknet-faults-'));
    const all = configurations();
    const count = shareOf(all.length * DEATHS_EACH, share);
    let [negatives, shown, configurationsDone] = [0, 0, 0];
    try {
      const each = Math.max(1, Math.min(DEATHS_EACH, Math.ceil(count / all.length)));
      // Spread over all of them: the next in order may differ in early stopping only.
      const stride = Math.max(1, Math.floor(all.length / Math.ceil(count / each)));
      for (let at = 0; at < all.length && tally.count < count; at += stride) {
        const configuration = all[at] as RunConfiguration;
        const { optimizer, schedule, shuffle, patience } = configuration;
        const what = `${optimizer}, ${schedule}, ${shuffle ? 'shuffled' : 'in order'}, patience ${patience}`;
        const data = prepareDataset(configuration.dataset, configuration.readout, null);
        const expected = uninterrupted(configuration);
        const folder = join(base, 'run');
        putFiles(folder, new Map());
        const deaths = recordDeaths(configuration, folder);
        const perEpoch = Math.ceil(data.parts.training.count / configuration.batchSize);
        const resumed = async (files: Files): Promise<string[]> => {
          putFiles(folder, files);
          const run = new CountedRun(configuration, folder, data, 'resume');
          return differences(expected, run.toTheEnd(), folder);
        };

        let died = 0;
        for (const [death, files] of choose(deaths, perEpoch, rng)) {
          if (died++ === each) break;
          tally.count++;
          for (const difference of await resumed(files)) tally.lose(`${what}, ${death}: ${difference}`);
        }
        const middle = deaths.afterSlice[perEpoch + (perEpoch >> 1)];
        // Where no learning takes place, the order of the sequences decides nothing that could be seen.
        if (shuffle && patience === 0 && middle) {
          negatives++;
          const seen = await resumed(withoutRandomState(middle, configuration.seed));
          if (seen.length > 0) shown++;
          else tally.lose(`${what}: the random state was left out, and nothing showed it`);
        }
        configurationsDone++;
        if (configurationsDone % 16 === 0) say(`${configurationsDone} configurations, ${tally.count} deaths`);
      }
    } finally {
      removeFolder(base);
    }
    return tally.result(
      `${configurationsDone} configurations; left without their random state ${shown} of ${negatives} differed`,
    );
  },
};
