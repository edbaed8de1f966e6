/**
 * What was last drawn on a canvas, as shapes of an SVG in the canvas's own pixels: a file of vectors has those rather than a copy
 * of the canvas. They are made when they are asked for, with names for what they define that begin with `id`.
 */
export const canvasVectors = new WeakMap<HTMLCanvasElement, (id: string) => readonly string[]>();
