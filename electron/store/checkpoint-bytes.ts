/**
 * The bytes of a checkpoint: magic and version, length of the header (uint32), the header as JSON, the arrays one after
 * another, SHA-256 over all of that. All little-endian.
 */
import { StudioError } from '../../core/contract/errors';
import { METRICS, RunConfiguration, type MetricRow } from '../../core/contract/run';
import { z } from '../../core/contract/schema';
import { firstIssue } from '../../core/formats/first-issue';
import { float32FromLittleEndian, toLittleEndian, uint32FromLittleEndian } from '../../core/formats/little-endian';
import type { RngState } from '../../core/random/rng';
import type { SessionState } from '../../core/train/session';
import { sha256 } from './sha256';

/** What a run goes on from, and what it must not go on without. */
export interface Checkpoint {
  /** The run's own, so that its document can be made again should it be lost; null in what version 1 wrote. */
  readonly configuration: RunConfiguration | null;
  /** Of all that decides a run's bits: see {@link continuationSha256}. */
  readonly configurationSha256: string;
  readonly dataSha256: string;
  /** App, engine, system and kernel that computed it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Length of the metric log that belongs to it. */
  readonly logBytes: number;
  readonly session: SessionState;
}

/** "AWNCKPT" */
const NAME = Uint8Array.from([0x41, 0x57, 0x4e, 0x43, 0x4b, 0x50, 0x54]);
/** The byte after it. Version 1 had no configuration. */
const VERSION = 2;
const MAGIC = Uint8Array.from([...NAME, VERSION]);
const PREFIX_BYTES = MAGIC.length + 4;
const HASH_BYTES = 32;
const ELEMENT_BYTES = 4;

/** JSON has no NaN and no infinities; finite numbers come back from it bit for bit. */
const Exact = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);
const Count = z.number().int().min(0);
const Word = z.number().int().min(0).max(0xffffffff);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

const Header = z.strictObject({
  configuration: RunConfiguration.nullable().default(null),
  configurationSha256: Hash,
  dataSha256: Hash,
  environment: z.record(z.string(), z.string()),
  logBytes: Count,
  seconds: Exact,
  /** In the order of METRICS. */
  lastRow: z.array(Exact).length(METRICS.length).nullable(),
  training: z.strictObject({
    epoch: Count,
    step: Count,
    seen: Count,
    batches: Count,
    lossSum: Exact,
    normSum: Exact,
    shuffling: z.array(Word).length(4).nullable(),
    schedule: z.strictObject({ plateaus: Count, bestLoss: Exact, waited: Count }),
    stopping: z.strictObject({ bestLoss: Exact, bestEpoch: Count, waited: Count }),
    powers: z.array(Exact).max(2),
    evaluatedEpoch: Count,
  }),
  /** What follows, in this order; lengths in elements of 4 bytes. */
  arrays: z.array(z.strictObject({ name: z.string(), length: Count })).max(8),
});

export function encodeCheckpoint({ session, ...rest }: Checkpoint): Uint8Array {
  const { order, parameters, lastGood, evaluated, best, moments, ...training } = session.training;
  const arrays: [string, Float32Array | Uint32Array][] = [
    ['order', order],
    ['parameters', parameters],
    ['lastGood', lastGood],
    ['evaluated', evaluated],
    ...(best ? ([['best', best]] as [string, Float32Array][]) : []),
    ...moments.map((moment, index): [string, Float32Array] => [`moment${index}`, moment]),
  ];
  const { seconds, lastRow } = session;
  const header = {
    ...rest,
    seconds,
    lastRow: lastRow && METRICS.map((name) => lastRow[name]),
    training,
    arrays: arrays.map(([name, values]) => ({ name, length: values.length })),
  };
  const json = Buffer.from(JSON.stringify(header, (_, value: unknown) => exactly(value)));
  const length = toLittleEndian(Uint32Array.of(json.length));
  const body = Buffer.concat([MAGIC, length, json, ...arrays.map(([, values]) => toLittleEndian(values))]);
  return Buffer.concat([body, Buffer.from(sha256(body), 'hex')]);
}

/** @throws StudioError `store-damaged`, saying what is wrong; `store-newer` where a newer version of the app wrote it */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const end = bytes.length - HASH_BYTES;
  if (end < PREFIX_BYTES || !NAME.every((byte, index) => bytes[index] === byte)) {
    throw damaged('it is cut short, or does not begin as one');
  }
  const found = Buffer.from(bytes.subarray(end)).toString('hex');
  if (sha256(bytes.subarray(0, end)) !== found) throw damaged('its bytes have changed (SHA-256)');
  const version = bytes[NAME.length] ?? 0;
  if (version > VERSION) throw new StudioError('store-newer', 'a newer version of the app wrote it');
  const headerEnd = PREFIX_BYTES + (uint32FromLittleEndian(bytes.subarray(MAGIC.length, PREFIX_BYTES))[0] ?? 0);
  const parsed = Header.safeParse(JSON.parse(Buffer.from(bytes.subarray(PREFIX_BYTES, headerEnd)).toString()));
  if (!parsed.success) throw damaged(firstIssue(parsed.error));
  const { seconds, lastRow, training, arrays, ...rest } = parsed.data;

  const pieces = new Map<string, Uint8Array>();
  let at = headerEnd;
  for (const { name, length } of arrays) {
    pieces.set(name, bytes.subarray(at, at + length * ELEMENT_BYTES));
    at += length * ELEMENT_BYTES;
  }
  if (at !== end) throw damaged('its arrays do not have the lengths it says');
  const piece = (name: string): Uint8Array => {
    const found = pieces.get(name);
    if (!found) throw damaged(`it has no ${name}`);
    return found;
  };
  const floats = (name: string): Float32Array => float32FromLittleEndian(piece(name));
  return {
    ...rest,
    session: {
      seconds,
      lastRow: lastRow && (Object.fromEntries(METRICS.map((name, index) => [name, lastRow[index]])) as MetricRow),
      training: {
        ...training,
        shuffling: training.shuffling as RngState | null,
        order: uint32FromLittleEndian(piece('order')),
        parameters: floats('parameters'),
        lastGood: floats('lastGood'),
        evaluated: floats('evaluated'),
        best: pieces.has('best') ? floats('best') : null,
        moments: [...pieces.keys()].filter((name) => name.startsWith('moment')).map(floats),
      },
    },
  };
}

function exactly(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function damaged(why: string): StudioError {
  return new StudioError('store-damaged', why);
}
