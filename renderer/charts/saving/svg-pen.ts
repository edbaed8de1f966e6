/** What a drawing on a canvas calls, written down as shapes of an SVG. */
import { escaped } from '../curves/scene-svg';

/** What a canvas draws with, as far as drawings use it that are saved as vectors too. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'lineCap'
  | 'setLineDash'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'fillRect'
  | 'strokeRect'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'fill'
  | 'stroke'
  | 'fillText'
>;

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: 'middle', right: 'end', end: 'end' };
const BASELINES: Partial<Record<CanvasTextBaseline, string>> = { middle: 'central', top: 'hanging' };

export class SvgPen implements Pen {
  readonly shapes: string[] = [];
  fillStyle: Pen['fillStyle'] = '#000';
  strokeStyle: Pen['strokeStyle'] = '#000';
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  lineCap: CanvasLineCap = 'butt';
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  #path: string[] = [];
  #dash: readonly number[] = [];

  setLineDash(dash: readonly number[]): void {
    this.#dash = dash;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.shapes.push(`<rect ${place(x, y, width, height)} ${this.#filled()}/>`);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.shapes.push(`<rect ${place(x, y, width, height)} ${this.#stroked()}/>`);
  }

  beginPath(): void {
    this.#path = [];
  }

  moveTo(x: number, y: number): void {
    this.#path.push(`M${short(x)} ${short(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.#path.push(`L${short(x)} ${short(y)}`);
  }

  /** Whole circles only. */
  arc(x: number, y: number, radius: number): void {
    const r = short(radius);
    this.#path.push(
      `M${short(x + radius)} ${short(y)}A${r} ${r} 0 1 1 ${short(x - radius)} ${short(y)}A${r} ${r} 0 1 1 ${short(x + radius)} ${short(y)}Z`,
    );
  }

  fill(): void {
    this.#draw(this.#filled());
  }

  stroke(): void {
    this.#draw(this.#stroked());
  }

  fillText(text: string, x: number, y: number): void {
    const size = Number.parseFloat(/[\d.]+(?=px)/.exec(this.font)?.[0] ?? '10');
    const anchor = ANCHORS[this.textAlign];
    const baseline = BASELINES[this.textBaseline];
    this.shapes.push(
      `<text x="${short(x)}" y="${short(y)}" font-size="${size}"${anchor ? ` text-anchor="${anchor}"` : ''}${baseline ? ` dominant-baseline="${baseline}"` : ''} ${this.#filled()}>${escaped(text)}</text>`,
    );
  }

  /** Paths of an SVG, drawn as strokes of a shape that is elsewhere and smaller. */
  strokePaths(paths: readonly string[], x: number, y: number, scale: number): void {
    this.shapes.push(
      `<path transform="translate(${short(x)} ${short(y)}) scale(${scale})" d="${paths.join('')}" ${this.#stroked()}/>`,
    );
  }

  #draw(attributes: string): void {
    if (this.#path.length > 0) this.shapes.push(`<path d="${this.#path.join('')}" ${attributes}/>`);
  }

  #filled(): string {
    return `fill="${escaped(String(this.fillStyle))}"${this.#faint()}`;
  }

  #stroked(): string {
    return `fill="none" stroke="${escaped(String(this.strokeStyle))}" stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}" stroke-linecap="${this.lineCap}"${this.#dashed()}${this.#faint()}`;
  }

  #dashed(): string {
    return this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.join(' ')}"` : '';
  }

  #faint(): string {
    return this.globalAlpha < 1 ? ` opacity="${this.globalAlpha}"` : '';
  }
}

const place = (x: number, y: number, width: number, height: number): string =>
  `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;

/** A hundredth of a pixel is finer than any print. */
const short = (value: number): string => String(Math.round(value * 100) / 100);
