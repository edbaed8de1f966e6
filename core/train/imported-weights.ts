/** Weights of a file as the parameters of a network: of the one they say they are of, or of the one their shapes tell. */
import { StudioError } from '../contract/errors';
import type { ModelSpecification, Tensor } from '../contract/weights';
import type { FoundWeights } from '../formats/read-weights';
import type { ReadTensor } from '../formats/tensor';
import { ALARMWORK_PARAMETERS, ELMAN_PARAMETERS, parameterLayout } from '../nn/parameters';

type Sizes = Pick<ModelSpecification, 'model' | 'inputs' | 'hiddenUnits' | 'outputs'>;

/**
 * The file's tensors in the order and with the shapes that `wanted` has.
 *
 * @param wanted the network they are for; by default the one that the file describes, or that its shapes tell
 * @throws StudioError `bad-file` naming each parameter that is missing, unknown, misshapen or past float32
 */
export function importedTensors({ specification, tensors }: FoundWeights, wanted?: Sizes): Tensor[] {
  const sizes = wanted ?? specification ?? sizesOf(tensors);
  const layout = parameterLayout({ period: 1, readout: 'last', ...sizes });
  const problems = tensors
    .filter(({ name }) => !layout.some((entry) => entry.name === name))
    .map(({ name }) => `${JSON.stringify(name)} is no parameter of ${MODEL_NAMES[sizes.model]}`);
  const taken: Tensor[] = [];
  for (const { name, shape } of layout) {
    const found = tensors.find((tensor) => tensor.name === name);
    if (!found) problems.push(`${name} is missing`);
    else if (found.shape.join() !== shape.join()) {
      problems.push(`${name} is [${found.shape.join(', ')}] where [${shape.join(', ')}] is due`);
    } else if (isTooLarge(found)) problems.push(`${name} has a number that is too large for float32`);
    else {
      // Values that are float32 already are taken by their bits.
      taken.push({
        name,
        shape,
        values: found.values instanceof Float32Array ? found.values : Float32Array.from(found.values),
      });
    }
  }
  if (problems.length === 0) return taken;
  const named = problems.slice(0, MOST_NAMED).join('; ');
  const more = problems.length > MOST_NAMED ? `; and ${problems.length - MOST_NAMED} more` : '';
  const { inputs, hiddenUnits, outputs } = sizes;
  throw new StudioError(
    'bad-file',
    `The weights are not of ${MODEL_NAMES[sizes.model]} with ${inputs} inputs, ${hiddenUnits} hidden units and ${outputs} outputs: ${named}${more}`,
  );
}

const MOST_NAMED = 10;
const MODEL_NAMES = { alarmwork: 'an AlarmworkNet', elman: 'an Elman network' } as const;

/** From names and shapes alone, for files that say nothing else. */
function sizesOf(tensors: readonly ReadTensor[]): Sizes {
  const shapeOf = (name: string): readonly number[] => tensors.find((tensor) => tensor.name === name)?.shape ?? [];
  const names = tensors.map(({ name }) => name);
  const isElman = names.includes('w_in');
  const [hiddenUnits, inputs] = shapeOf(isElman ? 'w_in' : 'w_in1');
  const [outputs] = shapeOf('w_out');
  if (!hiddenUnits || !inputs || !outputs) {
    throw new StudioError(
      'bad-file',
      `The tensors ${names.slice(0, MOST_NAMED).join(', ') || '(none)'} are not the parameters of a network: ` +
        `${ALARMWORK_PARAMETERS.join(', ')} of an AlarmworkNet, or ${ELMAN_PARAMETERS.join(', ')} of an Elman network, are due`,
    );
  }
  return { model: isElman ? 'elman' : 'alarmwork', inputs, hiddenUnits, outputs };
}

/** What float64 holds and float32 would turn into Infinity without a word. */
function isTooLarge({ values }: ReadTensor): boolean {
  return (
    values instanceof Float64Array &&
    values.some((value) => Number.isFinite(value) && !Number.isFinite(Math.fround(value)))
  );
}
