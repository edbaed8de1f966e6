/** What the window and its worker for bands say to each other. */
import type { BandOptions, Bands, Curve } from '../../../core/analysis/bands';

export interface BandsRequest {
  readonly requestId: number;
  readonly curves: readonly Curve[];
  readonly options: BandOptions;
}

export interface BandsAnswer {
  readonly requestId: number;
  readonly bands: Bands;
}
