/** Changes that leave a file's frame sound, so that what is inside is reached: headers, entries and footers. */
import { readZip } from '../../core/formats/unzip';
import { writeZip } from '../../core/formats/zip';
import { BYTE_MUTATIONS, inText, joined, pick, TEXT_MUTATIONS, type Bytes, type Mutation } from './mutations';

const NPY_PREFIX = 10;

/** Another header of the right length, before the same numbers. */
const npyHeader: Mutation = (bytes, rng) => {
  const length = bytes.length < NPY_PREFIX ? 0 : new DataView(bytes.buffer).getUint16(8, true);
  const header = Buffer.from(bytes.slice(NPY_PREFIX, NPY_PREFIX + length)).toString('latin1');
  const changes = [
    (text: string) =>
      text.replace(/\d+(?=[,)])/, () => pick(rng, ['0', '1', '4294967296', '9007199254740993', '-1', '10000000'])),
    (text: string) =>
      text.replace(/'[<>|][^']*'/, () =>
        pick(rng, ["'|O'", "'<f2'", "'>f8'", "'<i8'", "'<M8[ns]'", "'|b1'", "'<U5'", "'|V8'"]),
      ),
    (text: string) => text.replace('False', 'True'),
    (text: string) => text.replace('}', "'shape': (1,), }"),
    (text: string) => text.trimEnd(),
    (text: string) =>
      Buffer.from(pick(rng, TEXT_MUTATIONS)(Uint8Array.from(Buffer.from(text)), rng)).toString('latin1'),
  ];
  const changed = Buffer.from(pick(rng, changes)(header), 'latin1').subarray(0, 65_535);
  const prefix = Uint8Array.from(bytes.subarray(0, NPY_PREFIX));
  if (prefix.length === NPY_PREFIX) new DataView(prefix.buffer).setUint16(8, changed.length, true);
  return joined(prefix, changed, bytes.subarray(NPY_PREFIX + length));
};
export const NPY_MUTATIONS: readonly Mutation[] = [...BYTE_MUTATIONS, npyHeader, npyHeader, npyHeader];

/** Entries changed, renamed, repeated or left out, in an archive whose checksums are right. */
const npzEntries: Mutation = (bytes, rng) => {
  let entries;
  try {
    ({ entries } = readZip(bytes));
  } catch {
    return pick(rng, BYTE_MUTATIONS)(bytes, rng);
  }
  const at = rng.below(Math.max(1, entries.length));
  const entry = entries[at];
  if (!entry) return bytes;
  const content: Bytes = Uint8Array.from(entry.bytes);
  const names = ['../x.npy', '/etc/x.npy', 'a', '', '__proto__.npy', entries[0]?.name ?? '', 'é.npy'];
  const changed = [
    () => entries.with(at, { ...entry, bytes: pick(rng, NPY_MUTATIONS)(content, rng) }),
    () => entries.with(at, { ...entry, name: pick(rng, names) }),
    () => [...entries, entry],
    () => entries.toSpliced(at, 1),
  ];
  return Uint8Array.from(writeZip(pick(rng, changed)(), new Uint8Array(0)));
};
export const NPZ_MUTATIONS: readonly Mutation[] = [...BYTE_MUTATIONS, npzEntries, npzEntries, npzEntries];

/** The footer (Thrift) changed, its length made right; or a byte within the first bytes of a page. */
const parquetFooter: Mutation = (bytes, rng) => {
  if (bytes.length < 12) return bytes;
  const length = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
  const start = Math.max(4, bytes.length - 8 - length);
  const footer = pick(rng, BYTE_MUTATIONS)(bytes.slice(start, bytes.length - 8), rng);
  const end = Buffer.alloc(4);
  end.writeUInt32LE(footer.length);
  return joined(bytes.subarray(0, start), footer, end, Buffer.from('PAR1'));
};
/** Varints are how Thrift and the runs of values write their sizes: the high bit makes them longer. */
const parquetVarint: Mutation = (bytes, rng) => {
  const at = 4 + rng.below(Math.max(1, bytes.length - 12));
  for (let more = 0; more <= rng.below(4); more++) bytes[at + more] = 0x80 | rng.below(128);
  return bytes;
};
export const PARQUET_MUTATIONS: readonly Mutation[] = [
  ...BYTE_MUTATIONS,
  parquetFooter,
  parquetFooter,
  parquetVarint,
  parquetVarint,
];

/** The JSON header changed, its length made right. */
const safetensorsHeader: Mutation = (bytes, rng) => {
  if (bytes.length < 8) return bytes;
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const offsets = inText((text) =>
    text.replace(/\d+(?=[,\]])/, () => pick(rng, ['0', '1', '-1', '4294967296', '1e3', '9007199254740993'])),
  );
  const header = pick(rng, [...TEXT_MUTATIONS, offsets, offsets])(bytes.slice(8, 8 + length), rng);
  const size = Buffer.alloc(8);
  size.writeUInt32LE(header.length);
  return joined(size, header, bytes.subarray(8 + length));
};
export const SAFETENSORS_MUTATIONS: readonly Mutation[] = [
  ...BYTE_MUTATIONS,
  safetensorsHeader,
  safetensorsHeader,
  safetensorsHeader,
];

/** As NumPy writes it: for a format that has no writer of integers here. */
export function npyOf(descr: string, shape: readonly number[], data: Uint8Array): Bytes {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const padded = Buffer.from(`${header.padEnd(117)}\n`);
  return joined(Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length, 0), padded, data);
}

export function npzOf(entries: readonly { name: string; bytes: Uint8Array }[]): Bytes {
  return Uint8Array.from(writeZip([...entries], new Uint8Array(0)));
}
