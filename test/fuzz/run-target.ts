/** Reads many mutants of one format and counts what became of them. */
import { StudioError } from '../../core/contract/errors';
import { Rng } from '../../core/random/rng';
import { mutate, pick } from './mutations';
import type { FuzzTarget } from './targets';

/** Of processor time: how long a mutant takes on a busy machine says nothing of it. */
const MOST_SECONDS = 2;
const MOST_FAILURES = 5;

export interface FuzzCounts {
  readonly format: string;
  readonly mutants: number;
  /** Read as a file of the format, for the change did no harm. */
  accepted: number;
  /** Refused, naming the place. */
  refused: number;
  /** Took more than two seconds of a processor. */
  hung: number;
  /** Threw what is no StudioError, or a message without a place. */
  failed: number;
  slowestSeconds: number;
  /** What went wrong, with the mutant that did it. */
  readonly failures: string[];
}

/** @param onMutant called before each, so that whoever watches knows which one it was */
export async function runTarget(
  target: FuzzTarget,
  { mutants, seed, folder }: { mutants: number; seed: number; folder: string },
  onMutant: (number: number) => void = () => undefined,
): Promise<FuzzCounts> {
  const counts: FuzzCounts = {
    format: target.format,
    mutants,
    accepted: 0,
    refused: 0,
    hung: 0,
    failed: 0,
    slowestSeconds: 0,
    failures: [],
  };
  const fail = (number: number, why: string) => {
    if (counts.failures.length < MOST_FAILURES) counts.failures.push(`mutant ${number} of seed ${seed}: ${why}`);
  };
  for (let number = 0; number < mutants; number++) {
    onMutant(number);
    // Each by a seed of its own: one that fails can be made again alone.
    const rng = Rng.fromSeed((seed + number * 2_654_435_761) % 2 ** 32, 'data');
    const bytes = mutate(pick(rng, target.samples), target.mutations, rng);
    const before = process.cpuUsage();
    try {
      await target.read(bytes, folder);
      counts.accepted++;
    } catch (error) {
      if (error instanceof StudioError && target.refusals.includes(error.code) && target.place.test(error.message))
        counts.refused++;
      else {
        counts.failed++;
        fail(number, error instanceof Error ? (error.stack ?? error.message).slice(0, 1_000) : String(error));
      }
    }
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    counts.slowestSeconds = Math.max(counts.slowestSeconds, seconds);
    if (seconds > MOST_SECONDS) {
      counts.hung++;
      fail(number, `${seconds.toFixed(1)} s of processor time`);
    }
  }
  return counts;
}
