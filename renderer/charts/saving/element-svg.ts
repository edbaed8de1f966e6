/**
 * A part of the window as an SVG of its own: text as text, shapes as shapes, charts of Chart.js as vectors with all their points.
 * Only what is pixels already (heat maps) stays pixels.
 */
import { Chart } from 'chart.js';
import { readChartPalette } from '../chart-palette';
import type { Box } from '../curves/scene';
import { escaped, markSvg } from '../curves/scene-svg';
import { drawnMarks } from './canvas-marks';
import { chartMarks } from './chart-marks';

const TITLE_HEIGHT = 32;
const MARGIN = 12;
/** What style sheets say about a shape; in a file of its own it has to say so itself. */
const SHAPE_STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-weight',
  'text-anchor',
];

export interface ElementPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Elements marked `data-unsaved`, and fields to type in, are left out. */
export function elementPicture(root: Element, title: string): ElementPicture {
  const { background, text, fontFamily } = readChartPalette();
  const box = root.getBoundingClientRect();
  const width = Math.ceil(box.width) + 2 * MARGIN;
  const height = Math.ceil(box.height) + TITLE_HEIGHT + MARGIN;
  const parts: string[] = [];
  append(root, parts);
  const svg = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(fontFamily)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${escaped(background)}"/>`,
    `<text x="${MARGIN}" y="20" font-size="13" font-weight="600" fill="${escaped(text)}">${escaped(title)}</text>`,
    `<g transform="translate(${MARGIN - box.left} ${TITLE_HEIGHT - box.top})">`,
    ...parts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
  return { svg, width, height };
}

function append(element: Element, parts: string[]): void {
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden' || element.matches('input, [data-unsaved]')) return;
  const box = element.getBoundingClientRect();
  if (element instanceof SVGSVGElement) return void parts.push(drawing(element, box));
  const isFaint = style.opacity !== '1';
  if (isFaint) parts.push(`<g opacity="${style.opacity}">`);
  if (element instanceof HTMLCanvasElement) parts.push(...canvas(element, box));
  else {
    if (!/^rgba\(.*, 0\)$|^transparent$/.test(style.backgroundColor)) {
      const radius = Number.parseFloat(style.borderTopLeftRadius) || 0;
      parts.push(`<rect ${placeOf(box)} rx="${radius}" fill="${escaped(style.backgroundColor)}"/>`);
    }
    for (const child of element.childNodes) {
      if (child instanceof Element) append(child, parts);
      else if (child instanceof Text) parts.push(...lines(child, style));
    }
  }
  if (isFaint) parts.push('</g>');
}

function canvas(element: HTMLCanvasElement, box: Box): string[] {
  const marks = drawnMarks.get(element);
  if (marks) return [`<g transform="translate(${box.x} ${box.y})">`, ...marks.map(markSvg), '</g>'];
  const chart = Chart.getChart(element);
  if (!chart) return [`<image ${placeOf(box)} href="${element.toDataURL()}" preserveAspectRatio="none"/>`];
  const { around, within } = chartMarks(chart, readChartPalette());
  const { left, top, width, height } = chart.chartArea;
  const clip = `clip-${Math.round(box.x)}-${Math.round(box.y)}`;
  // A dot at the edge shows whole.
  const area = { x: left - 6, y: top - 6, width: width + 12, height: height + 12 };
  return [
    `<g transform="translate(${box.x} ${box.y})">`,
    `<clipPath id="${clip}"><rect ${placeOf(area)}/></clipPath>`,
    ...around.map(markSvg),
    `<g clip-path="url(#${clip})">`,
    ...within.map(markSvg),
    '</g></g>',
  ];
}

function drawing(element: SVGSVGElement, box: Box): string {
  const copy = element.cloneNode(true) as SVGSVGElement;
  const originals = element.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((shape, index) => {
    const original = originals[index];
    if (!original) return;
    const style = getComputedStyle(original);
    for (const name of SHAPE_STYLES) shape.setAttribute(name, style.getPropertyValue(name));
    shape.removeAttribute('class');
  });
  copy.removeAttribute('class');
  for (const name of ['x', 'y', 'width', 'height'] as const) copy.setAttribute(name, String(box[name]));
  copy.setAttribute('overflow', 'visible');
  return new XMLSerializer().serializeToString(copy);
}

/** A text as it is broken into lines, each where it stands. */
function lines(node: Text, { color, fontSize, fontWeight }: CSSStyleDeclaration): string[] {
  const broken: { text: string; left: number; right: number; middle: number }[] = [];
  for (const { index, 0: word } of node.data.matchAll(/\S+/g)) {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const [box] = range.getClientRects();
    if (!box) continue;
    const middle = box.top + box.height / 2;
    const last = broken.at(-1);
    if (last && Math.abs(last.middle - middle) < 2) {
      last.text += ` ${word}`;
      last.right = box.right;
    } else broken.push({ text: word, left: box.left, right: box.right, middle });
  }
  return broken.map(
    ({ text, left, right, middle }) =>
      // As broad as on the screen, whatever font there is where the file is opened.
      `<text x="${left}" y="${middle}" textLength="${right - left}" lengthAdjust="spacingAndGlyphs" dominant-baseline="central" font-size="${fontSize}" font-weight="${fontWeight}" fill="${color}">${escaped(text)}</text>`,
  );
}

const placeOf = ({ x, y, width, height }: Box): string => `x="${x}" y="${y}" width="${width}" height="${height}"`;
