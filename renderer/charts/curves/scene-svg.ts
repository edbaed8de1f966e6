/** A scene as an SVG document of its own: vectors for print, every point as it was given. */
import type { Box, Mark, Scene } from './scene';
import { DOT_MARGIN, lonePoints } from './scene-canvas';

/** @param description what the picture says, for those who cannot see it */
export function sceneSvg({ width, height, background, fontFamily, layers }: Scene, description: string): string {
  const clips = layers.map(({ clip }, i) => (clip ? `<clipPath id="clip-${i}">${rect(clip)}</clipPath>` : ''));
  const groups = layers.map(({ clip, marks }, i) => {
    const attribute = clip ? ` clip-path="url(#clip-${i})"` : '';
    return `<g${attribute}>\n${marks.map(markSvg).join('\n')}\n</g>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(fontFamily)}">`,
    `<desc>${escaped(description)}</desc>`,
    `<defs>${clips.join('')}</defs>`,
    `<rect width="${width}" height="${height}" fill="${escaped(background)}"/>`,
    ...groups,
    '</svg>',
    '',
  ].join('\n');
}

export function markSvg(mark: Mark): string {
  switch (mark.kind) {
    case 'line': {
      const { points, colour, width, dash, opacity } = mark;
      const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
      const path = `<path fill="none" stroke="${escaped(colour)}" stroke-width="${width}" stroke-linejoin="bevel"${dashes}${faint(opacity)} d="${pathOf(points)}"/>`;
      const dots = lonePoints(points).map(
        ({ x, y }) =>
          `<circle cx="${number(x)}" cy="${number(y)}" r="${width / 2 + DOT_MARGIN}" fill="${escaped(colour)}"${faint(opacity)}/>`,
      );
      return [path, ...dots].join('\n');
    }
    case 'area': {
      const back = new Float32Array(mark.lower.length);
      for (let i = 0; i < back.length; i += 2) {
        back[i] = mark.lower[back.length - 2 - i] ?? 0;
        back[i + 1] = mark.lower[back.length - 1 - i] ?? 0;
      }
      return `<path fill="${escaped(mark.colour)}"${faint(mark.opacity)} d="${pathOf(mark.upper)}${pathOf(back).replace('M', 'L')}Z"/>`;
    }
    case 'strokes': {
      const path = Array.from(mark.xs, (x) => `M${number(x)} ${mark.y}v${mark.height}`).join('');
      return `<path fill="none" stroke="${escaped(mark.colour)}" stroke-width="2" d="${path}"/>`;
    }
    case 'box':
      return rect(mark.box, ` fill="${escaped(mark.colour)}"${faint(mark.opacity)}`);
    case 'text': {
      const turn = mark.isUpright ? ` transform="rotate(-90 ${number(mark.x)} ${number(mark.y)})"` : '';
      const weight = mark.isBold ? ' font-weight="600"' : '';
      return `<text x="${number(mark.x)}" y="${number(mark.y)}" fill="${escaped(mark.colour)}" font-size="${mark.size}" text-anchor="${mark.align}" dominant-baseline="central"${weight}${turn}>${escaped(mark.text)}</text>`;
    }
  }
}

function pathOf(points: Float32Array): string {
  const parts: string[] = [];
  let isDown = false;
  for (let i = 0; i < points.length; i += 2) {
    const y = points[i + 1] ?? NaN;
    if (Number.isNaN(y)) {
      isDown = false;
      continue;
    }
    parts.push(`${isDown ? 'L' : 'M'}${number(points[i] ?? NaN)} ${number(y)}`);
    isDown = true;
  }
  return parts.join('');
}

function rect({ x, y, width, height }: Box, attributes = ''): string {
  return `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"${attributes}/>`;
}

/** A hundredth of a pixel is finer than any print. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function faint(opacity: number): string {
  return opacity < 1 ? ` opacity="${opacity}"` : '';
}

export function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // eslint-disable-next-line no-control-regex -- XML has no way to write them
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\u{fffd}')
  );
}
