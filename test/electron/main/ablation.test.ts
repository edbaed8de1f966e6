import { describe, expect, it } from 'vitest';
import { MOST_SEED, type RunConfiguration, type RunDocument, type RunSummary } from '../../../core/contract/run';
import { launchAblation, previewAblation, type AblationParts } from '../../../electron/main/ablation';
import { smallConfiguration } from '../../support/configurations';
import { runDocument } from '../../support/documents';
import { messageOf } from '../../support/expect-studio-error';

class KnownRuns implements Pick<AblationParts, 'runs'> {
  readonly documents: RunDocument[] = [];

  add(configuration: RunConfiguration, over: Partial<RunDocument> = {}): RunDocument {
    const document = runDocument(this.documents.length + 1, { configuration, ...over });
    this.documents.push(document);
    return document;
  }

  readonly runs: AblationParts['runs'] = {
    get: (id) => {
      const found = this.documents.find((document) => document.id === id);
      if (!found) throw new Error(`No run ${id}`);
      return found;
    },
    list: () =>
      this.documents.map((document): RunSummary => ({
        ...document,
        progress: null,
        queuePosition: null,
        loss: null,
        validationLoss: null,
        isStalled: false,
      })),
    launch: (configuration) => [this.add(configuration, { status: 'queued' }).id],
    annotate: (ids, change) => {
      for (const [index, document] of this.documents.entries()) {
        if (ids.includes(document.id)) this.documents[index] = { ...document, ...change };
      }
    },
  };
}

const ALL = ['period 1', 'period 2', 'period 4', 'no in2', 'Elman'];

describe('an ablation of a run', () => {
  it('previews its variants, the seeds from the run’s own on, and what there is already', () => {
    const known = new KnownRuns();
    const base = known.add(smallConfiguration({ seed: 7 }), { status: 'completed' });
    known.add(smallConfiguration({ seed: 8, model: 'elman', period: 9, name: 'another name' }), {
      status: 'completed',
    });
    known.add(smallConfiguration({ seed: 7, period: 4 }), { status: 'cancelled' });
    expect(previewAblation({ ...known, maxConcurrentRuns: () => 3 }, { id: base.id, seeds: 2 })).toEqual({
      seeds: [7, 8],
      variants: [
        { name: 'period 1', isOriginal: false, reusable: 0 },
        { name: 'period 2', isOriginal: true, reusable: 1 },
        { name: 'period 4', isOriginal: false, reusable: 0 },
        { name: 'no in2', isOriginal: false, reusable: 0 },
        // Elman has no period, so that run is the same whatever its period says.
        { name: 'Elman', isOriginal: false, reusable: 1 },
      ],
      notes: [],
      secondsPerRun: null,
      atOnce: 3,
    });
  });

  it('launches what is missing, takes what there is, and gives all of them one tag', async () => {
    const known = new KnownRuns();
    const base = known.add(smallConfiguration({ name: 'CO2' }), { status: 'completed', tags: ['mine'] });
    const made = await launchAblation(known, { id: base.id, seeds: 2, variants: ALL });
    expect([made.launched, made.reused, made.tag]).toEqual([9, 1, 'ablation: CO2']);
    const runs = made.runs.map((id) => known.runs.get(id));
    expect(runs.map(({ configuration: { model, period, seed } }) => `${model} ${period} ${seed}`)).toEqual([
      'alarmwork 1 1',
      'alarmwork 1 2',
      'alarmwork 2 1',
      'alarmwork 2 2',
      'alarmwork 4 1',
      'alarmwork 4 2',
      'alarmwork 13 1',
      'alarmwork 13 2',
      'elman 2 1',
      'elman 2 2',
    ]);
    expect(runs.every(({ tags }) => tags.includes(made.tag))).toBe(true);
    expect(known.runs.get(base.id).tags).toEqual(['mine', made.tag]);
    // Asked again, there is nothing left to train.
    const again = await launchAblation(known, { id: base.id, seeds: 2, variants: ALL });
    expect(again).toEqual({ ...made, launched: 0, reused: 10 });
  });

  it('trains forks, cancelled and failed runs anew', async () => {
    const known = new KnownRuns();
    const base = known.add(smallConfiguration(), { status: 'failed' });
    const parent = { run: base.id, name: 'x', epoch: 1, step: 1 };
    known.add(smallConfiguration({ model: 'elman' }), { status: 'completed', parent });
    const made = await launchAblation(known, { id: base.id, seeds: 1, variants: ['period 2', 'Elman'] });
    expect([made.launched, made.reused]).toEqual([2, 0]);
  });

  it('cuts a long name to a tag that a run may have, by whole characters', async () => {
    const known = new KnownRuns();
    const base = known.add(smallConfiguration({ name: '🙂'.repeat(40) }));
    const { tag } = await launchAblation(known, { id: base.id, seeds: 1, variants: ['Elman'] });
    expect(tag).toBe(`ablation: ${'🙂'.repeat(14)}…`);
    expect(tag.length).toBeLessThanOrEqual(40);
  });

  it('refuses seeds past the last and variants that there are not', async () => {
    const known = new KnownRuns();
    const base = known.add(smallConfiguration({ seed: MOST_SEED }));
    const message = messageOf('bad-configuration', () =>
      previewAblation({ ...known, maxConcurrentRuns: () => 1 }, { id: base.id, seeds: 2 }),
    );
    expect(message).toBe('“Small” has seed 4294967295: 2 seeds from there are past 4294967295');
    await expect(launchAblation(known, { id: base.id, seeds: 1, variants: ['period 9'] })).rejects.toThrow(
      'has no variant “period 9”',
    );
  });
});
