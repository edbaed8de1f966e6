import type { Mark, Scene } from './scene';

export function drawScene(context: CanvasRenderingContext2D, scene: Scene): void {
  context.fillStyle = scene.background;
  context.fillRect(0, 0, scene.width, scene.height);
  for (const { clip, marks } of scene.layers) {
    context.save();
    if (clip) {
      context.beginPath();
      context.rect(clip.x, clip.y, clip.width, clip.height);
      context.clip();
    }
    for (const mark of marks) drawMark(context, mark, scene.fontFamily);
    context.restore();
  }
}

export function drawMark(context: CanvasRenderingContext2D, mark: Mark, fontFamily: string): void {
  switch (mark.kind) {
    case 'line':
      context.globalAlpha = mark.opacity;
      drawLine(context, mark);
      break;
    case 'area': {
      context.globalAlpha = mark.opacity;
      context.fillStyle = mark.colour;
      context.beginPath();
      const { upper, lower } = mark;
      for (let i = 0; i < upper.length; i += 2) context.lineTo(upper[i] ?? 0, upper[i + 1] ?? 0);
      for (let i = lower.length - 2; i >= 0; i -= 2) context.lineTo(lower[i] ?? 0, lower[i + 1] ?? 0);
      context.closePath();
      context.fill();
      break;
    }
    case 'strokes':
      context.fillStyle = mark.colour;
      for (const x of mark.xs) context.fillRect(x - 1, mark.y, 2, mark.height);
      break;
    case 'box':
      context.globalAlpha = mark.opacity;
      context.fillStyle = mark.colour;
      context.fillRect(mark.box.x, mark.box.y, mark.box.width, mark.box.height);
      break;
    case 'text':
      drawText(context, mark, fontFamily);
      break;
  }
  context.globalAlpha = 1;
}

/** Radius of a point that has no neighbour to draw a line to, over half the line's width. */
export const DOT_MARGIN = 1.25;

function drawLine(context: CanvasRenderingContext2D, mark: Mark & { kind: 'line' }) {
  const { points, colour, width, dash } = mark;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = width;
  // Mitred joins of a noisy curve stick out far past its points, and cost most to compute.
  context.lineJoin = 'bevel';
  context.setLineDash([...dash]);
  if (points.length / 2 <= MANY_POINTS) {
    trace(context, points);
    context.stroke();
  } else {
    strokeThinly(context, points, width);
  }
  context.setLineDash([]);
  for (const { x, y } of lonePoints(points)) {
    context.beginPath();
    context.arc(x, y, width / 2 + DOT_MARGIN, 0, 2 * Math.PI);
    context.fill();
  }
}

/**
 * From so many points on, a line is drawn as hairlines side by side. Without a graphics processor, Chromium takes 25 to 70 ms to
 * stroke 3,000 points broader than a pixel of the screen, and less than 1 ms to stroke them as thin as one (measured in
 * Electron 33): fifty runs are one or the other.
 */
const MANY_POINTS = 400;

function strokeThinly(context: CanvasRenderingContext2D, points: Float32Array, width: number) {
  const hairline = 1 / context.getTransform().a;
  const lines = Math.max(1, Math.round(width / hairline));
  context.lineWidth = hairline;
  for (let i = 0; i < lines; i++) {
    // Along a diagonal, so that a steep line becomes as broad as a flat one.
    const away = ((i - (lines - 1) / 2) * (width - hairline)) / Math.max(1, lines - 1) / Math.SQRT2;
    context.translate(away, away);
    trace(context, points);
    context.stroke();
    context.translate(-away, -away);
  }
}

function trace(context: CanvasRenderingContext2D, points: Float32Array) {
  context.beginPath();
  let isDown = false;
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] ?? NaN;
    const y = points[i + 1] ?? NaN;
    if (Number.isNaN(y)) isDown = false;
    else if (isDown) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      isDown = true;
    }
  }
}

/** Points between two gaps, which no line shows. */
export function lonePoints(points: Float32Array): { x: number; y: number }[] {
  const lone: { x: number; y: number }[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const y = points[i + 1] ?? NaN;
    if (Number.isNaN(y) || !Number.isNaN(points[i - 1] ?? NaN) || !Number.isNaN(points[i + 3] ?? NaN)) continue;
    lone.push({ x: points[i] ?? NaN, y });
  }
  return lone;
}

function drawText(context: CanvasRenderingContext2D, mark: Mark & { kind: 'text' }, fontFamily: string) {
  context.save();
  context.fillStyle = mark.colour;
  context.font = `${mark.isBold ? '600 ' : ''}${mark.size}px ${fontFamily}`;
  context.textAlign = mark.align === 'middle' ? 'center' : mark.align;
  context.textBaseline = 'middle';
  context.translate(mark.x, mark.y);
  if (mark.isUpright) context.rotate(-Math.PI / 2);
  context.fillText(mark.text, 0, 0);
  context.restore();
}
