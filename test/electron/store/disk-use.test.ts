import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskUseOf, diskUseOfRuns } from '../../../electron/store/disk-use';
import { temporaryFolder } from '../../support/temporary-folder';

it('adds up a run’s files by kind, generations and damaged copies included', async () => {
  const folder = temporaryFolder();
  const sizes = {
    'weights.json': 1,
    'weights.previous.json': 2,
    [`weights-${'a'.repeat(64)}.bin`]: 4,
    'metrics.log': 8,
    'metrics.log.damaged-1': 16,
    'checkpoint.bin': 32,
    'checkpoint.previous.bin': 64,
    'run.json': 128,
    'run.damaged-1.json': 256,
    'notes.txt': 512,
  };
  for (const [name, size] of Object.entries(sizes)) writeFileSync(join(folder, name), 'x'.repeat(size));
  mkdirSync(join(folder, 'checkpoints'));
  writeFileSync(join(folder, 'checkpoints', 'step-5.bin'), 'x'.repeat(1024));
  expect(await diskUseOf(folder)).toEqual({
    total: 2047,
    kinds: { weights: 7, metrics: 24, checkpoints: 1120, documents: 384, other: 512 },
  });
});

it.skipIf(process.platform === 'win32')('does not count what a link leads to', async () => {
  const [folder, outside] = [temporaryFolder(), temporaryFolder()];
  writeFileSync(join(outside, 'large'), 'x'.repeat(100_000));
  symlinkSync(outside, join(folder, 'weights'));
  expect((await diskUseOf(folder)).total).toBeLessThan(1000);
});

it('answers in the order asked, with zeros for a run that has gone meanwhile', async () => {
  const root = temporaryFolder();
  const ids = Array.from({ length: 40 }, (_, index) => String(index));
  for (const id of ids.slice(1)) {
    mkdirSync(join(root, id));
    writeFileSync(join(root, id, 'run.json'), 'x'.repeat(Number(id)));
  }
  const found = await diskUseOfRuns(ids.map((id) => ({ id, folder: join(root, id) })));
  expect(found.map(({ id, total }) => [id, total])).toEqual(ids.map((id) => [id, Number(id)]));
});
