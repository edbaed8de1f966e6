/** ONNX's messages, as far as a network of ours needs them. Source: onnx.proto of ONNX 1.10 (IR version 7). */
import type { Tensor } from '../contract/weights';
import { toLittleEndian } from './little-endian';
import { bytesField, messageField, textField, varintField } from './protobuf';
import { encodeUtf8 } from './utf8';

export const DATA_TYPES = { float32: 1, int64: 7, bool: 9 } as const;
/** Field numbers that are read back. */
export const MODEL = { irVersion: 1, producer: 2, graph: 7, opset: 8, metadata: 14 } as const;
export const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
export const TENSOR = { dimensions: 1, dataType: 2, name: 8, raw: 9 } as const;

const ATTRIBUTE_TYPES = { int: 2, tensor: 4, graph: 5, ints: 7 } as const;

export type Attribute =
  { readonly int: number } | { readonly ints: readonly number[] } | { readonly graph: readonly Uint8Array[] };

/** A value that flows through a graph; dimensions that are free have a name. */
export interface Value {
  readonly name: string;
  readonly type: keyof typeof DATA_TYPES;
  readonly shape: readonly (number | string)[];
}

export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): Uint8Array {
  return messageField(
    GRAPH.node,
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(3, `compute_${outputs[0] ?? ''}`),
    textField(4, operator),
    ...Object.entries(attributes).map(([name, attribute]) => attributeField(name, attribute)),
  );
}

function attributeField(name: string, attribute: Attribute): Uint8Array {
  if ('int' in attribute) {
    return messageField(5, textField(1, name), varintField(3, attribute.int), varintField(20, ATTRIBUTE_TYPES.int));
  }
  if ('ints' in attribute) {
    const ints = attribute.ints.map((int) => varintField(8, int));
    return messageField(5, textField(1, name), ...ints, varintField(20, ATTRIBUTE_TYPES.ints));
  }
  return messageField(
    5,
    textField(1, name),
    messageField(6, ...attribute.graph),
    varintField(20, ATTRIBUTE_TYPES.graph),
  );
}

export function float32Initializer({ name, shape, values }: Tensor): Uint8Array {
  return initializer(name, shape, DATA_TYPES.float32, toLittleEndian(values));
}

/** @param shape `[]` for a single number */
export function int64Initializer(name: string, values: readonly number[], shape = [values.length]): Uint8Array {
  const raw = new Uint8Array(8 * values.length);
  const view = new DataView(raw.buffer);
  values.forEach((value, index) => view.setBigInt64(8 * index, BigInt(value), true));
  return initializer(name, shape, DATA_TYPES.int64, raw);
}

function initializer(name: string, shape: readonly number[], type: number, raw: Uint8Array): Uint8Array {
  return messageField(
    GRAPH.initializer,
    ...shape.map((length) => varintField(TENSOR.dimensions, length)),
    varintField(TENSOR.dataType, type),
    textField(TENSOR.name, name),
    // Bytes and not numbers, so that every NaN keeps its payload.
    bytesField(TENSOR.raw, raw),
  );
}

export function valueField(field: typeof GRAPH.input | typeof GRAPH.output, { name, type, shape }: Value): Uint8Array {
  const dimensions = shape.map((size) =>
    messageField(1, typeof size === 'number' ? varintField(1, size) : textField(2, size)),
  );
  const tensorType = messageField(1, varintField(1, DATA_TYPES[type]), messageField(2, ...dimensions));
  return messageField(field, textField(1, name), messageField(2, tensorType));
}

export function metadataField(key: string, text: string): Uint8Array {
  return messageField(MODEL.metadata, textField(1, key), bytesField(2, encodeUtf8(text)));
}
