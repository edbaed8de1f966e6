/** A drawing as plain data, in pixels: drawn on a canvas for the screen and for a PNG, written as text for an SVG. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Mark =
  /** `points`: x, y, x, y, …; NaN lifts the pen. A point alone between two gaps becomes a dot. */
  | {
      readonly kind: 'line';
      readonly points: Float32Array;
      readonly colour: string;
      readonly width: number;
      readonly dash: readonly number[];
      readonly opacity: number;
    }
  /** Between two lines over the same x, without gaps. */
  | {
      readonly kind: 'area';
      readonly upper: Float32Array;
      readonly lower: Float32Array;
      readonly colour: string;
      readonly opacity: number;
    }
  /** Upright strokes side by side. */
  | {
      readonly kind: 'strokes';
      readonly xs: Float32Array;
      readonly y: number;
      readonly height: number;
      readonly colour: string;
    }
  | { readonly kind: 'box'; readonly box: Box; readonly colour: string; readonly opacity: number }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly colour: string;
      readonly size: number;
      readonly align: 'start' | 'middle' | 'end';
      readonly isBold?: boolean;
      /** Read from below. */
      readonly isUpright?: boolean;
    };

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly fontFamily: string;
  /** What is drawn in order; a clip holds for its own marks. */
  readonly layers: readonly { readonly clip: Box | null; readonly marks: readonly Mark[] }[];
}

/** The same marks elsewhere: charts stack into one picture. */
export function movedMark(mark: Mark, dx: number, dy: number): Mark {
  switch (mark.kind) {
    case 'line':
      return { ...mark, points: movedPoints(mark.points, dx, dy) };
    case 'area':
      return { ...mark, upper: movedPoints(mark.upper, dx, dy), lower: movedPoints(mark.lower, dx, dy) };
    case 'strokes':
      return { ...mark, xs: mark.xs.map((x) => x + dx), y: mark.y + dy };
    case 'box':
      return { ...mark, box: movedBox(mark.box, dx, dy) };
    case 'text':
      return { ...mark, x: mark.x + dx, y: mark.y + dy };
  }
}

export function movedBox(box: Box, dx: number, dy: number): Box {
  return { ...box, x: box.x + dx, y: box.y + dy };
}

function movedPoints(points: Float32Array, dx: number, dy: number): Float32Array {
  return points.map((value, i) => value + (i % 2 === 0 ? dx : dy));
}
