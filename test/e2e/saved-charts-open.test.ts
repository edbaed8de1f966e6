/** Every chart of the window is saved in every form, in both themes, and each file is opened as another program would. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillChartedStore, type ChartedStore } from '../support/charted-store';
import { launchStudio, type StudioApp } from '../support/launch-studio';
import { removeFolder } from '../support/remove-folder';
import { closeAll, showTheme } from '../support/views/open-view';
import { savedAndOpened, savedFile, type OpenedSvg } from '../support/saved-charts';

const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-test-'));
/** Kept for people to look at where ALARMWORK_SCREENSHOTS names a folder. */
const files = join(process.env['ALARMWORK_SCREENSHOTS'] ?? folder, 'saved');
let studio: StudioApp;
let store: ChartedStore;

beforeAll(async () => {
  studio = await launchStudio(join(folder, 'data'));
  await studio.page.emulateMedia({ reducedMotion: 'reduce' });
  store = await fillChartedStore(studio, folder);
  studio.page.setDefaultTimeout(20_000);
}, 300_000);

afterAll(async () => {
  await studio.close();
  removeFolder(folder);
});

interface Chart {
  /** What its save button is called. */
  readonly button: string;
  /** Where more than one chart has it. */
  readonly of?: string;
  readonly view: () => string;
  /** On the way to it, once the view is there. */
  readonly prepare?: () => Promise<void>;
  /** Rows of its table: every point, counted from the data itself. */
  readonly rows: () => number | Promise<number>;
  /** What else is in its drawing. */
  readonly drawing?: (svg: OpenedSvg) => void;
}

const run = (id: string, tab: string) => `#/run/${id}/${tab}`;
const noImages = ({ images }: OpenedSvg) => expect(images).toBe(0);

async function targets(): Promise<number> {
  const question = { id: store.manyTargets, part: 'validation', weights: 'best' } as const;
  const { target, total } = await studio.ask('runs:predictions', question);
  expect(target).toHaveLength(5000);
  return total;
}

/** Of AlarmworkNet with one input and one output: six matrices and vectors of the layers, and the output's. */
const parameters = (P: number) => 2 * (P + P * P + P) + P + 1;

async function co2(): Promise<{ rows: number; missing: number }> {
  const found = (await studio.ask('datasets:list', undefined)).find(({ id }) => id === 'co2');
  return { rows: found?.rows ?? NaN, missing: found?.columns[0]?.missing ?? NaN };
}

const CHARTS: readonly Chart[] = [
  {
    button: 'Save Predicted against target',
    view: () => run(store.manyTargets, 'predictions'),
    rows: targets,
    drawing: ({ images, paths }) => {
      expect(images).toBe(0);
      // Targets and predictions, all that the window has of them.
      expect(paths.filter((path) => path.split('L').length === 5000)).toHaveLength(2);
    },
  },
  { button: 'Save Residuals', view: () => run(store.manyTargets, 'predictions'), rows: targets, drawing: noImages },
  {
    button: 'Save Confusion matrix',
    view: () => run(store.classes, 'predictions'),
    rows: () => 14 * 14,
    drawing: ({ texts, images, rects }) => {
      expect(images).toBe(0);
      // Each cell has its own ground.
      expect(rects).toBeGreaterThanOrEqual(14 * 14);
      expect(texts).toEqual(expect.arrayContaining(['k0', 'k13', 'True class ↓']));
    },
  },
  {
    button: 'Save Hidden states',
    view: () => run(store.compared[0] ?? '', 'inside'),
    rows: () => 12,
    drawing: ({ rects, images, texts }) => {
      expect(images).toBe(0);
      // Two layers of six units over twelve steps.
      expect(rects).toBeGreaterThan(2 * 6 * 12);
      expect(texts).toEqual(expect.arrayContaining(['in1', 'in2', 'Alarm', 'Step']));
    },
  },
  { button: 'Save Hidden states', of: 'long sequences', view: () => run(store.wide, 'inside'), rows: () => 1700 },
  {
    button: 'Save Weights',
    view: () => run(store.compared[0] ?? '', 'inside'),
    rows: () => parameters(6),
    drawing: ({ rects, images }) => {
      expect(images).toBe(0);
      expect(rects).toBeGreaterThanOrEqual(parameters(6));
    },
  },
  { button: 'Save Weights', of: 'large matrices', view: () => run(store.wide, 'inside'), rows: () => parameters(300) },
  {
    button: 'Save Distributions',
    view: () => run(store.compared[0] ?? '', 'inside'),
    rows: async () => {
      const { columns, rows } = await studio.ask('runs:distributions', { id: store.compared[0] ?? '' });
      return rows.length / columns.length;
    },
    drawing: noImages,
  },
  ...['Hidden states', 'Weights', 'Distributions'].map((chart): Chart => ({
    button: `Save ${chart}`,
    of: 'a run that diverged',
    view: () => run(store.diverged, 'inside'),
    rows: async () => {
      const { columns, rows } = await studio.ask('runs:distributions', { id: store.diverged });
      return { Weights: parameters(6), Distributions: rows.length / columns.length }[chart] ?? 12;
    },
    drawing: noImages,
  })),
  {
    button: 'Save in another form',
    of: 'a run that diverged',
    view: () => run(store.diverged, 'curves'),
    rows: async () => (await studio.ask('runs:metrics', { id: store.diverged })).total,
    drawing: noImages,
  },
  {
    button: 'Save in another form',
    of: 'a run',
    view: () => run(store.compared[0] ?? '', 'curves'),
    // Before the first epoch, and after each.
    rows: () => 13,
    drawing: noImages,
  },
  {
    button: 'Save in another form',
    of: 'a comparison',
    view: () => `#/compare/curves?ids=${store.compared.join()}`,
    rows: () => 6 * 13,
    drawing: noImages,
  },
  {
    button: 'Save Curves',
    of: 'ticked runs',
    view: () => '#/runs',
    prepare: async () => {
      const { page } = studio;
      await page.locator('tr[data-run] input').first().waitFor();
      for (const id of store.compared) await page.locator(`tr[data-run="${id}"] input`).first().check();
    },
    rows: () => 6 * 13,
    drawing: noImages,
  },
  {
    button: 'Save Pairs of A and B',
    view: () => `#/compare/seeds?ids=${store.compared.join()}`,
    rows: () => 3,
    drawing: ({ circles, images }) => {
      expect(images).toBe(0);
      expect(circles).toBeGreaterThanOrEqual(3);
    },
  },
  ...['Parallel coordinates', 'Scatter', 'Importance', 'Contour'].map((chart): Chart => ({
    button: `Save ${chart}`,
    view: () => `#/sweep/${store.sweep}/hyperparameters`,
    // Two of them have their runs; importance its two hyperparameters; the contour 48 × 48 cells and the eight places of runs.
    rows: () => ({ Importance: 2, Contour: 48 * 48 + 8 })[chart] ?? 8,
    drawing: noImages,
  })),
  {
    button: 'Save Sweep progress',
    view: () => `#/sweep/${store.sweep}/trials`,
    // One for each thing that can become of a run.
    rows: () => 8,
    drawing: ({ texts }) => expect(texts).toEqual(expect.arrayContaining(['8', 'done'])),
  },
  {
    button: 'Save Points of the search',
    view: () => `#/sweep/${store.sweep}/trials`,
    prepare: async () => {
      await studio.page.getByRole('button', { name: 'Duplicate…' }).click();
      await studio.page.getByRole('dialog').waitFor();
    },
    rows: () => 8,
    drawing: ({ circles }) => expect(circles).toBe(8),
  },
  {
    button: 'Save Data preview of CO2',
    view: () => '#/data',
    prepare: () => studio.page.getByRole('navigation', { name: 'Data library' }).getByText('Mauna Loa').click(),
    // A month without a value is no point.
    rows: async () => {
      const { rows, missing } = await co2();
      return rows - missing;
    },
    drawing: noImages,
  },
  {
    button: 'Save Predictions of CO2',
    view: () => `#/predict?run=${store.compared[0] ?? ''}`,
    // One past the end.
    rows: async () => (await co2()).rows + 1,
    drawing: noImages,
  },
];

it.each(CHARTS.flatMap((chart) => (['light', 'dark'] as const).map((theme) => ({ of: 'all', ...chart, theme }))))(
  '$button ($of, $theme): each file opens, and has all there is',
  async ({ button, view, prepare, rows, drawing, theme }) => {
    await closeAll(studio);
    await showTheme(studio, theme);
    await studio.page.evaluate((hash) => (location.hash = hash), view());
    await prepare?.();
    await studio.page.getByRole('button', { name: button, exact: true }).first().waitFor();
    // Charts are drawn anew in the frames after a change of theme.
    await studio.page.waitForTimeout(400);
    const place = join(files, theme, view().replaceAll(/\W+/g, '-').slice(0, 60));
    mkdirSync(place, { recursive: true });
    const { svg, csv } = await savedAndOpened(studio, button, place);
    expect(csv.rows).toHaveLength(await rows());
    drawing?.(svg);
    expect(studio.complaints).toEqual([]);
  },
);

it('shows a matrix from its beginning, however far it is scrolled', async () => {
  const { page } = studio;
  await page.evaluate((hash) => (location.hash = hash), run(store.classes, 'predictions'));
  const saved = async (name: string) =>
    (await savedFile(studio, 'Save Confusion matrix', 'svg', join(folder, name))).toString();
  await page.getByRole('table', { name: 'Confusion matrix' }).waitFor();
  // Small enough for it to scroll: what is left of the page keeps its place.
  const scroll = async (to: number) =>
    page.evaluate((by) => {
      const element = document.querySelector<HTMLElement>('[aria-label="Confusion matrix"]')?.parentElement;
      if (!element) throw new Error('There is no matrix');
      element.style.height = '160px';
      element.scrollTo(by, by);
      return element.scrollTop;
    }, to);
  await scroll(0);
  const whole = await saved('whole.svg');
  const top = await scroll(90);
  expect(top).toBeGreaterThan(50);
  expect(await saved('scrolled.svg')).toBe(whole);
  // It is where it was.
  expect(
    await page.locator('[aria-label="Confusion matrix"]').evaluate((table) => table.parentElement?.scrollTop),
  ).toBe(top);
});
