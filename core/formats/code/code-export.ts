/** Code that runs a network elsewhere, with its weights beside it: one ZIP file, ready to be unpacked and run. */
import type { Preparation, WeightsFile } from '../../contract/weights';
import { encodeUtf8 } from '../utf8';
import { writeZip } from '../zip';

export interface CodeExport {
  /** How to run the code, in Markdown. */
  readonly usage: string;
  readonly code: { readonly name: string; readonly source: string };
  readonly weights: { readonly name: string; readonly bytes: Uint8Array };
}

export function writeCodeExport(file: WeightsFile, { usage, code, weights }: CodeExport): Uint8Array<ArrayBuffer> {
  return writeZip([
    { name: 'README.md', bytes: encodeUtf8(readme(file, usage)) },
    { name: code.name, bytes: encodeUtf8(code.source) },
    weights,
  ]);
}

function readme({ specification, preparation }: WeightsFile, usage: string): string {
  const { model, inputs: D, hiddenUnits: P, outputs: M, period, readout } = specification;
  const name = model === 'elman' ? 'Elman network' : `AlarmworkNet with alarm period ${period}`;
  const differences = preparation.differencing
    ? '\nThe columns hold differences: each input is the change since the row before, and each output the change since the last\nknown value of its column.\n'
    : '';
  const reads = readout === 'last' ? 'after the last step of a sequence' : 'after every step of a sequence';
  return `# A trained ${name}

${D} inputs, ${P} hidden units, ${M} outputs, read ${reads}; trained on sequences of ${lengthsOf(preparation)} steps to say
${purposeOf(preparation)}.

${usage.trim()}

Inputs and outputs are scaled: scaled = (value - offset) * factor, a column at a time.

${columns('Input', preparation.inputs)}

${columns('Output', preparation.outputs)}
${differences}
The file of weights holds the same description as JSON, and the self-test: a sequence of inputs and what the network answers.
`;
}

function lengthsOf({ window, sequenceColumn }: Preparation): string {
  return sequenceColumn === undefined ? String(window) : `at most ${window}`;
}

function purposeOf({ classes, horizon }: Preparation): string {
  const when = horizon === 0 ? 'at the same step' : `${horizon} steps later`;
  if (!classes) return horizon === 0 ? 'what belongs to the same step' : `what comes ${when}`;
  return `which of ${classes.length} classes it is ${when}: that of the largest output. An output in units is 1 for its class, and 0 for others`;
}

function columns(title: string, scalings: WeightsFile['preparation']['inputs']): string {
  const rows = scalings.map(
    ({ name, unit, offset, factor }) => `| ${cell(name)} | ${cell(unit)} | ${offset} | ${factor} |`,
  );
  return [`| ${title} | unit | offset | factor |`, '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** One line, and no column more. */
function cell(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').replaceAll(/[|\\`<[\]]/g, String.raw`\$&`);
}
