/**
 * ONNX: the network as a graph that computes, for any number of steps L and any batch size.
 *
 *     x (batch, steps, D)  →  y (batch, M) with readout `last`, (batch, steps, M) with readout `every`
 *
 * Only the layer that feeds itself is sequential: a Scan over its U = ⌊L/period⌋ updates, with the initial state, zero, as
 * item 0. Update ⌊l/period⌋ is the one in force at step l, so the held steps are a Gather. Opset 13 and IR version 7 are
 * of 2020: every runtime since then takes them.
 */
import type { ModelSpecification, WeightsFile } from '../contract/weights';
import {
  GRAPH,
  MODEL,
  float32Initializer,
  int64Initializer,
  metadataField,
  node,
  valueField,
  type Value,
} from './onnx-messages';
import { concatenated, messageField, textField, varintField } from './protobuf';
import { assertWritable } from './tensor';
import { weightsMetadata } from './weights-metadata';

const IR_VERSION = 7;
const OPSET = 13;

/** Names of the layer that feeds itself, in each model. */
const RECURRENT = {
  alarmwork: { input: 'w_in2', recurrent: 'w_rec2', bias: 'b_in2' },
  elman: { input: 'w_in', recurrent: 'w_rec', bias: 'b_in' },
} as const;

/** Initialisers have the parameters' names, shapes and bits; `metadata_props` hold what stands beside them in other files. */
export function writeOnnx(file: WeightsFile): Uint8Array<ArrayBuffer> {
  assertWritable(file.tensors);
  const { inputs: D, outputs: M, readout } = file.specification;
  const input: Value = { name: 'x', type: 'float32', shape: ['batch', 'steps', D] };
  const output: Value = {
    name: 'y',
    type: 'float32',
    shape: readout === 'last' ? ['batch', M] : ['batch', 'steps', M],
  };
  return concatenated([
    varintField(MODEL.irVersion, IR_VERSION),
    textField(MODEL.producer, 'AlarmworkNet Studio'),
    messageField(
      MODEL.graph,
      ...nodes(file.specification),
      textField(GRAPH.name, file.specification.model),
      ...file.tensors.map(float32Initializer),
      ...constants(file.specification),
      valueField(GRAPH.input, input),
      valueField(GRAPH.output, output),
    ),
    messageField(MODEL.opset, textField(1, ''), varintField(2, OPSET)),
    ...Object.entries(weightsMetadata(file)).map(([key, text]) => metadataField(key, text)),
  ]);
}

function constants({ hiddenUnits, period }: ModelSpecification): Uint8Array[] {
  return [
    int64Initializer('zero', [0], []),
    int64Initializer('zero_list', [0]),
    int64Initializer('one', [1], []),
    int64Initializer('one_list', [1]),
    int64Initializer('period', [period], []),
    int64Initializer('units_list', [hiddenUnits]),
  ];
}

function nodes(specification: ModelSpecification): Uint8Array[] {
  const { model, readout } = specification;
  const { input, recurrent, bias } = RECURRENT[model];
  return [
    node('Transpose', ['x'], ['x_by_step'], { perm: { ints: [1, 0, 2] } }),
    node('Shape', ['x_by_step'], ['x_shape']),
    node('Gather', ['x_shape', 'zero'], ['steps'], { axis: { int: 0 } }),
    node('Gather', ['x_shape', 'one_list'], ['batch_list'], { axis: { int: 0 } }),
    node('Add', ['steps', 'one'], ['steps_end']),

    // Step numbers at which the layer updates, 0 in front for the initial state: its place in x is never used.
    node('Range', ['period', 'steps_end', 'period'], ['update_steps']),
    node('Concat', ['zero_list', 'update_steps'], ['state_steps'], { axis: { int: 0 } }),
    node('Equal', ['state_steps', 'zero'], ['is_initial']),
    node('Sub', ['state_steps', 'one'], ['places_from_minus_one']),
    node('Max', ['places_from_minus_one', 'zero'], ['places']),
    node('Gather', ['x_by_step', 'places'], ['x_updates'], { axis: { int: 0 } }),
    ...affine('x_updates', input, bias, 'a_updates'),
    node('Transpose', [recurrent], ['recurrent_transposed'], { perm: { ints: [1, 0] } }),
    node('Concat', ['batch_list', 'units_list'], ['state_shape'], { axis: { int: 0 } }),
    // Of float32 zeros, unless told otherwise.
    node('ConstantOfShape', ['state_shape'], ['initial_state']),
    node('Scan', ['initial_state', 'a_updates', 'is_initial'], ['last_state', 'states'], {
      body: { graph: update(specification.hiddenUnits) },
      num_scan_inputs: { int: 2 },
    }),

    ...(readout === 'last'
      ? [
          node('Div', ['steps', 'period'], ['update_in_force']),
          node('Sub', ['steps', 'one'], ['last_place']),
          node('Gather', ['x_by_step', 'last_place'], ['x_outputs'], { axis: { int: 0 } }),
        ]
      : [
          node('Range', ['one', 'steps_end', 'one'], ['step_numbers']),
          node('Div', ['step_numbers', 'period'], ['update_in_force']),
          node('Identity', ['x_by_step'], ['x_outputs']),
        ]),
    node('Gather', ['states', 'update_in_force'], ['held'], { axis: { int: 0 } }),
    ...(model === 'alarmwork' ? layerIn1() : [node('Identity', ['held'], ['hidden'])]),
    ...affine('hidden', 'w_out', 'b_out', 'a_out'),
    node('Tanh', ['a_out'], [readout === 'last' ? 'y' : 'y_by_step']),
    ...(readout === 'last' ? [] : [node('Transpose', ['y_by_step'], ['y'], { perm: { ints: [1, 0, 2] } })]),
  ];
}

/** z1 = tanh(w_in1 x + w_rec1 z2 + b_in1) */
function layerIn1(): Uint8Array[] {
  return [
    ...affine('x_outputs', 'w_in1', 'b_in1', 'a_in1_inputs'),
    node('Transpose', ['w_rec1'], ['w_rec1_transposed'], { perm: { ints: [1, 0] } }),
    node('MatMul', ['held', 'w_rec1_transposed'], ['a_in1_held']),
    node('Add', ['a_in1_inputs', 'a_in1_held'], ['a_in1']),
    node('Tanh', ['a_in1'], ['hidden']),
  ];
}

/** z = tanh(a + w_rec z), or z as it is where it is the initial state. Its matrix comes from the graph around it. */
function update(units: number): Uint8Array[] {
  const state = (name: string): Value => ({ name, type: 'float32', shape: ['batch', units] });
  return [
    node('MatMul', ['z_before', 'recurrent_transposed'], ['z_product']),
    node('Add', ['a', 'z_product'], ['a_sum']),
    node('Tanh', ['a_sum'], ['z_updated']),
    node('Where', ['keeps', 'z_before', 'z_updated'], ['z_after']),
    node('Identity', ['z_after'], ['z_kept']),
    textField(GRAPH.name, 'update'),
    valueField(GRAPH.input, state('z_before')),
    valueField(GRAPH.input, state('a')),
    valueField(GRAPH.input, { name: 'keeps', type: 'bool', shape: [] }),
    valueField(GRAPH.output, state('z_after')),
    valueField(GRAPH.output, state('z_kept')),
  ];
}

/** out = in weightᵀ + bias */
function affine(from: string, weight: string, bias: string, to: string): Uint8Array[] {
  return [
    node('Transpose', [weight], [`${weight}_transposed`], { perm: { ints: [1, 0] } }),
    node('MatMul', [from, `${weight}_transposed`], [`${to}_product`]),
    node('Add', [`${to}_product`, bias], [to]),
  ];
}
