/** Curves of many long runs: opening them, and how smooth the window stays while others train. Uses an app and a store of its own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { smallConfiguration } from '../support/configurations';
import { noisyRow, storeCurveRuns } from '../support/curve-runs';
import { launchStudio, type StudioApp } from '../support/launch-studio';
import { removeFolder } from '../support/remove-folder';
import { quantile, type Measured, type Measurement } from './measurements';

const RUNS = 50;
const POINTS = 10_000;
const TRAINING = 4;
const WATCHED_SECONDS = 15;
/** Between two movements of the pointer, as a person's hand makes them. */
const MOVE_EVERY_MS = 40;

/** From the address to the frame in which every point of every run is accounted for. */
async function openComparison(page: Page, ids: readonly string[]): Promise<number> {
  return page.evaluate(
    async ([list, points]) => {
      const start = performance.now();
      location.hash = `#/compare/curves?ids=${list.join(',')}`;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      while (Number(document.querySelector<HTMLElement>('[data-points]')?.dataset['points'] ?? 0) < points) {
        if (performance.now() - start > 30_000) throw new Error('The comparison did not open');
        await frame();
      }
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - start;
    },
    [ids, ids.length * POINTS] as const,
  );
}

interface Smoothness {
  /** Milliseconds from each frame to the next. */
  readonly frames: number[];
  /** Milliseconds from each movement of the pointer to its handling. */
  readonly delays: number[];
  /** Milliseconds of each task of the window that took more than 50. */
  readonly longTasks: number[];
}

/** What a person feels who moves the pointer over the chart for a while. */
async function watchedSmoothness(page: Page): Promise<Smoothness> {
  await page.evaluate(() => {
    const seen: Smoothness = { frames: [], delays: [], longTasks: [] };
    let last = performance.now();
    const onFrame = () => {
      const now = performance.now();
      seen.frames.push(now - last);
      last = now;
      requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
    const onMove = (event: Event) => seen.delays.push(performance.now() - event.timeStamp);
    window.addEventListener('pointermove', onMove, { capture: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longTasks.push(duration);
    }).observe({ type: 'longtask' });
    Object.assign(window, { seen });
  });
  const chart = await page.locator('[data-points]').boundingBox();
  if (!chart) throw new Error('There is no chart');
  const end = Date.now() + WATCHED_SECONDS * 1000;
  for (let i = 0; Date.now() < end; i++) {
    const share = 0.1 + 0.8 * Math.abs(Math.sin(i / 20));
    await page.mouse.move(chart.x + chart.width * share, chart.y + chart.height * 0.4);
    await page.waitForTimeout(MOVE_EVERY_MS);
  }
  return page.evaluate(() => (window as unknown as { seen: Smoothness }).seen);
}

async function startTraining(studio: StudioApp): Promise<string[]> {
  await studio.ask('settings:set', { maxConcurrentRuns: TRAINING });
  const ids = await studio.ask('runs:launch', {
    configuration: smallConfiguration({ name: 'Training', hiddenUnits: 64, epochs: 1_000_000 }),
    count: TRAINING,
  });
  for (;;) {
    const { training } = await studio.ask('system:load', undefined);
    if (training === TRAINING) return ids;
    await studio.page.waitForTimeout(100);
  }
}

async function measure(): Promise<readonly Measured[]> {
  const userData = mkdtempSync(join(tmpdir(), 'alarmwork-bench-curves-'));
  try {
    const ids = await storeCurveRuns(
      userData,
      Array.from({ length: RUNS }, (_, number) => ({
        configuration: { name: `Trial ${number}`, seed: number },
        rows: POINTS,
        rowAt: (epoch: number) => noisyRow(number, epoch),
      })),
    );
    const studio = await launchStudio(userData);
    try {
      const { page } = studio;
      await page.waitForSelector('tr[data-run]');
      // The table opens with a few runs ticked; what they have read does not count as opened.
      await page.waitForTimeout(2000);
      const opened = await openComparison(page, ids);
      const training = await startTraining(studio);
      await page.evaluate((list) => (location.hash = `#/compare/curves?ids=${list.join(',')}`), [...ids, ...training]);
      await page.waitForTimeout(3000);
      const { frames, delays, longTasks } = await watchedSmoothness(page);
      await studio.ask('runs:cancel', { ids: training });
      const label = `${RUNS} runs × ${POINTS.toLocaleString('en')} points`;
      return [
        { name: `open comparison of ${label}`, value: opened, unit: 'ms', target: 1000 },
        { name: `longest frame with ${TRAINING} runs training`, value: Math.max(...frames), unit: 'ms', target: 50 },
        { name: 'of it, longest task of the window', value: Math.max(0, ...longTasks), unit: 'ms', target: 50 },
        { name: 'frame with runs training, p99', value: quantile(frames, 0.99), unit: 'ms', target: 50 },
        { name: 'input delay p95', value: quantile(delays, 0.95), unit: 'ms', target: 100 },
      ];
    } finally {
      await studio.close();
    }
  } finally {
    removeFolder(userData);
  }
}

export const CURVE_MEASUREMENTS: readonly Measurement[] = [{ title: 'Comparing long runs', measure }];
