/** Bytes of a text as pieces of that text: a character that a piece cuts in two waits for the next one. */
import type { Encoding } from '../../contract/import';
import { badFile } from '../../formats/bad-file';
import { decodeUtf8 } from '../../formats/utf8';
import type { PieceReader } from './rows';

/** The platform's decoder, many times faster than ours. */
export interface TextTools {
  /** Whole characters, a byte order mark among them; throws for what is not well-formed. */
  decodeUtf8(bytes: Uint8Array): string;
}

export function textPieces(encoding: Encoding, tools: TextTools, to: PieceReader<string>): PieceReader<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  /** Bytes before `rest`. */
  let offset = 0;
  let isFirst = true;

  const pass = (bytes: Uint8Array) => {
    let text = decode(bytes, offset);
    offset += bytes.length;
    if (isFirst && text.startsWith('\uFEFF')) text = text.slice(1);
    if (bytes.length > 0) isFirst = false;
    if (text !== '') to.push(text);
  };
  const decode = (bytes: Uint8Array, start: number): string => {
    if (encoding === 'utf-16le' || encoding === 'utf-16be') return decodeUtf16(bytes, encoding === 'utf-16be', start);
    if (encoding === 'windows-1252') return decodeWindows1252(bytes);
    try {
      return tools.decodeUtf8(bytes);
    } catch {
      // Ours is slow and knows the place.
      decodeUtf8(bytes, `Bytes from ${start} on`);
      throw badFile(`Bytes from ${start} on`, `not valid UTF-8 text. Choose another encoding.`);
    }
  };

  return {
    push(piece) {
      let bytes = piece;
      if (rest.length > 0) {
        bytes = new Uint8Array(rest.length + piece.length);
        bytes.set(rest);
        bytes.set(piece, rest.length);
      }
      const whole = wholeCharacters(bytes, encoding);
      rest = bytes.slice(whole);
      pass(bytes.subarray(0, whole));
    },
    end() {
      // What is left belongs to no whole character: decoding says so, with the place.
      if (rest.length > 0) pass(rest);
      return to.end();
    },
  };
}

/** @returns how many of the bytes are before a character that is cut off */
function wholeCharacters(bytes: Uint8Array, encoding: Encoding): number {
  if (encoding === 'windows-1252') return bytes.length;
  if (encoding === 'utf-8') {
    // A first byte says how many follow; at most three can be missing.
    for (let back = 1; back <= Math.min(3, bytes.length); back++) {
      const byte = bytes[bytes.length - back] as number;
      if ((byte & 0xc0) === 0x80) continue;
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      return length > back ? bytes.length - back : bytes.length;
    }
    return bytes.length;
  }
  const even = bytes.length - (bytes.length % 2);
  if (even < 2) return even;
  const high = bytes[encoding === 'utf-16be' ? even - 2 : even - 1] as number;
  return high >= 0xd8 && high < 0xdc ? even - 2 : even;
}

function decodeUtf16(bytes: Uint8Array, isBigEndian: boolean, start: number): string {
  if (bytes.length % 2 === 1) throw badFile(`Byte ${start + bytes.length - 1}`, 'ends within a character of UTF-16.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const pieces: string[] = [];
  let pair = false;
  for (let from = 0; from < bytes.length; from += 8192) {
    const units: number[] = [];
    for (let at = from; at < Math.min(from + 8192, bytes.length); at += 2) {
      const unit = view.getUint16(at, !isBigEndian);
      const isLow = unit >= 0xdc00 && unit < 0xe000;
      if (isLow !== pair) throw badFile(`Byte ${start + at}`, 'not valid UTF-16 text. Choose another encoding.');
      pair = unit >= 0xd800 && unit < 0xdc00;
      units.push(unit);
    }
    pieces.push(String.fromCharCode(...units));
  }
  if (pair) throw badFile(`Byte ${start + bytes.length}`, 'ends within a character of UTF-16.');
  return pieces.join('');
}

/** 0x80 to 0x9f; all other bytes are the first 256 characters of Unicode. Source: the WHATWG Encoding standard. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Our own: Node 20 decodes these bytes as ISO 8859-1. */
function decodeWindows1252(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += 8192) {
    const units = Array.from(bytes.subarray(from, from + 8192), (byte) =>
      byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252.charCodeAt(byte - 0x80) : byte,
    );
    pieces.push(String.fromCharCode(...units));
  }
  return pieces.join('');
}
