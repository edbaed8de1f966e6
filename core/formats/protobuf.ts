/**
 * The part of Protocol Buffers that ONNX and TensorBoard's events are made of. Our own, because core/formats has no packages.
 *
 * Source: the encoding guide of Protocol Buffers. A message is its fields one after another, each a tag (number and wire
 * type) and a value; readers skip numbers they do not know.
 */
import { badFile } from './bad-file';
import { encodeUtf8 } from './utf8';

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** @param value a whole number ≥ 0 */
export function varintField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8 + VARINT), ...varint(value)]);
}

export function float32Field(field: number, value: number): Uint8Array {
  const bytes = Uint8Array.from([...varint(field * 8 + FIXED32), 0, 0, 0, 0]);
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, value, true);
  return bytes;
}

export function float64Field(field: number, value: number): Uint8Array {
  const bytes = Uint8Array.from([...varint(field * 8 + FIXED64), 0, 0, 0, 0, 0, 0, 0, 0]);
  new DataView(bytes.buffer).setFloat64(bytes.length - 8, value, true);
  return bytes;
}

export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, encodeUtf8(text));
}

export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return concatenated([Uint8Array.from([...varint(field * 8 + BYTES), ...varint(bytes.length)]), bytes]);
}

/** A message inside another. */
export function messageField(field: number, ...fields: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, concatenated(fields));
}

export function concatenated(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** A field as it stands in a message: a whole number, or its bytes (of a text, a message, packed or fixed numbers). */
export interface ReadField {
  readonly field: number;
  readonly value: number | Uint8Array;
}

/**
 * The fields of a message, in their order.
 *
 * @throws StudioError `bad-file` where the bytes are no message
 */
export function* readMessage(bytes: Uint8Array, place: string): Generator<ReadField> {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw badFile(place, 'ends within a number');
      value += (byte & 127) * scale;
      if (byte < 128) break;
      // Ten bytes hold any 64-bit number.
      if (scale >= 128 ** 9) throw badFile(place, `a number of more than ten bytes at byte ${at}`);
    }
    return value;
  };
  while (at < bytes.length) {
    const start = at;
    const tag = number();
    const field = Math.floor(tag / 8);
    if (field < 1 || field >= 2 ** 29) throw badFile(place, `no field begins at byte ${start}`);
    const wire = tag % 8;
    if (wire === VARINT) {
      yield { field, value: number() };
      continue;
    }
    const length = wire === BYTES ? number() : wire === FIXED64 ? 8 : wire === FIXED32 ? 4 : -1;
    if (length < 0) throw badFile(place, `no field begins at byte ${start}`);
    if (length > bytes.length - at) throw badFile(place, `its field ${field} at byte ${start} reaches past its end`);
    yield { field, value: bytes.subarray(at, at + length) };
    at += length;
  }
}
