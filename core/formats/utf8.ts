/** UTF-8 both ways. Our own, because core names no platform's `TextDecoder`; strict, because files come from outside. */
import { badFile } from './bad-file';

/** Lone surrogates become U+FFFD, as in `TextEncoder`. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength(text));
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    const code = codePointAt(text, index);
    if (code > 0xffff) index++;
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
    } else {
      if (code < 0x10000) {
        bytes[at++] = 0xe0 | (code >> 12);
      } else {
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 63);
      }
      bytes[at++] = 0x80 | ((code >> 6) & 63);
    }
    bytes[at++] = 0x80 | (code & 63);
  }
  return bytes;
}

/** @throws StudioError `bad-file` for anything that is not well-formed UTF-8 (overlong forms and surrogates included) */
export function decodeUtf8(bytes: Uint8Array, place: string): string {
  const pieces: string[] = [];
  let units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const { code, length } = decodeOne(bytes, at, place);
    if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else units.push(code);
    at += length;
    // String.fromCharCode takes its units as arguments, and those live on the stack.
    if (units.length > 8192) {
      pieces.push(String.fromCharCode(...units));
      units = [];
    }
  }
  pieces.push(String.fromCharCode(...units));
  return pieces.join('');
}

function decodeOne(bytes: Uint8Array, at: number, place: string): { code: number; length: number } {
  const first = bytes[at] as number;
  if (first < 0x80) return { code: first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  let code = first & (0x7f >> length);
  let wellFormed = first >= 0xc2 && first <= 0xf4;
  for (let next = at + 1; next < at + length; next++) {
    const byte = bytes[next] ?? 0;
    wellFormed &&= (byte & 0xc0) === 0x80;
    code = (code << 6) | (byte & 63);
  }
  const smallest = length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80;
  if (!wellFormed || code < smallest || code > 0x10ffff || isSurrogate(code)) {
    throw badFile(place, `not valid UTF-8 text at byte ${at}`);
  }
  return { code, length };
}

function codePointAt(text: string, index: number): number {
  const code = text.codePointAt(index) as number;
  return isSurrogate(code) ? 0xfffd : code;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function byteLength(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const code = codePointAt(text, index);
    if (code > 0xffff) index++;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
