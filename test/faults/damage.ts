/** Every kind of stored file truncated at its interesting lengths, and with one bit turned at many places. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '../../core/random/rng';
import { removeFolder } from '../support/remove-folder';
import { DamageTrial, fileOf, type Kind, KINDS, makeStore } from '../support/damaged-store';
import type { FaultRow } from './row';

const FLIPS = 500;
/** Ends of magics and headers: of a checkpoint 8 and 12 bytes, of a log 8 and 16, of a weights header more. */
const LENGTHS = [0, 1, 7, 8, 12, 16, 40, 100];

export const damageRows: FaultRow[] = (Object.keys(KINDS) as Kind[]).map((kind) => ({
  name: `${kind} truncated, and one bit turned`,
  run({ seed, share, say }) {
    const base = mkdtempSync(join(tmpdir(), 'alarmworknet-damage-'));
    try {
      const original = join(base, 'original');
      makeStore(original);
      const trial = new DamageTrial(original, join(base, 'work'));
      const bytes = readFileSync(fileOf(original, kind));
      const lost: string[] = [];
      let count = 0;
      let harmless = 0;
      const tryOne = (what: string, damaged: Uint8Array): void => {
        const isHarmless = meansTheSame(kind, bytes, damaged);
        if (isHarmless) harmless++;
        lost.push(...trial.try(kind, damaged, isHarmless).map((problem) => `${kind}, ${what}: ${problem}`));
        if (++count % 50 === 0) say(`${kind}: ${count} damaged`);
      };
      const lengths = [...LENGTHS, Math.floor(bytes.length / 2), bytes.length - 1];
      const inside = [...new Set(lengths)].filter((length) => length >= 0 && length < bytes.length);
      for (const length of inside.slice(0, Math.max(1, Math.ceil(inside.length * Math.min(1, 12 * share))))) {
        tryOne(`cut to ${length} bytes`, bytes.subarray(0, length));
      }
      const rng = Rng.fromSeed(seed, 'data');
      for (let flip = 0; flip < Math.max(1, Math.round(FLIPS * share)); flip++) {
        const [at, bit] = [rng.below(bytes.length), rng.below(8)];
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
        tryOne(`bit ${bit} of byte ${at} turned`, damaged);
      }
      return Promise.resolve({ count, lost, notes: harmless > 0 ? `${harmless} changed nothing that is read` : '' });
    } finally {
      removeFolder(base);
    }
  },
}));

/** JSON has several ways to write one value: a turned bit in a space or in an `e` may leave all as it was. */
function meansTheSame(kind: Kind, before: Uint8Array, after: Uint8Array): boolean {
  if (kind.endsWith('.bin') || kind === 'metrics.log') return false;
  try {
    const parsed = [before, after].map((bytes) => JSON.stringify(JSON.parse(Buffer.from(bytes).toString())));
    return parsed[0] === parsed[1];
  } catch {
    return false;
  }
}
