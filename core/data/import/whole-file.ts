import { badFile } from '../../formats/bad-file';
import { IMPORT_LIMITS, type PieceReader } from './rows';

/** For formats whose parts are found from the end of the file: nothing happens before all of it is there. */
export function wholeFile(read: (bytes: Uint8Array) => void | Promise<void>): PieceReader<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  return {
    push(piece) {
      // The caller fills the same buffer again.
      pieces.push(piece.slice());
      length += piece.length;
      if (length > IMPORT_LIMITS.wholeFile) {
        throw badFile('File', `larger than ${IMPORT_LIMITS.wholeFile} bytes. Split it, or save it as CSV.`);
      }
    },
    end() {
      const bytes = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces.splice(0)) {
        bytes.set(piece, at);
        at += piece.length;
      }
      return read(bytes);
    },
  };
}
