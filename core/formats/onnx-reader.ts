/** The parameters and texts of an ONNX file of ours. The graph is not looked at: what it computes is for a runtime to say. */
import { badFile } from './bad-file';
import { float32FromLittleEndian } from './little-endian';
import { MAX_FILE_BYTES, MAX_TENSORS } from './limits';
import { DATA_TYPES, GRAPH, MODEL, TENSOR } from './onnx-messages';
import { readMessage } from './protobuf';
import { elementCount, type ReadTensor, type ReadWeights } from './tensor';
import { decodeUtf8 } from './utf8';

/** @throws StudioError `bad-file` naming the message. Initialisers of other types than float32 are the graph's own constants */
export function readOnnx(bytes: Uint8Array): ReadWeights {
  if (bytes.length > MAX_FILE_BYTES) throw badFile('File', `larger than ${MAX_FILE_BYTES} bytes`);
  const metadata = new Map<string, string>();
  let graph: Uint8Array | null = null;
  for (const { field, value } of readMessage(bytes, 'Model')) {
    if (typeof value === 'number') continue;
    if (field === MODEL.graph) {
      if (graph !== null) throw badFile('Model', 'has two graphs');
      graph = value;
    }
    if (field === MODEL.metadata) {
      const { key, text } = readMetadata(value);
      if (metadata.has(key)) throw badFile('metadata_props', `names ${JSON.stringify(key)} twice`);
      metadata.set(key, text);
    }
  }
  if (graph === null) throw badFile('Model', 'has no graph: it is not an ONNX file');
  const tensors: ReadTensor[] = [];
  let initializers = 0;
  for (const { field, value } of readMessage(graph, 'Graph')) {
    if (field !== GRAPH.initializer || typeof value === 'number') continue;
    if (++initializers > MAX_TENSORS) throw badFile('Graph', `more than ${MAX_TENSORS} initialisers`);
    const tensor = readInitializer(value);
    if (!tensor) continue;
    if (tensors.some(({ name }) => name === tensor.name)) {
      throw badFile(`Initialiser ${JSON.stringify(tensor.name)}`, 'is there twice');
    }
    tensors.push(tensor);
  }
  return { tensors, metadata: Object.fromEntries(metadata) };
}

function readMetadata(bytes: Uint8Array): { key: string; text: string } {
  const texts = ['', ''];
  for (const { field, value } of readMessage(bytes, 'metadata_props')) {
    if (typeof value !== 'number' && (field === 1 || field === 2))
      texts[field - 1] = decodeUtf8(value, 'metadata_props');
  }
  const [key = '', text = ''] = texts;
  if (key === '__proto__') throw badFile('metadata_props', 'the name "__proto__" is not allowed');
  return { key, text };
}

/** @returns null for another type than float32 */
function readInitializer(bytes: Uint8Array): ReadTensor | null {
  let name = '';
  let type = 0;
  let raw: Uint8Array | null = null;
  const shape: number[] = [];
  for (const { field, value } of readMessage(bytes, 'Initialiser')) {
    if (field === TENSOR.dimensions && typeof value === 'number') shape.push(value);
    if (field === TENSOR.dataType && typeof value === 'number') type = value;
    if (field === TENSOR.name && typeof value !== 'number') name = decodeUtf8(value, 'Initialiser');
    if (field === TENSOR.raw && typeof value !== 'number') raw = value;
  }
  if (type !== DATA_TYPES.float32) return null;
  const place = `Initialiser ${JSON.stringify(name)}`;
  if (raw === null) throw badFile(place, 'has no raw_data; only files that this app wrote are read');
  const due = 4 * elementCount(shape, place);
  if (raw.length !== due) throw badFile(place, `${raw.length} bytes of data where ${due} are due`);
  return { name, shape, values: float32FromLittleEndian(raw) };
}
