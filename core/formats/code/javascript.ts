/** A network as a single JavaScript module, for Node and for browsers. */
import type { WeightsFile } from '../../contract/weights';
import { writeWeightsJson } from '../json';
import { writeCodeExport } from './code-export';
import { jsonLiteral } from './json-literal';

const USAGE = `
    node model.mjs                       # runs the self-test

\`\`\`js
import { readFileSync } from 'node:fs';  // in a browser: await (await fetch('weights.json')).json()
import { Network } from './model.mjs';

const network = new Network(JSON.parse(readFileSync('weights.json', 'utf8')));
const y = network.predict(values);       // values: [L][D], in the columns' own units
\`\`\`

Needs Node 16 or a browser of 2021 or later. \`network.forward(x)\` takes scaled inputs and gives the scaled outputs of every step.
`;

export function writeJavaScriptExport(file: WeightsFile): Uint8Array<ArrayBuffer> {
  return writeCodeExport(file, {
    usage: USAGE,
    code: { name: 'model.mjs', source: source(file) },
    weights: { name: 'weights.json', bytes: writeWeightsJson(file) },
  });
}

const STEPS = {
  alarmwork: `let z2 = new Array(specification.hiddenUnits).fill(0);
    return x.map((now, index) => {
      // Steps count from 1. The alarm rings; else the value is held.
      if ((index + 1) % specification.period === 0) z2 = layer([w.w_in2, now], [w.w_rec2, z2], w.b_in2);
      const z1 = layer([w.w_in1, now], [w.w_rec1, z2], w.b_in1);
      return layer([w.w_out, z1], null, w.b_out);
    });`,
  elman: `let h = new Array(specification.hiddenUnits).fill(0);
    return x.map((now) => {
      h = layer([w.w_in, now], [w.w_rec, h], w.b_in);
      return layer([w.w_out, h], null, w.b_out);
    });`,
} as const;

function source({ specification, preparation }: WeightsFile): string {
  return `/**
 * A trained network in plain JavaScript.
 *
 *     node model.mjs        runs the self-test that its weights carry
 */
export const specification = JSON.parse(${jsonLiteral(specification)});
export const preparation = JSON.parse(${jsonLiteral(preparation)});

export class Network {
  /** @param file what JSON.parse makes of weights.json */
  constructor(file) {
    // What JSON has no number for stands as a text: "NaN", "Infinity", "-Infinity".
    const numbers = (value) => (Array.isArray(value) ? value.map(numbers) : Number(value));
    this.weights = Object.fromEntries(Object.entries(file.parameters).map(([name, value]) => [name, numbers(value)]));
  }

  /** Scaled outputs of every step, [L][M], from scaled inputs [L][D]. */
  forward(x) {
    const w = this.weights;
    ${STEPS[specification.model]}
  }

  /**
   * Outputs in their own units, from inputs in theirs: [M] of the last step, or [L][M] of every step, as the network was
   * trained. Where preparation.differencing is true, inputs and outputs are changes: see the README.
   */
  predict(values) {
    const y = this.forward(scale(values)).map(unscale);
    return specification.readout === 'last' ? y[y.length - 1] : y;
  }
}

/** tanh(weight input + recurrent state + bias) */
function layer([weight, input], chain, bias) {
  return bias.map((start, unit) => {
    let sum = start + product(weight[unit], input);
    if (chain) sum += product(chain[0][unit], chain[1]);
    return Math.tanh(sum);
  });
}

function product(row, values) {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i] * values[i];
  return sum;
}

function scale(values) {
  return values.map((row) => row.map((value, d) => (value - preparation.inputs[d].offset) * preparation.inputs[d].factor));
}

/** A column that did not change in training has the factor 0, and its one value as its offset. */
function unscale(row) {
  return row.map((value, m) => {
    const { offset, factor } = preparation.outputs[m];
    return factor === 0 ? offset : value / factor + offset;
  });
}

/** The largest difference from the outputs that the file expects; Infinity where one is no number and the other is. */
export function selfTest(file) {
  const actual = new Network(file).forward(file.selfTest.inputs).flat();
  let largest = 0;
  file.selfTest.outputs.flat().forEach((expected, at) => {
    const difference = Math.abs(Number(expected) - actual[at]);
    if (!Object.is(Number(expected), actual[at])) largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  });
  return largest;
}

async function main() {
  const { readFileSync } = await import('node:fs');
  const file = JSON.parse(readFileSync(new URL('weights.json', import.meta.url), 'utf8'));
  const difference = selfTest(file);
  const passed = difference <= file.selfTest.tolerance;
  console.log('self-test ' + (passed ? 'passed' : 'FAILED') + ': largest difference ' + difference.toPrecision(3));
  process.exitCode = passed ? 0 : 1;
}

if (typeof process === 'object' && process.argv && process.argv[1]) {
  const { pathToFileURL } = await import('node:url');
  const { realpathSync } = await import('node:fs');
  if (pathToFileURL(realpathSync(process.argv[1])).href === import.meta.url) await main();
}
`;
}
