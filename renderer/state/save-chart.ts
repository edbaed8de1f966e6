/** Saves any chart of the window where the person says: as a picture, as vectors, or every point of it as a table. */
import type { PointsQuestion } from '../../core/contract/points';
import { pngBytes, svgCanvas } from '../charts/canvas-png';
import { elementPicture, type ElementPicture } from '../charts/saving/element-svg';
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
    if (form === 'csv' && typeof table !== 'function') {
      const saved = await studio.api.ask('points:save', { name, question: table });
      if (saved) showDone(`Saved ${formatQuantity(saved.rows, 'row')} as ${saved.file}`);
      return;
    }
    const file =
      form === 'csv' && typeof table === 'function'
        ? await studio.api.ask('tables:save', { name, csv: pointsCsv(table()) })
        : form === 'svg'
          ? await studio.api.ask('pictures:save-svg', { name, svg: elementPicture(element, title).svg })
          : await studio.api.ask('pictures:save', { name, png: await pngOf(elementPicture(element, title)) });
    if (file !== null) showDone(`Saved ${file}`);
  });
}

async function pngOf({ svg, width, height }: ElementPicture): Promise<Uint8Array<ArrayBuffer>> {
  return pngBytes(await svgCanvas(svg, width, height));
}
