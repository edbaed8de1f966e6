/** Saves any chart of the window where the person says: as a picture, as vectors, or every point of it as a table. */
import type { PointsQuestion } from '../../core/contract/points';
import { pngBytes, svgCanvas } from '../charts/canvas-png';
import { elementPicture } from '../charts/saving/element-svg';
import { withFonts } from '../charts/saving/embedded-fonts';
import { pointsCsv, type PointTable } from '../report/points-csv';
import { formatQuantity } from '../format';
import { attempt, showDone } from './messages';
import type { Studio } from './studio.svelte';

export interface SavedChart {
  readonly title: string;
  readonly element: Element;
  /** Every point of it; or what to ask main for, where the window holds a part of them only. */
  readonly table: (() => PointTable) | PointsQuestion;
}

export type ChartForm = 'png' | 'svg' | 'csv';

export async function saveChart(studio: Studio, form: ChartForm, { title, element, table }: SavedChart): Promise<void> {
  await attempt(async () => {
    const name = title.slice(0, 120);
    if (form === 'csv') {
      await saveTable(studio, name, table);
      return;
    }
    const { svg: drawn, width, height } = elementPicture(element, title);
    const svg = await withFonts(drawn);
    const file =
      form === 'svg'
        ? await studio.api.ask('pictures:save-svg', { name, svg })
        : await studio.api.ask('pictures:save', {
            name,
            png: await pngBytes(await svgCanvas(svg, width, height)),
          });
    if (file !== null) showDone(`Saved ${file}`);
  });
}

async function saveTable(studio: Studio, name: string, table: SavedChart['table']): Promise<void> {
  if (typeof table === 'function') {
    const file = await studio.api.ask('tables:save', { name, csv: pointsCsv(table()) });
    if (file !== null) showDone(`Saved ${file}`);
    return;
  }
  const saved = await studio.api.ask('points:save', { name, question: table });
  if (saved) showDone(`Saved ${formatQuantity(saved.rows, 'row')} as ${saved.file}`);
}
