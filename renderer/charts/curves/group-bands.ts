/** Bands of a chart's groups, computed in a worker and kept until a member changes. */
import type { BandOptions, Bands } from '../../../core/analysis/bands';
import type { BandsAnswer, BandsRequest } from './bands-messages';
import type { CurveData } from './curve-data';

interface Kept {
  readonly members: readonly CurveData[];
  readonly options: string;
  bands: Bands | null;
}

export class GroupBands {
  readonly #kept = new Map<string, Kept>();
  readonly #onready: () => void;

  /** @param onready called when bands that were asked for have come */
  constructor(onready: () => void) {
    this.#onready = onready;
  }

  /** @returns the bands, or those of a moment ago while the members grow, or null while there are none yet */
  of(key: string, members: readonly CurveData[], options: BandOptions): Bands | null {
    const asked = JSON.stringify(options);
    const known = this.#kept.get(key);
    const isSame =
      known?.options === asked &&
      known.members.length === members.length &&
      known.members.every((member, i) => member === members[i]);
    if (isSame) return known.bands;
    // Of other runs, or of another kind of band, the old ones would be false.
    const mayStay = known?.options === asked && known.members.length === members.length;
    const entry: Kept = { members, options: asked, bands: mayStay ? known.bands : null };
    this.#kept.set(key, entry);
    const curves = members.map(({ x, shown }) => ({ x, y: shown }));
    void computeBands(curves, { ...options, interpolate: true }).then((bands) => {
      if (this.#kept.get(key) !== entry) return;
      entry.bands = bands;
      this.#onready();
    });
    return entry.bands;
  }
}

let worker: Worker | null = null;
let nextRequest = 1;
const waiting = new Map<number, (bands: Bands) => void>();

/**
 * Between two points of a run its value is taken from the line between them: runs measured at other times, and long runs of which
 * the window holds an overview, still have a value at every x. Where runs share their x, nothing is interpolated.
 */
export function computeBands(curves: BandsRequest['curves'], options: BandOptions): Promise<Bands> {
  worker ??= startWorker();
  const requestId = nextRequest++;
  const request: BandsRequest = { requestId, curves, options };
  worker.postMessage(request);
  return new Promise((resolve) => waiting.set(requestId, resolve));
}

function startWorker(): Worker {
  const started = new Worker(new URL('./bands.worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data: { requestId, bands } }: MessageEvent<BandsAnswer>) => {
    waiting.get(requestId)?.(bands);
    waiting.delete(requestId);
  };
  return started;
}
