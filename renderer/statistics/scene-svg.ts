/** A scene as the text of an SVG picture that needs no style sheet. */
import { escapeHtml } from '../report/escape-html';
import type { Scene, ScenePalette, Shape } from './scene';

export function sceneSvg({ width, height, shapes }: Scene, palette: ScenePalette, label: string): string {
  const opening =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `role="img" aria-label="${escapeHtml(label)}" font-family="system-ui, sans-serif" font-size="11">`;
  return [opening, ...shapes.map((shape) => shapeMarkup(shape, palette[shape.role])), '</svg>'].join('\n');
}

function shapeMarkup(shape: Shape, colour: string): string {
  switch (shape.kind) {
    case 'line': {
      const { from, to, width, isDashed = false } = shape;
      const ends = `x1="${at(from[0])}" y1="${at(from[1])}" x2="${at(to[0])}" y2="${at(to[1])}"`;
      return `<line ${ends} stroke="${colour}" stroke-width="${width}"${isDashed ? ' stroke-dasharray="4 3"' : ''} />`;
    }
    case 'dot': {
      const fill = shape.isHollow ? 'none' : colour;
      const place = `cx="${at(shape.at[0])}" cy="${at(shape.at[1])}" r="${shape.radius}"`;
      const title = `<title>${escapeHtml(shape.title)}</title>`;
      return `<circle ${place} fill="${fill}" stroke="${colour}" stroke-width="1.5">${title}</circle>`;
    }
    case 'text': {
      const weight = shape.isBold ? ' font-weight="600"' : '';
      const place = `x="${at(shape.at[0])}" y="${at(shape.at[1])}" text-anchor="${shape.anchor}"`;
      return `<text ${place} fill="${colour}"${weight}>${escapeHtml(shape.text)}</text>`;
    }
  }
}

/** Hundredths of a pixel are finer than any screen or printer. */
function at(coordinate: number): string {
  return String(Math.round(coordinate * 100) / 100);
}
