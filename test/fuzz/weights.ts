/** Files of weights, in each format that is read. */
import { inflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import type { WeightsFile } from '../../core/contract/weights';
import type { ExportFormat } from '../../core/contract/ipc';
import { readAnyWeights } from '../../core/formats/read-weights';
import { concatenated, messageField, readMessage, bytesField, varintField } from '../../core/formats/protobuf';
import { readZip } from '../../core/formats/unzip';
import { encodeWeights } from '../../core/formats/weights-file';
import { writeZip } from '../../core/formats/zip';
import { importedTensors } from '../../core/train/imported-weights';
import { makeSelfTest, randomSequence } from '../../core/train/self-test';
import { verifyWeights } from '../../core/train/verify-weights';
import type { Rng } from '../../core/random/rng';
import { randomNetwork } from '../support/random-networks';
import { mutated, mutatedText, one } from './mutants';
import type { FuzzTarget } from './target';

const FILES: readonly WeightsFile[] = [0, 3, 5].map((index) => {
  const { file } = randomNetwork(index);
  return { ...file, selfTest: makeSelfTest(file, randomSequence(file)) };
});

/** Everything that the command line does with a file: read, verify, take for a network. */
function readAndUse(bytes: Uint8Array): unknown {
  const found = readAnyWeights(bytes, (deflated, size) =>
    inflateRawSync(deflated, { maxOutputLength: Math.max(size, 1) }),
  );
  importedTensors(found);
  return verifyWeights(found, () => '');
}

function target(format: ExportFormat, inside: (seed: Uint8Array, rng: Rng) => Uint8Array): FuzzTarget {
  const seeds = FILES.map((file) => encodeWeights(format, file));
  return { name: format, seeds, read: readAndUse, structured: (rng) => inside(one(seeds, rng), rng) };
}

/** The header changed, and its length made right again. */
function safetensorsInside(seed: Uint8Array, rng: Rng): Uint8Array {
  const length = Number(Buffer.from(seed).readBigUInt64LE(0));
  const header = Buffer.from(mutatedText(Buffer.from(seed.subarray(8, 8 + length)).toString(), rng));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([prefix, header, seed.subarray(8 + length)]);
}

/** An entry, or the comment, changed, and the archive written anew with the checksums that are then right. */
function zipInside(seed: Uint8Array, rng: Rng): Uint8Array {
  const { entries, comment } = readZip(seed);
  const chosen = rng.below(entries.length + 1);
  const changed = entries.map(({ name, bytes }, index) => {
    if (index !== chosen) return { name, bytes };
    const isArray = bytes[0] === 0x93 && rng.below(2) === 0;
    return {
      name: rng.below(8) === 0 ? `${name}x` : name,
      bytes: isArray ? arrayInside(bytes, rng) : mutated(bytes, rng),
    };
  });
  if (rng.below(4) === 0) {
    const byName = Object.fromEntries(changed.map(({ name, bytes }) => [name, bytes]));
    return zipSync(byName, { level: one([0, 6], rng), comment: Buffer.from(comment).toString() });
  }
  return writeZip(changed, chosen === entries.length ? mutated(comment, rng) : Uint8Array.from(comment));
}

function arrayInside(bytes: Uint8Array, rng: Rng): Uint8Array {
  const length = Buffer.from(bytes).readUInt16LE(8);
  const header = Buffer.from(mutatedText(Buffer.from(bytes.subarray(10, 10 + length)).toString(), rng));
  const prefix = Buffer.from(bytes.subarray(0, 10));
  prefix.writeUInt16LE(Math.min(header.length, 0xffff), 8);
  return Buffer.concat([prefix, header, bytes.subarray(10 + length)]);
}

/** A message somewhere within changed, and the lengths of those around it made right again. */
function onnxInside(seed: Uint8Array, rng: Rng, depth = 0): Uint8Array {
  const fields = [...readMessage(seed, 'seed')];
  const chosen = rng.below(fields.length);
  return concatenated(
    fields.flatMap(({ field, value }, index) => {
      const same = [typeof value === 'number' ? varintField(field, value) : bytesField(field, value)];
      if (index !== chosen) return same;
      if (rng.below(6) === 0) return one([[], [...same, ...same]], rng);
      if (typeof value === 'number') return [varintField(field, one([0, 1, 2 ** 31, 2 ** 53 - 1], rng))];
      if (depth < 2 && (field === 7 || field === 5 || field === 14) && isMessage(value)) {
        return [messageField(field, onnxInside(value, rng, depth + 1))];
      }
      return [bytesField(field, mutated(value, rng))];
    }),
  );
}

function isMessage(bytes: Uint8Array): boolean {
  try {
    return [...readMessage(bytes, '')].length > 0;
  } catch {
    return false;
  }
}

const jsonInside = (seed: Uint8Array, rng: Rng): Uint8Array =>
  Buffer.from(mutatedText(Buffer.from(seed).toString(), rng));

export const WEIGHTS_TARGETS: readonly FuzzTarget[] = [
  target('safetensors', safetensorsInside),
  target('npz', zipInside),
  target('json', jsonInside),
  target('onnx', (seed, rng) => onnxInside(seed, rng)),
  target('javascript', zipInside),
];
