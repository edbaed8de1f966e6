/** A reader of files from outside, and what its mutants are made from. */
import type { Rng } from '../../core/random/rng';

export interface FuzzTarget {
  readonly name: string;
  /** Whole files. */
  readonly seeds: readonly Uint8Array[];
  readonly read: (bytes: Uint8Array) => unknown;
  /** A file whose outer form is right and whose inside is not, so that the reader gets past its first checks. */
  readonly structured: (rng: Rng) => Uint8Array;
}
