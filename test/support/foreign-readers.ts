/** Readers of our formats that others wrote. */
import { execFileSync } from 'node:child_process';

/** One array as NumPy sees it. */
export interface NumpyArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Its bytes, row-major. */
  readonly hex: string;
}

const READ_NPZ = `
import json, sys, zipfile, numpy
with numpy.load(sys.argv[1], allow_pickle=False) as file:
    arrays = {name: {'dtype': str(a.dtype), 'shape': list(a.shape), 'hex': a.tobytes().hex()} for name, a in file.items()}
print(json.dumps({'arrays': arrays, 'comment': zipfile.ZipFile(sys.argv[1]).comment.decode()}))
`;

const WRITE_NPZ = `
import sys, numpy
arrays = dict(
    w_in1=numpy.arange(6, dtype='<f4').reshape(2, 3), b_out=numpy.array(-0.0, dtype='<f8'),
    w_out=numpy.array([numpy.nan, numpy.inf, 5e-324]), specification=numpy.array('{"period": 2, "name": "\\u2082"}'),
)
numpy.savez(sys.argv[1], **arrays)
numpy.savez_compressed(sys.argv[2], **arrays)
numpy.savez(sys.argv[3], fortran=numpy.asfortranarray(numpy.ones((2, 3), 'f4')))
numpy.savez(sys.argv[4], objects=numpy.array([{}], dtype=object))
`;

/** The first Python that has NumPy, or null; and the first that has PyTorch. */
export const numpyPython: string | null = pythonWith('numpy');
export const torchPython: string | null = pythonWith('torch');
/** With the package safetensors beside it (`pip install safetensors`). */
export const safetensorsPython: string | null = pythonWith('safetensors.torch');
/** ONNX Runtime's own package for Python (`pip install onnxruntime`). */
export const onnxPython: string | null = pythonWith('onnxruntime');
/** TensorBoard's own package (`pip install tensorboard`), which few have beside the other two. */
export const tensorBoardPython: string | null = pythonWith('tensorboard.backend.event_processing.event_accumulator');

function pythonWith(module: string): string | null {
  const found = ['python3', '/usr/bin/python3'].find((python) => {
    try {
      execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  return found ?? null;
}

/** One scalar as TensorBoard shows it, in seconds since 1970. */
export interface TensorBoardScalar {
  readonly wallTime: number;
  readonly step: number;
  /** Bytes of its float32, little-endian. */
  readonly hex: string;
}

const READ_EVENTS = `
import json, struct, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
log = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0, 'tensors': 0}, purge_orphaned_data=False).Reload()
# What it shows of scalars: as they are, or made tensors of one number.
def numbers(tag):
    if tag in log.Tags()['scalars']:
        return [(e.wall_time, e.step, e.value) for e in log.Scalars(tag)]
    return [(e.wall_time, e.step, e.tensor_proto.float_val[0]) for e in log.Tensors(tag)]
tags = log.Tags()['scalars'] + log.Tags()['tensors']
print(json.dumps({
    'records': sum(1 for _ in RawEventFileLoader(sys.argv[1]).Load()),
    'scalars': {
        tag: [{'wallTime': w, 'step': s, 'hex': struct.pack('<f', v).hex()} for w, s, v in numbers(tag)] for tag in tags
    },
}))
`;

/** An event file through TensorBoard's EventAccumulator, all of it; and how many records its loader finds. */
export function readWithTensorBoard(
  python: string,
  path: string,
): { readonly records: number; readonly scalars: Record<string, TensorBoardScalar[]> } {
  const said = execFileSync(python, ['-c', READ_EVENTS, path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return JSON.parse(said) as ReturnType<typeof readWithTensorBoard>;
}

/** `numpy.load(path, allow_pickle=False)`, everything in it, and the ZIP file's comment. */
export function readWithNumpy(
  python: string,
  path: string,
): { readonly arrays: Record<string, NumpyArray>; readonly comment: string } {
  const said = execFileSync(python, ['-c', READ_NPZ, path], { encoding: 'utf8' });
  return JSON.parse(said) as ReturnType<typeof readWithNumpy>;
}

/** Files by NumPy itself: plain, compressed, in Fortran order, with objects. */
export function writeWithNumpy(
  python: string,
  plain: string,
  compressed: string,
  fortran: string,
  objects: string,
): void {
  execFileSync(python, ['-c', WRITE_NPZ, plain, compressed, fortran, objects]);
}
