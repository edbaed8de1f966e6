/** Bundles of runs on both sides of every limit that their reader declares: one that is just within, one just beyond. */
import { zipSync } from 'fflate';
import { MAX_FILE_BYTES, MAX_JSON_DEPTH } from '../../core/formats/limits';
import { readZip } from '../../core/formats/unzip';
import { writeZip } from '../../core/formats/zip';
import {
  CENTRAL_BYTES,
  CENTRAL_SHARED,
  LOCAL_SHARED,
  MAX_COMMENT_BYTES,
  MAX_ENTRIES,
  type ZipEntry,
} from '../../core/formats/zip-layout';
import { sha256 } from '../../electron/store/sha256';

export interface LimitPair {
  readonly limit: string;
  readonly within: () => Uint8Array;
  /** Why what is within the limit is refused all the same; null where it is read. */
  readonly otherwise: RegExp | null;
  readonly beyond: () => Uint8Array;
  readonly refusal: RegExp;
}

/** Of what both headers of an entry hold: offsets of numbers that lie after {@link LOCAL_SHARED} or {@link CENTRAL_SHARED}. */
const METHOD = 4;
const CRC = 10;
const PACKED_SIZE = 14;
const SIZE = 18;

/** @param seed what `bundleRun` wrote */
export function limitPairs(seed: Uint8Array): LimitPair[] {
  const { entries } = readZip(seed);
  const [manifest, ...files] = entries;
  if (!manifest) throw new RangeError('A bundle without a manifest');
  const told = JSON.parse(Buffer.from(manifest.bytes).toString()) as Readonly<Record<string, unknown>>;
  const listing = (listed: readonly ZipEntry[]) =>
    listed.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256(bytes) }));
  const bundleOf = (listed: readonly ZipEntry[], over: object = {}): ZipEntry[] => [
    { ...manifest, bytes: new Uint8Array(Buffer.from(JSON.stringify({ ...told, files: listing(listed), ...over }))) },
    ...listed,
  ];
  const renamed = (name: string) => () => writeZip(bundleOf([...files, { name, bytes: Uint8Array.of(1) }]));
  const weights = (digits: number): string => `weights-${'a'.repeat(digits)}.bin`;
  const many = (count: number) => () => {
    const unlisted = Array.from({ length: count - entries.length }, (_, index) => [`${index}.bin`, new Uint8Array(0)]);
    const named = entries.map(({ name, bytes }) => [name, bytes]);
    // Our own writer keeps to the limit.
    return zipSync(Object.fromEntries([...named, ...unlisted]) as Record<string, Uint8Array>, { level: 0 });
  };
  const listedAs = (change: object) => () =>
    writeZip(
      bundleOf(files, { files: listing(files).map((file, index) => (index === 0 ? { ...file, ...change } : file)) }),
    );
  const nested = (depth: number) => () =>
    // The document itself is one.
    writeZip(bundleOf(files, { more: JSON.parse('['.repeat(depth - 1) + ']'.repeat(depth - 1)) as unknown }));
  const first = files[0]?.bytes.length ?? 0;
  const rest = entries.reduce((sum, { bytes }) => sum + bytes.length, 0) - first;
  const claiming = (size: number) => () =>
    inHeaders(
      inHeaders(seed, 1, SIZE, () => size),
      1,
      PACKED_SIZE,
      () => size,
    );

  return [
    {
      limit: 'entries',
      within: many(MAX_ENTRIES),
      // Whose writing would take seconds.
      otherwise: /does not list "\d+\.bin"/,
      beyond: many(MAX_ENTRIES + 1),
      refusal: /1001 entries; at most 1000/,
    },
    {
      limit: 'bytes of all entries together',
      within: claiming(MAX_FILE_BYTES - rest),
      otherwise: /reaches into the directory/,
      beyond: claiming(MAX_FILE_BYTES - rest + 1),
      refusal: /unpacks to more than 1073741824 bytes/,
    },
    {
      limit: 'bytes unpacked from a byte: one',
      within: () => seed,
      otherwise: null,
      beyond: () => inHeaders(seed, 1, SIZE, (size) => size + 1),
      refusal: /stored with two different lengths/,
    },
    {
      limit: 'ways to pack: none',
      within: () => seed,
      otherwise: null,
      beyond: () => inHeaders(seed, 1, METHOD, () => 8),
      refusal: /files of a bundle are not compressed/,
    },
    {
      limit: 'bytes of the comment',
      within: () => writeZip(entries, new Uint8Array(MAX_COMMENT_BYTES)),
      otherwise: null,
      beyond: () => Buffer.concat([writeZip(entries, new Uint8Array(MAX_COMMENT_BYTES)), Buffer.of(0)]),
      refusal: /does not end as/,
    },
    {
      limit: 'checksums',
      within: () => inHeaders(seed, 1, CRC, (crc) => crc),
      otherwise: null,
      beyond: () => inHeaders(seed, 1, CRC, (crc) => crc ^ 1),
      refusal: /CRC-32 does not match/,
    },
    {
      limit: 'letters of a name, fewer',
      within: renamed(weights(64)),
      otherwise: null,
      beyond: renamed(weights(63)),
      refusal: /is no file of a run/,
    },
    {
      limit: 'letters of a name, more',
      within: renamed(weights(64)),
      otherwise: null,
      beyond: renamed(weights(65)),
      refusal: /is no file of a run/,
    },
    {
      limit: 'dots of a name',
      within: renamed('a.b'),
      otherwise: /is no file of a run/,
      beyond: renamed('a..b'),
      refusal: /"a\.\.b" is not allowed/,
    },
    {
      limit: 'folders of a name',
      within: renamed('a-b'),
      otherwise: /is no file of a run/,
      beyond: renamed('a/b'),
      refusal: /"a\/b" is not allowed/,
    },
    {
      limit: 'letters of any name',
      within: renamed('a'),
      otherwise: /is no file of a run/,
      beyond: renamed(''),
      refusal: /"" is not allowed/,
    },
    {
      limit: 'entries of one name',
      within: () => writeZip(entries),
      otherwise: null,
      beyond: () => writeZip([...entries, ...files.slice(0, 1)]),
      refusal: /names an entry twice/,
    },
    {
      limit: 'mentions of one name',
      within: listedAs({}),
      otherwise: null,
      beyond: () => writeZip(bundleOf(files, { files: listing([...files, ...files.slice(0, 1)]) })),
      refusal: /lists a file twice/,
    },
    {
      limit: 'bytes of a file, as listed',
      within: listedAs({ bytes: first }),
      otherwise: null,
      beyond: listedAs({ bytes: first + 1 }),
      refusal: /is not what bundle\.json says/,
    },
    {
      limit: 'digits of a file’s hash',
      within: listedAs({ sha256: '0'.repeat(64) }),
      otherwise: /is not what bundle\.json says/,
      beyond: listedAs({ sha256: '0'.repeat(65) }),
      refusal: /files\[0\]\.sha256/,
    },
    {
      limit: 'depth of the manifest',
      within: nested(MAX_JSON_DEPTH),
      otherwise: null,
      beyond: nested(MAX_JSON_DEPTH + 1),
      refusal: /nested deeper than 64/,
    },
    {
      limit: 'bytes before the first entry',
      within: () => seed,
      otherwise: null,
      beyond: () => Buffer.concat([Buffer.of(0), seed]),
      refusal: /does not reach from byte/,
    },
  ];
}

/** The same archive with another number in both headers of an entry, so that they agree. */
function inHeaders(zip: Uint8Array, index: number, field: number, change: (value: number) => number): Uint8Array {
  const bytes = Buffer.from(zip);
  let central = bytes.readUInt32LE(bytes.length - 6);
  for (let before = 0; before < index; before++) central += CENTRAL_BYTES + bytes.readUInt16LE(central + 28);
  const local = bytes.readUInt32LE(central + 42);
  for (const at of [central + CENTRAL_SHARED + field, local + LOCAL_SHARED + field]) {
    if (field === METHOD) bytes.writeUInt16LE(change(bytes.readUInt16LE(at)), at);
    else bytes.writeUInt32LE(change(bytes.readUInt32LE(at)) >>> 0, at);
  }
  return bytes;
}
