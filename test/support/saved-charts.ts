/** Saves charts by their menus, and opens what was written as another program would. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { expect } from 'vitest';
import { answerSaveDialog } from './drive-studio';
import type { StudioApp } from './launch-studio';

export type SavedForm = 'svg' | 'png' | 'csv';

const ITEMS: Readonly<Record<SavedForm, string>> = {
  svg: 'SVG vectors…',
  png: 'PNG picture…',
  csv: 'CSV of all points…',
};

/** @param button the name of the button that opens the menu. @returns what was written */
export async function savedFile(studio: StudioApp, button: string, form: SavedForm, path: string): Promise<Buffer> {
  const { page } = studio;
  await answerSaveDialog(studio, path);
  await page.getByRole('button', { name: button, exact: true }).first().click();
  await page.getByRole('menuitem', { name: ITEMS[form] }).click();
  await expect.poll(() => existsSync(path), { timeout: 60_000 }).toBe(true);
  // The menu covers the button of the next one until it is gone.
  await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
  return readFileSync(path);
}

export interface OpenedSvg {
  readonly problem: string | null;
  readonly size: readonly [number, number];
  /** Font files in it. */
  readonly fonts: number;
  readonly fontFamily: string | null;
  /** Of the rectangle that covers all of it. */
  readonly background: string | null;
  readonly texts: readonly string[];
  readonly images: number;
  /** Shapes that cover something, other than the background. */
  readonly marks: number;
  /** Filled rectangles. */
  readonly rects: number;
  readonly circles: number;
  readonly paths: readonly string[];
  /** Shapes and texts that stand out of the file's own bounds, as they are written. */
  readonly outside: readonly string[];
  /** Attributes with a number that is none, and colours that only a browser knows. */
  readonly broken: readonly string[];
  /** Texts whose colour is as dark, or as light, as the ground: what they say, and how far apart they are. */
  readonly unreadable: readonly string[];
}

/** What a parser of XML, and a browser that draws it, make of a file. */
export async function openedSvg({ page }: StudioApp, svg: Buffer): Promise<OpenedSvg> {
  const written = svg.toString();
  const styles = /<style>.*<\/style>/s.exec(written)?.[0] ?? '';
  const fonts = styles.split('@font-face').length - 1;
  // The window forbids styles of others, and has these fonts itself.
  const opened = await page.evaluate(
    (text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      const problem = parsed.querySelector('parsererror')?.textContent ?? null;
      const root = document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement;
      const host = document.createElement('div');
      host.style.position = 'fixed';
      host.style.inset = '0 auto auto 0';
      host.append(root);
      document.body.append(host);
      const frame = root.getBoundingClientRect();
      const size = [Number(root.getAttribute('width')), Number(root.getAttribute('height'))] as const;
      const drawn = [...root.querySelectorAll<SVGGraphicsElement>('path, circle, rect, line, text, image')].filter(
        (shape) => !shape.closest('defs, clipPath, pattern'),
      );
      const [ground, ...shapes] = drawn;
      const luminance = (colour: string): number => {
        const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
        const linear = (channel: number) =>
          channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
      };
      const groundOf = (shape: Element): string => {
        // The last filled rectangle before it that lies under its middle.
        const box = shape.getBoundingClientRect();
        const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
        const under = drawn.filter((each) => {
          if (each.tagName !== 'rect' || getComputedStyle(each).fill === 'none') return false;
          if (!(each.compareDocumentPosition(shape) & Node.DOCUMENT_POSITION_FOLLOWING)) return false;
          const { left, right, top, bottom } = each.getBoundingClientRect();
          return left <= x && x <= right && top <= y && y <= bottom;
        });
        const fills = under.map((each) => getComputedStyle(each).fill).filter((fill) => /^rgb\(/.test(fill));
        return fills.at(-1) ?? 'rgb(255, 255, 255)';
      };
      // A half of a line's width, and what rounding to hundredths adds.
      const EDGE = 1.5;
      const isOutside = (shape: Element): boolean => {
        const box = shape.getBoundingClientRect();
        return (
          box.left < frame.left - EDGE ||
          box.top < frame.top - EDGE ||
          box.right > frame.right + EDGE ||
          box.bottom > frame.bottom + EDGE
        );
      };
      const written = (shape: Element) => shape.outerHTML.slice(0, 240);
      const result = {
        problem,
        size,
        fontFamily: root.getAttribute('font-family'),
        background:
          ground?.tagName === 'rect' && Number(ground.getAttribute('width')) === size[0]
            ? ground.getAttribute('fill')
            : null,
        texts: [...root.querySelectorAll('text')].map(({ textContent }) => textContent),
        images: root.querySelectorAll('image').length,
        marks: shapes.filter((shape) => {
          const { width, height } = shape.getBoundingClientRect();
          return width > 0 || height > 0;
        }).length,
        rects: shapes.filter(({ tagName }) => tagName === 'rect').length,
        circles: root.querySelectorAll('circle').length,
        paths: [...root.querySelectorAll('path')].map((path) => path.getAttribute('d') ?? ''),
        outside: shapes.filter((shape) => !shape.closest('[clip-path]') && isOutside(shape)).map(written),
        broken: [...root.querySelectorAll('*')]
          .filter((each) =>
            [...each.attributes].some(
              ({ name, value }) =>
                // Pixels are letters that may say anything.
                name !== 'href' && /NaN|Infinity|undefined|color\(|var\(|color-mix|rgba?\([\d.]+ /.test(value),
            ),
          )
          .map(written),
        unreadable: shapes
          .filter(({ tagName }) => tagName === 'text')
          .flatMap((shape) => {
            const [one, other] = [luminance(getComputedStyle(shape).fill), luminance(groundOf(shape))];
            const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
            // 3:1 is what WCAG asks of large texts and of graphics.
            return contrast < 3 ? [`${shape.textContent}: ${contrast.toFixed(2)}`] : [];
          }),
      };
      host.remove();
      return result;
    },
    written.replace(styles, ''),
  );
  return { ...opened, fonts };
}

export interface OpenedPng {
  readonly size: readonly [number, number];
  /** Different colours, up to a hundred. */
  readonly colours: number;
}

export async function openedPng({ page }: StudioApp, png: Buffer): Promise<OpenedPng> {
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context?.getImageData(0, 0, canvas.width, canvas.height).data.buffer ?? []);
    const colours = new Set<number>();
    for (let i = 0; i < pixels.length && colours.size < 100; i++) colours.add(pixels[i] ?? 0);
    return { size: [canvas.width, canvas.height] as const, colours: colours.size };
  }, png.toString('base64'));
}

export interface OpenedCsv {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** @throws where a row has more or fewer cells than the headings */
export function openedCsv(csv: Buffer): OpenedCsv {
  const text = csv.toString();
  expect(text.endsWith('\r\n')).toBe(true);
  const records: string[][] = [];
  Papa.parse(text.slice(0, -2).replaceAll('\r\n', '\n'), {
    delimiter: ',',
    newline: '\n',
    step: ({ data, errors }) => {
      expect(errors).toEqual([]);
      records.push(data);
    },
  });
  const [headings = [], ...rows] = records;
  expect(rows.every((row) => row.length === headings.length)).toBe(true);
  return { headings, rows };
}

/** Saves a chart in all three forms, and expects of each what every saved chart has. */
export async function savedAndOpened(
  studio: StudioApp,
  button: string,
  folder: string,
): Promise<{ svg: OpenedSvg; csv: OpenedCsv }> {
  const name = button.replaceAll(/\W+/g, '-');
  const svg = await openedSvg(studio, await savedFile(studio, button, 'svg', join(folder, `${name}.svg`)));
  expect(svg.problem, button).toBeNull();
  expect(svg.broken, button).toEqual([]);
  expect(svg.outside, button).toEqual([]);
  expect(svg.unreadable, button).toEqual([]);
  expect(svg.background, button).toMatch(/^#|^rgb\(/);
  expect(svg.fonts, button).toBeGreaterThan(0);
  expect(svg.fontFamily, button).toContain('sans-serif');
  expect(svg.marks, button).toBeGreaterThan(3);

  const png = await openedPng(studio, await savedFile(studio, button, 'png', join(folder, `${name}.png`)));
  // Two device pixels for each of the drawing's.
  expect(png.size, button).toEqual(svg.size.map((length) => 2 * length));
  expect(png.colours, button).toBeGreaterThan(3);

  const csv = openedCsv(await savedFile(studio, button, 'csv', join(folder, `${name}.csv`)));
  return { svg, csv };
}
