/** A network as a single Python file that needs nothing but NumPy. */
import type { WeightsFile } from '../../contract/weights';
import { writeNpz } from '../npz';
import { writeCodeExport } from './code-export';
import { jsonLiteral } from './json-literal';

const USAGE = `
    python model.py                      # runs the self-test

\`\`\`python
from model import Network

network = Network()                      # reads weights.npz beside model.py
y = network.predict(values)              # values: [L, D] or [batch, L, D], in the columns' own units
\`\`\`

Needs Python 3.8 and NumPy 1.20 or later. \`network.forward(x)\` takes scaled inputs and gives the scaled outputs of every step.
`;

export function writeNumpyExport(file: WeightsFile): Uint8Array<ArrayBuffer> {
  return writeCodeExport(file, {
    usage: USAGE,
    code: { name: 'model.py', source: source(file) },
    weights: { name: 'weights.npz', bytes: writeNpz(file) },
  });
}

const STATES = {
  alarmwork: `z2 = np.zeros(x.shape[:-2] + (SPECIFICATION['hiddenUnits'],))`,
  elman: `h = np.zeros(x.shape[:-2] + (SPECIFICATION['hiddenUnits'],))`,
} as const;

const STEPS = {
  alarmwork: `if l % SPECIFICATION['period'] == 0:  # the alarm rings; else the value is held
                    z2 = np.tanh(now @ w['w_in2'].T + z2 @ w['w_rec2'].T + w['b_in2'])
                z1 = np.tanh(now @ w['w_in1'].T + z2 @ w['w_rec1'].T + w['b_in1'])
                outputs.append(np.tanh(z1 @ w['w_out'].T + w['b_out']))`,
  elman: `h = np.tanh(now @ w['w_in'].T + h @ w['w_rec'].T + w['b_in'])
                outputs.append(np.tanh(h @ w['w_out'].T + w['b_out']))`,
} as const;

function source({ specification, preparation }: WeightsFile): string {
  return `"""A trained network, run with nothing but NumPy.

    python model.py        runs the self-test that its weights carry

weights.npz holds the parameters; its ZIP comment is their description, as JSON.
"""
import json
import os
import sys
import zipfile

import numpy as np

SPECIFICATION = json.loads(${jsonLiteral(specification)})
PREPARATION = json.loads(${jsonLiteral(preparation)})
WEIGHTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'weights.npz')


class Network:
    def __init__(self, path=WEIGHTS):
        with np.load(path, allow_pickle=False) as file:
            self.weights = {name: file[name].astype(np.float64) for name in file.files}
        with zipfile.ZipFile(path) as file:
            self.about = json.loads(file.comment.decode('utf-8'))

    def forward(self, x):
        """Scaled outputs of every step, [..., L, M], from scaled inputs [..., L, D]."""
        x = np.asarray(x, dtype=np.float64)
        w = self.weights
        ${STATES[specification.model]}
        outputs = []
        with np.errstate(invalid='ignore', over='ignore'):
            for l in range(1, x.shape[-2] + 1):
                now = x[..., l - 1, :]
                ${STEPS[specification.model]}
        return np.stack(outputs, axis=-2)

    def predict(self, values):
        """Outputs in their own units, from inputs in theirs: of the last step, or of every step, as the network was trained.

        Where PREPARATION['differencing'] is true, inputs and outputs are changes: see the README.
        """
        y = unscale(self.forward(scale(values)))
        return y[..., -1, :] if SPECIFICATION['readout'] == 'last' else y


def scale(values):
    offset, factor = constants('inputs')
    return (np.asarray(values, dtype=np.float64) - offset) * factor


def unscale(y):
    offset, factor = constants('outputs')
    # A column that did not change in training has the factor 0, and its one value as its offset.
    return np.where(factor == 0, 0, y / np.where(factor == 0, 1, factor)) + offset


def constants(columns):
    scalings = PREPARATION[columns]
    return np.array([s['offset'] for s in scalings]), np.array([s['factor'] for s in scalings])


def self_test():
    """The largest difference from the outputs that the file expects, and whether it is small enough."""
    network = Network()
    test = network.about['selfTest']
    expected = np.array([[float(value) for value in row] for row in test['outputs']])
    actual = network.forward(np.array(test['inputs']))
    same = np.isnan(expected) & np.isnan(actual)
    difference = float(np.max(np.where(same, 0, np.abs(expected - actual))))
    return difference, difference <= test['tolerance']


if __name__ == '__main__':
    found, passed = self_test()
    print('self-test %s: largest difference %.3g' % ('passed' if passed else 'FAILED', found))
    sys.exit(0 if passed else 1)
`;
}
