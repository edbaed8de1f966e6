import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelSpecification } from '../../core/contract/weights';
import { writeNpz } from '../../core/formats/npz';
import { encodeWeights } from '../../core/formats/weights-file';
import { createPass } from '../../core/nn/network';
import { initializeParameters } from '../../core/nn/initialization';
import { parameterLayout } from '../../core/nn/parameters';
import { Rng } from '../../core/random/rng';
import { unpackExport } from '../support/code-exports';
import { numpyPython, onnxPython, safetensorsPython } from '../support/foreign-readers';
import { hyperparameterTable } from '../support/hyperparameter-table';
import { temporaryFolder } from '../support/temporary-folder';
import { trainedFile } from '../support/trained-file';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

describe('the README', () => {
  it('describes every hyperparameter as the code does', () => {
    expect(readme).toContain(hyperparameterTable());
  });

  it.skipIf(numpyPython === null)('shows NumPy code that computes what the app computes', () => {
    const specification: ModelSpecification = {
      model: 'alarmwork',
      inputs: 3,
      hiddenUnits: 5,
      outputs: 2,
      period: 3,
      readout: 'every',
    };
    const L = 10;
    const rng = Rng.fromSeed(1, 'data');
    const parameters = initializeParameters(specification, rng);
    const pass = createPass(specification, {
      precision: 'float64',
      batchSize: 1,
      steps: L,
      outputs: L,
      updatesBack: 1,
      continues: false,
    });
    pass.x.forEach((_, i) => (pass.x[i] = rng.between(-1, 1)));
    pass.forward(Float64Array.from(parameters));

    const snippet = /```python\n(import json\nimport zipfile[\s\S]*?)```/.exec(readme)?.[1];
    const folder = temporaryFolder();
    const tensors = parameterLayout(specification).map(({ name, shape, offset, size }) => ({
      name,
      shape,
      values: parameters.slice(offset, offset + size),
    }));
    const preparation = { inputs: [], outputs: [], window: L, horizon: 1, differencing: false };
    writeFileSync(join(folder, 'weights.npz'), writeNpz({ specification, preparation, tensors, notes: {} }));
    const x = JSON.stringify(Array.from({ length: L }, (_, l) => Array.from(pass.x.subarray(l * 3, (l + 1) * 3))));
    writeFileSync(join(folder, 'use.py'), `${snippet}\nprint(json.dumps(forward(np.array(${x})).ravel().tolist()))\n`);
    const said = execFileSync(numpyPython ?? '', ['use.py'], { cwd: folder, encoding: 'utf8' });
    (JSON.parse(said) as number[]).forEach((output, i) => {
      // Float32 weights times float64 inputs: both sides compute in float64.
      expect(output).toBeCloseTo(pass.y[i] ?? NaN, 12);
    });
  });

  it.each([
    { format: 'onnx', snippet: /```js\n(import \{ InferenceSession[\s\S]*?)```/, said: '[...y.data]' },
    { format: 'javascript', snippet: /```js\n(import \{ readFileSync[\s\S]*?)```/, said: 'outputs.flat()' },
  ] as const)('shows JavaScript that computes what the app computes, from $format', ({ format, snippet, said }) => {
    const { file } = trainedFile({ readout: 'every' });
    const bytes = encodeWeights(format, file);
    const folder = format === 'onnx' ? temporaryFolder() : unpackExport(bytes);
    if (format === 'onnx') writeFileSync(join(folder, 'weights.onnx'), bytes);
    symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'), 'junction');
    const { inputs, outputs } = file.selfTest ?? { inputs: [], outputs: [] };
    const code = `const sequence = ${JSON.stringify(inputs)};\n${snippet.exec(readme)?.[1]}\nconsole.log(JSON.stringify(${said}));`;
    writeFileSync(join(folder, 'use.mjs'), code);
    const printed = execFileSync(process.execPath, ['use.mjs'], { cwd: folder, encoding: 'utf8' });
    // The self-test's own tolerance.
    (JSON.parse(printed) as number[]).forEach((output, at) => {
      expect(output).toBeCloseTo(Number(outputs.flat()[at]), 5);
    });
  });

  it.skipIf(safetensorsPython === null)(
    'shows how PyTorch loads safetensors, into the module of the pytorch export',
    () => {
      const { file } = trainedFile({ readout: 'every' });
      const folder = unpackExport(encodeWeights('pytorch', file));
      const snippet = /```python\n(from safetensors\.torch import[\s\S]*?)```/.exec(readme)?.[1];
      const code = `${snippet}
import json
from model import Network
Network().load_state_dict(weights)
print(json.dumps({name: [str(w.dtype), list(w.shape), w.numpy().tobytes().hex()] for name, w in weights.items()}))
`;
      writeFileSync(join(folder, 'use.py'), code);
      const said = execFileSync(safetensorsPython ?? '', ['use.py'], { cwd: folder, encoding: 'utf8' });
      const expected = file.tensors.map(({ name, shape, values }) => [
        name,
        ['torch.float32', [...shape], Buffer.from(Float32Array.from(values).buffer).toString('hex')],
      ]);
      expect(JSON.parse(said)).toEqual(Object.fromEntries(expected));
    },
  );

  it.skipIf(onnxPython === null)('says how ONNX Runtime runs in Python', () => {
    const { file } = trainedFile({ readout: 'every' });
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'weights.onnx'), encodeWeights('onnx', file));
    const { inputs, outputs } = file.selfTest ?? { inputs: [], outputs: [] };
    const said = /in Python it is `([^`]+)`/.exec(readme)?.[1];
    const code = `import json, numpy
from onnxruntime import InferenceSession
x = numpy.array([${JSON.stringify(inputs)}], dtype='float32')
print(json.dumps((${said})[0].ravel().tolist()))
`;
    writeFileSync(join(folder, 'use.py'), code);
    const printed = execFileSync(onnxPython ?? '', ['use.py'], { cwd: folder, encoding: 'utf8' });
    // The self-test's own tolerance.
    (JSON.parse(printed) as number[]).forEach((output, at) => {
      expect(output).toBeCloseTo(Number(outputs.flat()[at]), 5);
    });
    expect(JSON.parse(printed)).toHaveLength(outputs.flat().length);
  });
});
