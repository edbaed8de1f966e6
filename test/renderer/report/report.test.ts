import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/analysis/permutation';
import type { RunSummary } from '../../../core/contract/run';
import { reportHtml } from '../../../renderer/report/report-html';
import { reportMarkdown } from '../../../renderer/report/report-markdown';
import { reportOf, type ReportContent } from '../../../renderer/report/report-model';
import { wordingOf } from '../../../renderer/statistics/field-wording';
import { comparedRuns } from '../../../renderer/statistics/compared-runs';
import { compareAllGroups, compareGroups } from '../../../renderer/statistics/group-comparison';
import { measureOf } from '../../../renderer/statistics/measures';
import { pairedPlot } from '../../../renderer/statistics/paired-plot';
import { sceneSvg } from '../../../renderer/statistics/scene-svg';
import { seedGroups } from '../../../renderer/statistics/seed-groups';
import { results, run } from '../runs';

const HOSTILE = '<script>alert("x")</script> | `tick` [a](b) =1+1';
const PNG = 'data:image/png;base64,iVBORw0KGgo=';
const PALETTE = {
  grid: '#eee',
  axis: '#555',
  pair: '#555',
  first: '#0072b2',
  second: '#d55e00',
  mean: '#00f',
  text: '#000',
  muted: '#555',
};

function runsOf(name: string): RunSummary[] {
  const details = { dataSha256: 'd'.repeat(64), environment: { app: '0.1.0', kernel: name } };
  return [1, 2, 3].flatMap((seed) => [
    run({ ...details, results: results(1 + seed / 100, 0.5), tags: [name], notes: name }, { name, seed }),
    run({ ...details, results: results(2 + seed / 10, 0.4) }, { name: 'Elman', model: 'elman', seed }),
  ]);
}

function content(runs: readonly RunSummary[]): ReportContent {
  const figure = { name: 'test RMSE (final weights)', better: 'lower', unit: 'ppm' } as const;
  const wording = wordingOf(runs.map(({ configuration }) => configuration));
  const groups = seedGroups(comparedRuns(runs, measureOf('test.rmse'), 'final'), null, wording);
  const [a, b] = groups;
  const two = a && b ? drained(compareGroups(a, b, wording.labelOf)) : null;
  const svg = two && sceneSvg(pairedPlot(two, figure), PALETTE, HOSTILE);
  return {
    now: Date.UTC(2026, 0, 2, 3, 4, 5),
    app: { name: 'AlarmworkNet Studio', version: '0.1.0', runtime: 'Electron 45.4.1' },
    runs,
    unit: 'ppm',
    figures: [{ caption: 'Validation loss', picture: { png: PNG, svg: null, width: 900 } }],
    statistics: {
      figure,
      groups,
      two,
      plot: svg === null ? null : { png: PNG, svg, width: 560 },
      cells: drained(compareAllGroups(groups)),
    },
  };
}

describe('a report', () => {
  const runs = runsOf('Plain');
  const html = reportHtml(reportOf(content(runs)));
  const markdown = reportMarkdown(reportOf(content(runs)));

  it.each([
    ['title', 'Comparison of 6 runs in 2 groups'],
    ['program', 'AlarmworkNet Studio 0.1.0 on Electron 45.4.1'],
    ['sentence', 'With 3 paired seeds, the test RMSE (final weights) of “Alarm period'],
    ['data hash', 'd'.repeat(64)],
    ['seeds', '3 runs, with seeds 1, 2, 3'],
    ['command', 'npm run -s cli -- train --config configuration-2.json --set seed=3 --out runs/configuration-2-seed-3'],
    ['few pairs', 'the smallest p-value possible is 0.25'],
    ['differences', 'Configuration differences'],
    ['environment', 'app 0.1.0'],
  ])('has its %s in both forms', (_what, text) => {
    // Both escape differently; letters and digits stay as they are.
    const plain = (document: string) =>
      document.replaceAll('\\', '').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
    expect(plain(html)).toContain(text);
    expect(plain(markdown)).toContain(text);
  });

  it('holds each configuration once, as the command line reads it', () => {
    const blocks = [...markdown.matchAll(/```json\n([\s\S]*?)\n```/g)].map(
      ([, json]) => JSON.parse(json ?? '') as unknown,
    );
    expect(blocks).toEqual([runs[0]?.configuration, runs[1]?.configuration]);
  });

  it('has every figure in it, and nothing from elsewhere', () => {
    expect([...html.matchAll(/ (?:src|href)="([^"]*)|url\(/g)].map(([, address]) => address)).toEqual([PNG]);
    expect(html).toContain("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"");
    expect(html).not.toMatch(/<script|<link|@import|javascript:/i);
    expect(markdown.trimEnd().split('\n').slice(-2)).toEqual([`[figure-1]: ${PNG}`, `[figure-2]: ${PNG}`]);
  });

  it('closes every element it opens', () => {
    const open: string[] = [];
    for (const [, closing, name = '', , selfClosing] of html.matchAll(
      /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^>"])*?)(\/?)>/gi,
    )) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!selfClosing) open.push(name);
    }
    expect(open).toEqual([]);
  });
});

describe('a report of runs with hostile names', () => {
  const report = reportOf(content(runsOf(HOSTILE)));

  it('is the same HTML elements as with plain names', () => {
    const elements = (html: string) => [...html.matchAll(/<\/?[a-z][^\s>]*/gi)].map(([tag]) => tag);
    expect(elements(reportHtml(report))).toEqual(elements(reportHtml(reportOf(content(runsOf('Plain'))))));
  });

  it('has the same rows and columns of Markdown', () => {
    const shape = (markdown: string) =>
      markdown.split('\n').map((line) => (line.startsWith('|') ? (line.match(/(?<!\\)\|/g) ?? []).length : 0));
    const plain = reportMarkdown(reportOf(content(runsOf('Plain'))));
    expect(shape(reportMarkdown(report))).toEqual(shape(plain));
    const outside = reportMarkdown(report).replaceAll(/```json[\s\S]*?```/g, '');
    expect(outside).not.toMatch(/<script|(?<!\\)`tick|(?<!\\)\[a\]/);
  });
});

it('shows what is not known as a dash, never as NaN, null or undefined', () => {
  const broken = { ...results(NaN, NaN), loss: null, validation: null, best: null };
  const runs = [run({ status: 'diverged', results: broken }, { seed: 1 }), run({ status: 'queued' }, { seed: 2 })];
  for (const text of [reportHtml(reportOf(content(runs))), reportMarkdown(reportOf(content(runs)))]) {
    expect(text).not.toMatch(/NaN|undefined|>null<|\| null/);
    expect(text).toContain('had not completed');
  }
});

it('says which runs no configuration alone gives', () => {
  const parent = { run: '00000000-0000-4000-8000-000000000001', name: 'Parent', epoch: 7, step: 70 };
  const text = reportMarkdown(reportOf(content([run({ parent }, { name: 'Fork' })])));
  expect(text).toContain('“Fork” went on from a checkpoint of “Parent” (epoch 7)');
});
