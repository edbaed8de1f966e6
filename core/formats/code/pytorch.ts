/** A network as a single PyTorch module; its safetensors file is its state dict. */
import type { WeightsFile } from '../../contract/weights';
import { writeSafetensors } from '../safetensors';
import { writeCodeExport } from './code-export';
import { jsonLiteral } from './json-literal';

const USAGE = `
    python model.py                      # runs the self-test

\`\`\`python
from model import load

network, about = load()                  # reads weights.safetensors beside model.py
y = network.predict(values)              # values: [batch, L, D], in the columns' own units
\`\`\`

Needs Python 3.8 and PyTorch 1.10 or later. \`network(x)\` takes scaled inputs and gives the scaled outputs of every step; it can
be trained further. The file is the module's state dict: with the package safetensors,
\`Network().load_state_dict(safetensors.torch.load_file('weights.safetensors'))\`.
`;

export function writePyTorchExport(file: WeightsFile): Uint8Array<ArrayBuffer> {
  return writeCodeExport(file, {
    usage: USAGE,
    code: { name: 'model.py', source: source(file) },
    weights: { name: 'weights.safetensors', bytes: writeSafetensors(file) },
  });
}

const PARAMETERS = {
  alarmwork: `self.w_in1 = parameter(P, D)
        self.w_rec1 = parameter(P, P)
        self.b_in1 = parameter(P)
        self.w_in2 = parameter(P, D)
        self.w_rec2 = parameter(P, P)
        self.b_in2 = parameter(P)`,
  elman: `self.w_in = parameter(P, D)
        self.w_rec = parameter(P, P)
        self.b_in = parameter(P)`,
} as const;

const STEPS = {
  alarmwork: `z2 = x.new_zeros(x.shape[0], SPECIFICATION['hiddenUnits'])
        outputs = []
        for l in range(1, x.shape[1] + 1):
            now = x[:, l - 1]
            if l % SPECIFICATION['period'] == 0:  # the alarm rings; else the value is held
                z2 = torch.tanh(now @ self.w_in2.T + z2 @ self.w_rec2.T + self.b_in2)
            z1 = torch.tanh(now @ self.w_in1.T + z2 @ self.w_rec1.T + self.b_in1)
            outputs.append(torch.tanh(z1 @ self.w_out.T + self.b_out))`,
  elman: `h = x.new_zeros(x.shape[0], SPECIFICATION['hiddenUnits'])
        outputs = []
        for l in range(x.shape[1]):
            h = torch.tanh(x[:, l] @ self.w_in.T + h @ self.w_rec.T + self.b_in)
            outputs.append(torch.tanh(h @ self.w_out.T + self.b_out))`,
} as const;

function source({ specification, preparation }: WeightsFile): string {
  return `"""A trained network as a PyTorch module.

    python model.py        runs the self-test that its weights carry

weights.safetensors is the module's state dict; its __metadata__ is the description, each text JSON.
"""
import json
import os
import sys

import torch

SPECIFICATION = json.loads(${jsonLiteral(specification)})
PREPARATION = json.loads(${jsonLiteral(preparation)})
WEIGHTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'weights.safetensors')


def parameter(*shape):
    return torch.nn.Parameter(torch.zeros(*shape))


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        D, P, M = SPECIFICATION['inputs'], SPECIFICATION['hiddenUnits'], SPECIFICATION['outputs']
        ${PARAMETERS[specification.model]}
        self.w_out = parameter(M, P)
        self.b_out = parameter(M)

    def forward(self, x):
        """Scaled outputs of every step, [batch, L, M], from scaled inputs [batch, L, D]."""
        ${STEPS[specification.model]}
        return torch.stack(outputs, dim=1)

    @torch.no_grad()
    def predict(self, values):
        """Outputs in their own units, from inputs in theirs: of the last step, or of every step, as the network was trained.

        Where PREPARATION['differencing'] is true, inputs and outputs are changes: see the README.
        """
        y = unscale(self(scale(values)))
        return y[:, -1] if SPECIFICATION['readout'] == 'last' else y


def scale(values):
    offset, factor = constants('inputs')
    # In float64, because an offset may be large beside what is left.
    return ((torch.as_tensor(values, dtype=torch.float64) - offset) * factor).float()


def unscale(y):
    offset, factor = constants('outputs')
    # A column that did not change in training has the factor 0, and its one value as its offset.
    constant = factor == 0
    return torch.where(constant, torch.zeros_like(offset), y.double() / torch.where(constant, torch.ones_like(factor), factor)) + offset


def constants(columns):
    scalings = PREPARATION[columns]
    numbers = [[s['offset'] for s in scalings], [s['factor'] for s in scalings]]
    return torch.tensor(numbers, dtype=torch.float64).unbind()


def load(path=WEIGHTS):
    """The network, and the description that its file holds."""
    with open(path, 'rb') as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), 'little')).decode('utf-8'))
        data = bytearray(file.read())
    about = {name: json.loads(text) for name, text in header.pop('__metadata__', {}).items()}
    numbers = torch.frombuffer(data, dtype=torch.float32)
    state = {}
    for name, entry in header.items():
        start, end = entry['data_offsets']
        state[name] = numbers[start // 4:end // 4].reshape(entry['shape']).clone()
    network = Network()
    network.load_state_dict(state)
    return network, about


def self_test():
    """The largest difference from the outputs that the file expects, and whether it is small enough."""
    network, about = load()
    test = about['selfTest']
    expected = torch.tensor([[float(value) for value in row] for row in test['outputs']])
    with torch.no_grad():
        actual = network(torch.tensor([test['inputs']], dtype=torch.float32))[0]
    same = torch.isnan(expected) & torch.isnan(actual)
    difference = torch.where(same, torch.zeros_like(expected), (expected - actual).abs()).max().item()
    return difference, difference <= test['tolerance']


if __name__ == '__main__':
    found, passed = self_test()
    print('self-test %s: largest difference %.3g' % ('passed' if passed else 'FAILED', found))
    sys.exit(0 if passed else 1)
`;
}
