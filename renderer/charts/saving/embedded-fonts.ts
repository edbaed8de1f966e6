/** The window's own fonts inside an SVG: elsewhere they may be missing, and a picture cannot ask for files. */

interface Face {
  readonly rule: CSSFontFaceRule;
  /** First and last code point of each stretch of characters that it has. */
  readonly stretches: readonly (readonly [number, number])[];
}

const MOST_POINT = 0x10ffff;
/** Of a file, by its address. */
const kept = new Map<string, Promise<string>>();

/** Puts those fonts into an SVG that have characters of its texts. */
export async function withFonts(svg: string): Promise<string> {
  const characters = new Set(Array.from(textsOf(svg), (character) => character.codePointAt(0) ?? 0));
  const used = faces().filter(({ stretches }) =>
    [...characters].some((point) => stretches.some(([first, last]) => first <= point && point <= last)),
  );
  if (used.length === 0) return svg;
  const rules = await Promise.all(used.map(embedded));
  return svg.replace(/<svg [^>]*>/, (opening) => `${opening}\n<style>${rules.join('')}</style>`);
}

/** As written: a name of a character stands for the character in every font. */
function textsOf(svg: string): string {
  return Array.from(svg.matchAll(/>([^<>]*)<\/text>/g), ([, text = '']) => text).join('');
}

function faces(): Face[] {
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]);
  return rules.flatMap((rule) =>
    rule instanceof CSSFontFaceRule
      ? [{ rule, stretches: stretchesOf(rule.style.getPropertyValue('unicode-range')) }]
      : [],
  );
}

/** Of `U+0-FF, U+131, U+4??`. */
function stretchesOf(range: string): (readonly [number, number])[] {
  if (range === '') return [[0, MOST_POINT]];
  return range.split(',').map((part) => {
    const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from.replaceAll('?', '0'), 16), Number.parseInt(to.replaceAll('?', 'F'), 16)] as const;
  });
}

async function embedded({ rule }: Face): Promise<string> {
  const { style, parentStyleSheet } = rule;
  const address = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue('src'))?.[1] ?? '';
  const url = new URL(address, parentStyleSheet?.href ?? document.baseURI).href;
  const file = kept.get(url) ?? asData(url);
  kept.set(url, file);
  const said = (name: string) => `${name}:${style.getPropertyValue(name)};`;
  return `@font-face{${['font-family', 'font-style', 'font-weight', 'unicode-range'].map(said).join('')}src:url(${await file})}`;
}

async function asData(url: string): Promise<string> {
  const answer = await fetch(url);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:font/woff2;base64,${btoa(binary)}`;
}
