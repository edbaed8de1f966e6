/** A text of the window as texts of an SVG: broken, shortened and turned as it is there. */
import { escaped } from '../curves/scene-svg';
import { plainColour } from './css-values';

const ELLIPSIS = '…';

interface Line {
  text: string;
  readonly left: number;
  right: number;
  readonly middle: number;
}

/** @param fontFamily of the file; another one is said at the text */
export function textSvg(node: Text, style: CSSStyleDeclaration, fontFamily: string): string[] {
  const shown = shownPart(node, style);
  const family = style.fontFamily === fontFamily ? '' : ` font-family="${escaped(style.fontFamily)}"`;
  const look = `dominant-baseline="central" font-size="${style.fontSize}" font-weight="${style.fontWeight}" fill="${plainColour(style.color)}"${family}`;
  // As broad as on the screen, whatever font there is where the file is opened.
  const length = (pixels: number) => `textLength="${pixels}" lengthAdjust="spacingAndGlyphs"`;
  if (style.writingMode.startsWith('vertical')) {
    const box = boxOf(node, 0, shown.end);
    if (box.height === 0) return [];
    const [x, y] = [(box.left + box.right) / 2, box.bottom];
    const text = node.data.slice(0, shown.end).trim() + shown.more;
    return [`<text x="${x}" y="${y}" transform="rotate(-90 ${x} ${y})" ${look}>${escaped(text)}</text>`];
  }
  const lines: Line[] = [];
  for (const { index, 0: word } of node.data.slice(0, shown.end).matchAll(/\S+/g)) {
    const [box] = rangeOf(node, index, index + word.length).getClientRects();
    if (!box) continue;
    const middle = box.top + box.height / 2;
    const last = lines.at(-1);
    if (last && Math.abs(last.middle - middle) < 2) {
      last.text += ` ${word}`;
      last.right = box.right;
    } else lines.push({ text: word, left: box.left, right: box.right, middle });
  }
  return lines.map(({ text, left, right, middle }, place) => {
    const more = place === lines.length - 1 ? shown.more : '';
    // Of a shortened text the mark's own width is not known.
    const fitted = more === '' ? ` ${length(right - left)}` : '';
    return `<text x="${left}" y="${middle}"${fitted} ${look}>${escaped(text + more)}</text>`;
  });
}

/** How much of a text is seen where its element cuts it off, and what stands for the rest. */
function shownPart(node: Text, style: CSSStyleDeclaration): { end: number; more: string } {
  const all = { end: node.data.length, more: '' };
  const parent = node.parentElement;
  if (!parent || style.textOverflow !== 'ellipsis') return all;
  const isUpright = style.writingMode.startsWith('vertical');
  const room = isUpright ? parent.clientHeight : parent.clientWidth;
  if ((isUpright ? parent.scrollHeight : parent.scrollWidth) <= room) return all;
  const padding = isUpright ? 0 : Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
  const least = room - padding - Number.parseFloat(style.fontSize);
  const start = node.data.search(/\S/);
  for (let end = node.data.length; end > start; end--) {
    const { width, height } = boxOf(node, Math.max(0, start), end);
    if ((isUpright ? height : width) <= least) return { end, more: ELLIPSIS };
  }
  return { end: 0, more: ELLIPSIS };
}

function boxOf(node: Text, from: number, to: number): DOMRect {
  return rangeOf(node, from, to).getBoundingClientRect();
}

function rangeOf(node: Text, from: number, to: number): Range {
  const range = document.createRange();
  range.setStart(node, from);
  range.setEnd(node, to);
  return range;
}
