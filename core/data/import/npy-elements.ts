/** The numbers of an NPY array, by its dtype. Object dtypes need pickle, which can run code: they are never read. */
import type { ColumnType } from '../../contract/import';
import { badFile } from '../../formats/bad-file';

export type ReadElement = (index: number) => number | boolean;

/** Milliseconds in a unit of datetime64. */
const UNITS: Readonly<Record<string, number>> = {
  D: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  ns: 1e-6,
};
/** What datetime64 has instead of NaN. */
const NOT_A_TIME = -(2n ** 63n);

/** @throws StudioError `bad-file` for other dtypes; from `read`, for integers that a double can't hold */
export function elementReader(
  descr: string,
  data: Uint8Array,
  place: string,
): { readonly width: number; readonly type: ColumnType; readonly read: ReadElement } {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const [, order = '', kind = '', size = '', unit = ''] =
    /^([<>|=])([a-zA-Z])(\d{0,2})(?:\[(\w{1,2})\])?$/.exec(descr) ?? [];
  const width = Number(size);
  const little = order !== '>';
  const number = (read: ReadElement) => ({ width, type: 'number' as const, read });

  const exact = (value: bigint, index: number): number => {
    const double = Number(value);
    if (!Number.isSafeInteger(double))
      throw badFile(place, `value ${index + 1} (${value}) is past what a float64 holds exactly.`);
    return double;
  };
  const time = (index: number): number => {
    const value = view.getBigInt64(index * 8, little);
    return value === NOT_A_TIME ? NaN : Number(value) * (UNITS[unit] ?? NaN);
  };
  switch (unit === '' ? kind + size : kind + size + '[]') {
    case 'f4':
      return number((index) => view.getFloat32(index * 4, little));
    case 'f8':
      return number((index) => view.getFloat64(index * 8, little));
    case 'i1':
      return number((index) => view.getInt8(index));
    case 'u1':
      return number((index) => view.getUint8(index));
    case 'i2':
      return number((index) => view.getInt16(index * 2, little));
    case 'u2':
      return number((index) => view.getUint16(index * 2, little));
    case 'i4':
      return number((index) => view.getInt32(index * 4, little));
    case 'u4':
      return number((index) => view.getUint32(index * 4, little));
    case 'i8':
      return number((index) => exact(view.getBigInt64(index * 8, little), index));
    case 'u8':
      return number((index) => exact(view.getBigUint64(index * 8, little), index));
    case 'b1':
      return { width, type: 'boolean', read: (index) => view.getUint8(index) !== 0 };
    case 'M8[]':
      if (Object.hasOwn(UNITS, unit)) return { width, type: 'date', read: time };
  }
  throw badFile(place, `dtype '${descr.slice(0, 40)}'; integers, float32, float64, bool and datetime64 are read.`);
}
