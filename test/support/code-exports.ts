/** Exports of code, unpacked and run as whoever got one would. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { temporaryFolder } from './temporary-folder';

/** @returns the folder */
export function unpackExport(zip: Uint8Array): string {
  const folder = temporaryFolder();
  for (const [name, bytes] of Object.entries(unzipSync(zip))) writeFileSync(join(folder, name), bytes);
  return folder;
}

/** Runs the self-test. */
export function runModel(program: string, folder: string, file: string) {
  const { status, stdout, stderr } = spawnSync(program, [file], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  return { status, stdout: stdout.trim(), stderr };
}

const FORWARD = {
  numpy: `
import json, sys
from model import Network
json.dump(Network().forward(json.load(open('x.json'))).tolist(), open('y.json', 'w'))
`,
  pytorch: `
import json, torch
from model import load
with torch.no_grad():
    json.dump(load()[0](torch.tensor(json.load(open('x.json')))).tolist(), open('y.json', 'w'))
`,
};

/** @param x [N][L][D] @returns [N][L][M], flat, by the code of an unpacked export */
export function forwardInPython(kind: keyof typeof FORWARD, python: string, folder: string, x: number[][][]): number[] {
  writeFileSync(join(folder, 'x.json'), JSON.stringify(x));
  const program = `${FORWARD[kind]}\nprint(open('y.json').read())`;
  const said = execFileSync(python, ['-c', program], { cwd: folder, encoding: 'utf8', maxBuffer: 100_000_000 });
  return (JSON.parse(said) as number[][][]).flat(2);
}
