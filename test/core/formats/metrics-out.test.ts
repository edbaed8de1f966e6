import { PbfReader } from 'pbf';
import { expect, it } from 'vitest';
import { crc32c } from '../../../core/formats/crc32';
import { writeMetricsCsv, writeMetricsJsonLines } from '../../../core/formats/metrics-text';
import { writeTensorBoard } from '../../../core/formats/tensorboard';

const TABLE = {
  columns: ['epoch', 'step', 'seconds', 'loss', 'validationLoss'],
  rows: Float64Array.of(...[0, 0, 0.5, NaN, 0.125], ...[1, 16, 1.25, 0.1, Infinity], ...[2, 5e9, 2, 1e-300, -0.5]),
};
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

it('writes CSV with nothing where nothing was measured', () => {
  expect(text(writeMetricsCsv(TABLE))).toBe(
    'epoch,step,seconds,loss,validationLoss\r\n0,0,0.5,,0.125\r\n1,16,1.25,0.1,Infinity\r\n2,5000000000,2,1e-300,-0.5\r\n',
  );
});

it('writes an object a line, and every number comes back', () => {
  const lines = text(writeMetricsJsonLines(TABLE)).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { epoch: 0, step: 0, seconds: 0.5, loss: null, validationLoss: 0.125 },
    { epoch: 1, step: 16, seconds: 1.25, loss: 0.1, validationLoss: 'Infinity' },
    { epoch: 2, step: 5_000_000_000, seconds: 2, loss: 1e-300, validationLoss: -0.5 },
  ]);
});

it('has the CRC-32C of RFC 3720, appendix B.4', () => {
  const of = (bytes: Iterable<number>) => crc32c(Uint8Array.from(bytes));
  expect(of(new Array<number>(32).fill(0))).toBe(0x8a9136aa);
  expect(of(new Array<number>(32).fill(0xff))).toBe(0x62a8ab43);
  expect(of(Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd794e);
  expect(of(Buffer.from('123456789'))).toBe(0xe3069283);
});

interface Event {
  wallTime: number;
  step: number;
  version: string;
  scalars: Record<string, number>;
}

/** Bit by bit, as the definition has it. */
function slowCrc32c(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** As record_reader.cc does: both checksums must match. */
function readRecords(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const records: Uint8Array[] = [];
  const unmasked = (at: number): number => {
    const rotated = (view.getUint32(at, true) - 0xa282ead8) >>> 0;
    return ((rotated >>> 17) | (rotated << 15)) >>> 0;
  };
  for (let at = 0; at < bytes.length;) {
    const length = Number(view.getBigUint64(at, true));
    expect(unmasked(at + 8)).toBe(slowCrc32c(bytes.subarray(at, at + 8)));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(unmasked(at + 12 + length)).toBe(slowCrc32c(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

function readEvent(data: Uint8Array): Event {
  const value = (tag: number, found: { tag: string; value: number }, pbf: PbfReader) => {
    if (tag === 1) found.tag = pbf.readString();
    if (tag === 2) found.value = pbf.readFloat();
  };
  const summary = (tag: number, event: Event, pbf: PbfReader) => {
    if (tag !== 1) return;
    const found = pbf.readMessage(value, { tag: '', value: NaN });
    event.scalars[found.tag] = found.value;
  };
  const event = (tag: number, read: Event, pbf: PbfReader) => {
    if (tag === 1) read.wallTime = pbf.readDouble();
    if (tag === 2) read.step = pbf.readVarint();
    if (tag === 3) read.version = pbf.readString();
    if (tag === 5) pbf.readMessage(summary, read);
  };
  return new PbfReader(data).readFields(event, { wallTime: NaN, step: 0, version: '', scalars: {} });
}

it('writes TensorBoard events that pbf reads: a version first, then a scalar for each figure that was measured', () => {
  const events = readRecords(writeTensorBoard(TABLE, 1_700_000_000_000)).map(readEvent);
  expect(events).toEqual([
    { wallTime: 1_700_000_000, step: 0, version: 'brain.Event:2', scalars: {} },
    { wallTime: 1_700_000_000.5, step: 0, version: '', scalars: { epoch: 0, validationLoss: 0.125 } },
    {
      ...{ wallTime: 1_700_000_001.25, step: 16, version: '' },
      scalars: { epoch: 1, loss: Math.fround(0.1), validationLoss: Infinity },
    },
    {
      ...{ wallTime: 1_700_000_002, step: 5_000_000_000, version: '' },
      scalars: { epoch: 2, loss: 0, validationLoss: -0.5 },
    },
  ]);
});
