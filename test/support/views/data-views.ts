/** The data library, imports into it, and predictions on data. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerOpenDialog } from '../drive-studio';
import { tideCsv, type RunKind } from '../varied-store';
import { at, byButton, byChoice, byList, DIALOG, type Open, over, type View } from './open-view';

const data = at(() => '#/data', 'main canvas');
const entry = (name: RegExp, sign: string): Open =>
  over(data, async (page) => {
    await page.getByRole('navigation', { name: 'Data library' }).getByRole('button', { name }).click();
    await page.locator(sign).first().waitFor();
  });
const waves = entry(/^Waves/, 'main dt:text("Version")');
const longData = entry(/^Data with a name/, 'main dt:text("Version")');

/** The sheet for a file, until it has what shows that the file was looked into. */
const imported = (fileName: string, text: string, sign: string): Open =>
  over(data, async (page, { folder }, studio) => {
    const path = join(folder, fileName);
    writeFileSync(path, text);
    await answerOpenDialog(studio, path);
    await page.getByRole('button', { name: /Import data/ }).click();
    await page.locator(`${DIALOG} ${sign}`).first().waitFor();
  });

const LOOKED_INTO = '.scroll:not(.pending) table';
const tide = imported('tide.csv', tideCsv(), LOOKED_INTO);
const BROKEN = ['day;level;kind', '1;2,5;a', '2;three;b', '3;;c', '4;1,5', '', '5;"1,75;d', '6;2;e'].join('\n');

const PLOT = '[role="img"]';
/** On the series of this name; the one chosen before stays where a run is only opened. */
const predict = (kind: RunKind, series: RegExp, sign = PLOT): Open =>
  byChoice(
    at(({ runs }) => `#/predict?run=${runs[kind]}`, '#predict-run'),
    'Series',
    series,
    `.answer[aria-busy="false"] ${sign}`,
  );
const CO2 = /Mauna Loa/;
const LEVELS = /^Data with a name/;

const freeRunning: Open = over(predict('completed', CO2), async (page) => {
  await page.getByRole('switch', { name: 'Free-running forecast' }).click();
  await page.getByText('predictions are fed back').waitFor();
});
const backToData: Open = over(predict('completed', CO2), (page) =>
  page.getByRole('switch', { name: 'Free-running forecast' }).click(),
);
const fromFile: Open = over(
  at(() => '#/predict', 'main h1'),
  async (page, { weights }, studio) => {
    await page.getByRole('radio', { name: 'From a file' }).click();
    await answerOpenDialog(studio, weights);
    await page.getByRole('button', { name: 'Open weights…' }).click();
    await page.getByText('first.safetensors').waitFor();
  },
);
const fromRun: Open = over(
  at(() => '#/predict', 'main h1'),
  (page) => page.getByRole('radio', { name: 'From a run' }).click(),
);

export const DATA_VIEWS: readonly View[] = [
  { name: 'data', open: data },
  { name: 'data, imported', open: waves },
  { name: 'data, long names', open: longData },
  {
    name: 'data, renaming',
    open: over(longData, async (page) => {
      await page.getByRole('heading', { level: 1 }).getByRole('button').click();
      await page.getByRole('textbox', { name: 'Name of the data' }).waitFor();
    }),
  },
  { name: 'data, deleting', open: byButton(waves, 'Delete…', '[role="alertdialog"]') },
  { name: 'data, import', open: tide },
  { name: 'data, import, list of types', open: byList(tide, 'Type of level') },
  { name: 'data, import of classes', open: imported('cases.csv', cases(), LOOKED_INTO) },
  { name: 'data, import with problems', open: imported('broken.csv', BROKEN, '.scroll:not(.pending) table') },
  { name: 'data, import of what is no data', open: imported('no-data.json', '{"a": [1, ', '.error, .warning') },
  { name: 'predict', open: predict('completed', CO2) },
  { name: 'predict, list of runs', open: byList(predict('completed', CO2), 'Run') },
  { name: 'predict, list of series', open: byList(predict('completed', CO2), 'Series') },
  { name: 'predict, classes', open: predict('classes', /^Waves/, 'table') },
  { name: 'predict, three targets', open: predict('targets', /^Seattle/) },
  { name: 'predict, long names', open: predict('long', LEVELS) },
  { name: 'predict, free-running', open: freeRunning, leave: backToData },
  {
    name: 'predict, data without the column',
    open: predict('imported', CO2, '[role="alert"]'),
  },
  { name: 'predict, from a file', open: fromFile, leave: fromRun },
];

/** Texts that come again and again, dates, and cells without a value. */
function cases(): string {
  const kinds = ['rising', 'falling', 'still'];
  const line = (row: number) => {
    const date = new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
    return `${date},${row % 17 === 3 ? '' : Math.sin(row).toFixed(3)},${kinds[row % 3] ?? ''}`;
  };
  return ['day,level,kind', ...Array.from({ length: 120 }, (_, row) => line(row))].join('\n');
}
