import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WeightsFile } from '../../../core/contract/weights';
import { readWeightsJson, writeWeightsJson } from '../../../core/formats/json';
import { bitFlips, scrambles, truncations } from '../../support/damage';
import { messageOf, valueOrRefusal } from '../../support/expect-studio-error';
import { anyWeights, bitsOf, sampleWeights, tensor } from '../../support/weights-samples';

/** JSON has one NaN only. */
const withOneNaN = (weights: WeightsFile): WeightsFile => ({
  ...weights,
  tensors: weights.tensors.map((each) => ({
    ...each,
    values: each.values.map((value) => (Number.isNaN(value) ? Number.NaN : value)),
  })),
});

it('gives any weights back, to the bit but for the payload of NaN', () => {
  fc.assert(
    fc.property(anyWeights, (generated) => {
      const weights = withOneNaN(generated);
      const { tensors, ...rest } = readWeightsJson(writeWeightsJson(generated));
      expect(bitsOf(tensors)).toEqual(bitsOf(weights.tensors));
      expect({ ...rest, tensors: weights.tensors }).toEqual(weights);
    }),
  );
});

it('is JSON that people can read', () => {
  const tensors = [
    tensor('w_in1', [2, 2], Float32Array.of(0.1, -0, Number.NaN, Number.NEGATIVE_INFINITY)),
    tensor('b_out', [1], Float32Array.of(1e-8)),
  ];
  const text = Buffer.from(writeWeightsJson({ ...sampleWeights(), tensors })).toString();
  expect(text.slice(text.indexOf('  "parameters"'))).toBe(`  "parameters": {
    "w_in1": [
      [0.1, -0],
      ["NaN", "-Infinity"]
    ],
    "b_out": [1e-8]
  }
}
`);
});

describe('refuses, with the place,', () => {
  const good = Buffer.from(
    writeWeightsJson({ ...sampleWeights(), tensors: [tensor('w', [2, 2], Float32Array.of(1, 2, 3, 4))] }),
  ).toString();

  it.each([
    ['another format', '"alarmworknet-weights"', '"other"', 'format: not "alarmworknet-weights"'],
    ['a later version', '"formatVersion": 1', '"formatVersion": 2', 'formatVersion: not 1'],
    ['a wrong specification', '"period": 2', '"period": 0', 'specification: period: '],
    ['a wrong preparation', '"window": 24', '"window": "24"', 'preparation: window: '],
    ['ragged lists', '[1, 2]', '[1, 2, 3]', 'parameters, "w": a list does not have 3 entries'],
    ['lists of different depth', '[3, 4]', '[3, [4]]', 'parameters, "w": [4] is not a number'],
    ['an empty list', '[1, 2]', '[]', 'parameters, "w": an empty list'],
    ['a text', '[1, 2]', '[1, "2"]', 'parameters, "w": "2" is not a number'],
    ['null', '[1, 2]', '[1, null]', 'parameters, "w": null is not a number'],
    ['a number that float32 cannot hold', '[1, 2]', '[1, 1e39]', 'parameters, "w": 1e+39 is too large'],
    ['a number that no float can hold', '[1, 2]', '[1, 1e999]', 'parameters, "w": Infinity is too large'],
    ['two equal names', '"w":', '"w": 1, "\\u0077":', 'the key "w" appears twice'],
    ['__proto__', '"w":', '"__proto__":', 'the key "__proto__" is not allowed'],
    ['notes that are no texts', '"seed": "7"', '"seed": 7', 'notes: "seed" is not a text'],
  ])('%s', (_, from, to, message) => {
    expect(good).toContain(from);
    expect(messageOf('bad-file', () => readWeightsJson(Buffer.from(good.replace(from, to))))).toContain(message);
  });
});

it('answers any damage with a StudioError or other values', () => {
  const bytes = writeWeightsJson(sampleWeights());
  // The last byte is the newline after the file's end.
  for (const damaged of truncations(bytes.subarray(0, -1))) messageOf('bad-file', () => readWeightsJson(damaged));
  for (const { damaged } of bitFlips(bytes, 600)) valueOrRefusal(() => readWeightsJson(damaged));
  for (const damaged of scrambles(bytes, 500)) valueOrRefusal(() => readWeightsJson(damaged));
});
