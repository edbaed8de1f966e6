export interface Cell {
  readonly P: number;
  readonly B: number;
  readonly L: number;
  readonly D: number;
  readonly M: number;
  readonly readout: 'last' | 'every';
}

/**
 * Multiply-adds that one step of AlarmworkNet with period 2 cannot do without: forward, exact BPTT, update. The first
 * update's state is zero and needs no product; an input needs no gradient. tanh and all else that is not a product of two
 * matrices counts as nothing.
 */
export function multiplyAdds({ P, B, L, D, M, readout }: Cell): number {
  const U = Math.floor(L / 2);
  const K = readout === 'last' ? 1 : L;
  const read = readout === 'last' ? 1 : U;
  const recurrent = 3 * (U - 1) * P * P;
  const fromState = 3 * read * P * P;
  const inputs = 2 * (U + K) * P * D;
  const output = 3 * K * P * M;
  const update = (2 * P * P + 2 * P * D + 2 * P + M * P + M) / B;
  return B * (recurrent + fromState + inputs + output + update);
}
