/**
 * A part of the window as an SVG of its own: text as text, shapes as shapes, charts of Chart.js as vectors with all their points,
 * and canvases that say how as vectors too. Other canvases stay pixels.
 */
import { Chart } from 'chart.js';
import { readChartPalette } from '../chart-palette';
import type { Box } from '../curves/scene';
import { escaped, markSvg } from '../curves/scene-svg';
import { canvasVectors } from './canvas-vectors';
import { chartMarks } from './chart-marks';
import { gradientColours, isInvisible, plainColour } from './css-values';
import { textSvg } from './text-svg';

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

/** Elements marked `data-unsaved`, and fields to type in, are left out. What is scrolled is shown from its beginning. */
export function elementPicture(root: Element, title: string): ElementPicture {
  const scrolled = scrolledAround(root);
  for (const { element } of scrolled) element.scrollTo({ left: 0, top: 0, behavior: 'instant' });
  try {
    return drawnPicture(root, title);
  } finally {
    for (const { element, left, top } of scrolled) element.scrollTo({ left, top, behavior: 'instant' });
  }
}

/** Headings that stay while the rest scrolls would lie over it. */
function scrolledAround(root: Element): { element: Element; left: number; top: number }[] {
  const found: Element[] = [...root.querySelectorAll('*')];
  for (let each: Element | null = root; each; each = each.parentElement) found.push(each);
  return found
    .filter(({ scrollLeft, scrollTop }) => scrollLeft !== 0 || scrollTop !== 0)
    .map((element) => ({ element, left: element.scrollLeft, top: element.scrollTop }));
}

function drawnPicture(root: Element, title: string): ElementPicture {
  const { background, text, fontFamily } = readChartPalette();
  const box = root.getBoundingClientRect();
  const width = Math.ceil(box.width) + 2 * MARGIN;
  const height = Math.ceil(box.height) + TITLE_HEIGHT + MARGIN;
  const parts: string[] = [];
  append(root, parts, fontFamily);
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

function append(element: Element, parts: string[], fontFamily: string): void {
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden' || element.matches('input, [data-unsaved]')) return;
  const box = element.getBoundingClientRect();
  if (element instanceof SVGSVGElement) return void parts.push(drawing(element, box));
  const isFaint = style.opacity !== '1';
  if (isFaint) parts.push(`<g opacity="${style.opacity}">`);
  if (element instanceof HTMLCanvasElement) parts.push(...canvas(element, box));
  else {
    parts.push(...ground(style, box));
    for (const child of element.childNodes) {
      if (child instanceof Element) append(child, parts, fontFamily);
      else if (child instanceof Text) parts.push(...textSvg(child, style, fontFamily));
    }
  }
  if (isFaint) parts.push('</g>');
}

function ground(style: CSSStyleDeclaration, box: Box): string[] {
  const radius = Number.parseFloat(style.borderTopLeftRadius) || 0;
  const colours = gradientColours(style.backgroundImage);
  if (colours) {
    const id = idAt('gradient', box);
    const stops = colours.map(
      (colour, place) => `<stop offset="${place / (colours.length - 1)}" stop-color="${escaped(colour)}"/>`,
    );
    return [
      `<linearGradient id="${id}">${stops.join('')}</linearGradient>`,
      `<rect ${placeOf(box)} rx="${radius}" fill="url(#${id})"/>`,
    ];
  }
  if (isInvisible(style.backgroundColor)) return [];
  return [`<rect ${placeOf(box)} rx="${radius}" fill="${escaped(plainColour(style.backgroundColor))}"/>`];
}

function canvas(element: HTMLCanvasElement, box: Box): string[] {
  const vectors = canvasVectors.get(element);
  if (vectors) return [`<g transform="translate(${box.x} ${box.y})">`, ...vectors(idAt('cells', box)), '</g>'];
  const chart = Chart.getChart(element);
  if (!chart) return [`<image ${placeOf(box)} href="${element.toDataURL()}" preserveAspectRatio="none"/>`];
  const { around, within } = chartMarks(chart, readChartPalette());
  const { left, top, width, height } = chart.chartArea;
  const clip = idAt('clip', box);
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
    for (const name of SHAPE_STYLES) shape.setAttribute(name, plainColour(style.getPropertyValue(name)));
    shape.removeAttribute('class');
  });
  copy.removeAttribute('class');
  for (const name of ['x', 'y', 'width', 'height'] as const) copy.setAttribute(name, String(box[name]));
  copy.setAttribute('overflow', 'visible');
  return new XMLSerializer().serializeToString(copy);
}

/** No two elements begin at the same place. */
const idAt = (what: string, { x, y }: Box): string => `${what}-${Math.round(x)}-${Math.round(y)}`;

const placeOf = ({ x, y, width, height }: Box): string => `x="${x}" y="${y}" width="${width}" height="${height}"`;
