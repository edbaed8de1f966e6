/**
 * Weights as JSON for people and for programs that know nothing else: parameters as nested lists of the shortest decimals
 * that give the float32 back. What JSON has no number for stands as a text: "NaN" (of any payload), "Infinity",
 * "-Infinity". Negative zero is -0, which `JSON.parse` keeps.
 */
import { ModelSpecification, Preparation, SelfTest, type Tensor, type WeightsFile } from '../contract/weights';
import { badFile } from './bad-file';
import { firstIssue } from './first-issue';
import { MAX_DIMENSIONS, MAX_FILE_BYTES, MAX_TENSORS } from './limits';
import { shortestDecimal } from './shortest-decimal';
import { asObject, asTexts, parseStrictJson } from './strict-json';
import { assertWritable } from './tensor';
import { decodeUtf8, encodeUtf8 } from './utf8';

const FORMAT = 'alarmworknet-weights';
const SPECIAL: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** UTF-8, indented, one row of a matrix a line. */
export function writeWeightsJson(file: WeightsFile): Uint8Array<ArrayBuffer> {
  const { specification, preparation, notes, selfTest, tensors } = file;
  assertWritable(tensors);
  const head = JSON.stringify(
    { format: FORMAT, formatVersion: 1, specification, preparation, notes, selfTest },
    undefined,
    2,
  );
  const parameters = tensors.map(
    ({ name, shape, values }) => `    ${JSON.stringify(name)}: ${nested(shape, values, 0, 0)}`,
  );
  // The head's closing "\n}" makes room for the parameters.
  return encodeUtf8(`${head.slice(0, -2)},\n  "parameters": {\n${parameters.join(',\n')}\n  }\n}\n`);
}

/**
 * @returns the file's contents; a number that float32 cannot hold exactly is rounded to the nearest
 * @throws StudioError `bad-file` naming the key
 */
export function readWeightsJson(bytes: Uint8Array): WeightsFile {
  if (bytes.length > MAX_FILE_BYTES) throw badFile('File', `larger than ${MAX_FILE_BYTES} bytes`);
  const content = asObject(parseStrictJson(decodeUtf8(bytes, 'File'), 'File'), 'File');
  if (content['format'] !== FORMAT) throw badFile('format', `not ${JSON.stringify(FORMAT)}`);
  if (content['formatVersion'] !== 1)
    throw badFile('formatVersion', 'not 1; a newer version of the app may have written it');
  const specification = ModelSpecification.safeParse(content['specification']);
  if (!specification.success) throw badFile('specification', firstIssue(specification.error));
  const preparation = Preparation.safeParse(content['preparation']);
  if (!preparation.success) throw badFile('preparation', firstIssue(preparation.error));
  // Files of earlier versions have none.
  const selfTest = SelfTest.optional().safeParse(content['selfTest']);
  if (!selfTest.success) throw badFile('selfTest', firstIssue(selfTest.error));
  const parameters = Object.entries(asObject(content['parameters'], 'parameters'));
  if (parameters.length > MAX_TENSORS)
    throw badFile('parameters', `${parameters.length}; at most ${MAX_TENSORS} are read`);
  return {
    specification: specification.data,
    preparation: preparation.data,
    notes: asTexts(content['notes'], 'notes'),
    ...(selfTest.data && { selfTest: selfTest.data }),
    tensors: parameters.map(([name, value]) => readTensor(name, value)),
  };
}

/** @param start index of the first number of this part, which spans the shape from `dimension` on */
function nested(shape: readonly number[], values: Float32Array, dimension: number, start: number): string {
  const size = shape[dimension];
  if (size === undefined) return numeral(values[start] as number);
  if (dimension === shape.length - 1)
    return `[${Array.from(values.subarray(start, start + size), numeral).join(', ')}]`;
  const stride = shape.slice(dimension + 1).reduce((product, next) => product * next, 1);
  const indent = '  '.repeat(dimension + 3);
  const parts = Array.from({ length: size }, (_, index) =>
    nested(shape, values, dimension + 1, start + index * stride),
  );
  return `[\n${parts.map((part) => indent + part).join(',\n')}\n${indent.slice(2)}]`;
}

function numeral(value: number): string {
  return Number.isFinite(value) ? shortestDecimal(value) : JSON.stringify(String(value));
}

function readTensor(name: string, value: unknown): Tensor {
  const place = `parameters, ${JSON.stringify(name)}`;
  const shape: number[] = [];
  for (let inner = value; Array.isArray(inner); inner = inner[0] as unknown) {
    if (inner.length === 0) throw badFile(place, 'an empty list');
    shape.push(inner.length);
  }
  if (shape.length > MAX_DIMENSIONS)
    throw badFile(place, `${shape.length} dimensions; at most ${MAX_DIMENSIONS} are read`);
  const values: number[] = [];
  collect(value, shape, values, place);
  return { name, shape, values: Float32Array.from(values) };
}

/** Appends the numbers of nested lists in row-major order. */
function collect(value: unknown, shape: readonly number[], values: number[], place: string): void {
  const [size, ...inner] = shape;
  if (size === undefined) {
    values.push(readNumber(value, place));
    return;
  }
  if (!Array.isArray(value) || value.length !== size)
    throw badFile(place, `a list does not have ${size} entries as the first does`);
  for (const item of value) collect(item, inner, values, place);
}

function readNumber(value: unknown, place: string): number {
  const number = typeof value === 'number' ? value : SPECIAL.get(value);
  if (number === undefined) throw badFile(place, `${JSON.stringify(value)?.slice(0, 40)} is not a number`);
  // 1e39 is no float32; that it silently became Infinity would be a guess.
  if (
    Number.isFinite(number) !== Number.isFinite(Math.fround(number)) ||
    (!Number.isFinite(number) && typeof value === 'number')
  ) {
    throw badFile(place, `${number} is too large for float32`);
  }
  return number;
}
