/** The table of runs: from a press of a key or a button to the frame that shows the answer, timed inside the window. */
import type { Page } from 'playwright-core';
import type { StudioApp } from '../support/launch-studio';
import { median, quantile, type Measurement } from './measurements';

const REPEATS = 7;
/** Round trips: enough for a 95th percentile. */
const QUESTIONS = 100;

/** Milliseconds from `act` to the frame after the table's rows have become others; all of it inside the window. */
async function untilRowsChange(page: Page, act: { press: string } | { type: string; into: string }): Promise<number> {
  return page.evaluate(async (asked) => {
    const rows = () => [...document.querySelectorAll('tr[data-run]')].map((row) => row.getAttribute('data-run')).join();
    const before = rows();
    const start = performance.now();
    if ('press' in asked) {
      const heading = [...document.querySelectorAll('th button')].find(
        (each) => each.textContent?.trim() === asked.press,
      );
      if (!(heading instanceof HTMLElement)) throw new Error(`There is no heading ${asked.press}`);
      heading.click();
    } else {
      const field = document.querySelector(`input[aria-label="${asked.into}"]`);
      if (!(field instanceof HTMLInputElement)) throw new Error(`There is no field ${asked.into}`);
      field.value = asked.type;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    for (let waited = 0; rows() === before; waited = performance.now() - start) {
      if (waited > 10_000) throw new Error(`${JSON.stringify(asked)} changed nothing`);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    // Past the layout and the painting of the frame that shows it.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - start;
  }, act);
}

async function openTable({ page }: StudioApp): Promise<number> {
  await page.evaluate(() => (location.hash = '#/settings'));
  await page.waitForSelector('tr[data-run]', { state: 'detached' });
  return page.evaluate(async () => {
    const start = performance.now();
    location.hash = '#/runs';
    while (!document.querySelector('tr[data-run]')) await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - start;
  });
}

export const TABLE_MEASUREMENTS: readonly Measurement[] = [
  {
    title: 'Opening the table',
    measure: async (studio) => {
      const times: number[] = [];
      for (let repeat = 0; repeat < REPEATS; repeat++) times.push(await openTable(studio));
      return [{ name: 'open the table of runs', value: median(times), unit: 'ms', target: 1000 }];
    },
  },
  {
    title: 'Sorting',
    measure: async ({ page }) => {
      const times: number[] = [];
      for (const heading of ['Name', 'Val. loss', 'P', 'Learning rate', 'Name', 'Val. loss', 'Seed', 'Created']) {
        times.push(await untilRowsChange(page, { press: heading }));
      }
      return [
        { name: 'sort, median', value: median(times), unit: 'ms', target: 100 },
        { name: 'sort, slowest', value: Math.max(...times), unit: 'ms', target: 100 },
      ];
    },
  },
  {
    title: 'Searching',
    measure: async ({ page }) => {
      const times: number[] = [];
      for (const words of ['trial 77', 'elman seed 12', 'alarmwork adam 99', 'trial 4242', '']) {
        times.push(await untilRowsChange(page, { type: words, into: 'Search runs' }));
      }
      return [
        { name: 'search, median', value: median(times), unit: 'ms', target: 100 },
        { name: 'search, slowest', value: Math.max(...times), unit: 'ms', target: 100 },
      ];
    },
  },
  {
    // The rest after the last key, before which a filter is not read, is part of it.
    title: 'Filtering',
    measure: async ({ page }) => {
      const times: number[] = [];
      const filters = [
        'model = elman',
        'loss < 1 and model = alarmwork',
        'hiddenUnits in (8, 16) or learningRate > 0.05',
        'validationRmse > 0 and name ~ "trial 77"',
        'not model = elman and seed < 5000 and created < today',
        '',
      ];
      for (const filter of filters) times.push(await untilRowsChange(page, { type: filter, into: 'Filter' }));
      return [
        { name: 'filter, median', value: median(times), unit: 'ms', target: 100 },
        { name: 'filter, slowest', value: Math.max(...times), unit: 'ms', target: 100 },
      ];
    },
  },
  {
    title: 'Asking main',
    measure: async (studio) => {
      const times = await roundTrips(studio, QUESTIONS);
      return [{ name: 'window round trip, p95', value: quantile(times, 0.95), unit: 'ms', target: 100 }];
    },
  },
];

/** Milliseconds for main to answer a small question, asked every 50 ms: main's reads in the background fall into some. */
export async function roundTrips({ page }: StudioApp, count: number): Promise<number[]> {
  return page.evaluate(async (questions) => {
    const times: number[] = [];
    for (let question = 0; question < questions; question++) {
      const start = performance.now();
      await window.desktop.ask('settings:get', undefined);
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return times;
  }, count);
}
