/** A small picture as plain shapes: the window draws them as elements, a report as the text of an SVG. */

/** What a shape is for; its colour follows from it. */
export type ShapeRole = 'grid' | 'axis' | 'pair' | 'first' | 'second' | 'mean' | 'text' | 'muted';

export type Shape =
  | {
      readonly kind: 'line';
      readonly role: ShapeRole;
      readonly from: readonly [x: number, y: number];
      readonly to: readonly [x: number, y: number];
      readonly width: number;
      readonly isDashed?: boolean;
    }
  | {
      readonly kind: 'dot';
      readonly role: ShapeRole;
      readonly at: readonly [x: number, y: number];
      readonly radius: number;
      readonly isHollow?: boolean;
      /** Shown by hovering. */
      readonly title: string;
    }
  | {
      readonly kind: 'text';
      readonly role: ShapeRole;
      readonly at: readonly [x: number, y: number];
      readonly anchor: 'start' | 'middle' | 'end';
      readonly text: string;
      readonly isBold?: boolean;
    };

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export type ScenePalette = Readonly<Record<ShapeRole, string>>;
