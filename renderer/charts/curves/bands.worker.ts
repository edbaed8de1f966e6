/** Computes bands apart from the window: with many runs they take longer than a frame may. */
import { bands } from '../../../core/analysis/bands';
import type { BandsAnswer, BandsRequest } from './bands-messages';

self.onmessage = ({ data: { requestId, curves, options } }: MessageEvent<BandsRequest>) => {
  const answer: BandsAnswer = { requestId, bands: bands(curves, options) };
  self.postMessage(answer);
};
