/**
 * Sobol' points: they fill a box far more evenly than random ones, and any first part of them does (the sequence may be
 * cut off or gone on with). Chosen over Halton's, which needs a leap to be any good from about the sixth dimension on.
 *
 * Sobol' (1967), in the Gray-code order of Antonov and Saleev (1979); direction numbers of Joe and Kuo (2008), "Constructing
 * Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2635-2654 (their file
 * new-joe-kuo-6.21201). Scrambled after Owen (1995) by the hash of Burley (2020), "Practical Hash-based Owen Scrambling",
 * JCGT 9(4): every seed then gives other points, and each first 2^m of them still has one in each 2^m-th of every axis.
 */

interface Direction {
  /** Degree of the primitive polynomial */
  readonly degree: number;
  /** Its inner coefficients, as bits */
  readonly coefficients: number;
  /** m_1 … m_degree */
  readonly initial: readonly number[];
}

/** Dimensions 2 to 10; the first is van der Corput's sequence. */
const DIRECTIONS: readonly Direction[] = [
  { degree: 1, coefficients: 0, initial: [1] },
  { degree: 2, coefficients: 1, initial: [1, 3] },
  { degree: 3, coefficients: 1, initial: [1, 3, 1] },
  { degree: 3, coefficients: 2, initial: [1, 1, 1] },
  { degree: 4, coefficients: 1, initial: [1, 1, 3, 3] },
  { degree: 4, coefficients: 4, initial: [1, 3, 5, 13] },
  { degree: 5, coefficients: 2, initial: [1, 1, 5, 5, 17] },
  { degree: 5, coefficients: 4, initial: [1, 1, 5, 5, 5] },
  { degree: 5, coefficients: 7, initial: [1, 1, 7, 11, 19] },
];

const BITS = 32;
const NUMBERS: readonly Uint32Array[] = [
  Uint32Array.from({ length: BITS }, (_, bit) => 2 ** (BITS - 1 - bit)),
  ...DIRECTIONS.map(directionNumbers),
];

/** v_1 … v_32 of one dimension, as fractions of 2^32. */
function directionNumbers({ degree, coefficients, initial }: Direction): Uint32Array {
  const numbers = new Uint32Array(BITS);
  initial.forEach((m, bit) => (numbers[bit] = m * 2 ** (BITS - 1 - bit)));
  for (let bit = degree; bit < BITS; bit++) {
    const back = numbers[bit - degree] as number;
    let number = back ^ (back >>> degree);
    for (let k = 1; k < degree; k++) {
      if ((coefficients >>> (degree - 1 - k)) & 1) number ^= numbers[bit - k] as number;
    }
    numbers[bit] = number;
  }
  return numbers;
}

/** @returns coordinate `dimension` (from 0) of point `index` (from 0), as a fraction of 2^32 */
export function sobolWord(index: number, dimension: number): number {
  const numbers = NUMBERS[dimension];
  if (!numbers) throw new RangeError(`There are direction numbers for ${NUMBERS.length} dimensions only`);
  let word = 0;
  let gray = (index ^ (index >>> 1)) >>> 0;
  for (let bit = 0; gray !== 0; bit++, gray >>>= 1) if (gray & 1) word ^= numbers[bit] as number;
  return word >>> 0;
}

/**
 * @param keys one random 32-bit word a dimension
 * @returns point `index` (from 0), scrambled, each coordinate in [0, 1)
 */
export function scrambledSobolPoint(index: number, keys: ArrayLike<number>): number[] {
  return Array.from(keys, (key, dimension) => scramble(sobolWord(index, dimension), key) / 2 ** BITS);
}

/** Flips each bit by a hash of the bits above it alone: the hash of Laine and Karras does so from the low end up. */
function scramble(word: number, key: number): number {
  let bits = (reverseBits(word) + key) | 0;
  for (const factor of [0x6c50b47c, 0xb82f1e52, 0xc7afe638, 0x8d22f6e6]) bits ^= Math.imul(bits, factor);
  return reverseBits(bits);
}

function reverseBits(word: number): number {
  let bits = word;
  bits = ((bits >>> 1) & 0x55555555) | ((bits & 0x55555555) << 1);
  bits = ((bits >>> 2) & 0x33333333) | ((bits & 0x33333333) << 2);
  bits = ((bits >>> 4) & 0x0f0f0f0f) | ((bits & 0x0f0f0f0f) << 4);
  bits = ((bits >>> 8) & 0x00ff00ff) | ((bits & 0x00ff00ff) << 8);
  return ((bits >>> 16) | (bits << 16)) >>> 0;
}
