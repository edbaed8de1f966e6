/** Device pixels a pixel: for print and for fine screens. */
export const SCALE = 2;

/** @param background under what the SVG draws; transparent where absent */
export async function svgCanvas(
  svg: string,
  width: number,
  height: number,
  background?: string,
): Promise<HTMLCanvasElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gave no 2d context');
  if (background !== undefined) {
    context.fillStyle = background;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export function pngBytes(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (!blob) reject(new Error('The browser could not encode the picture'));
      else resolve(blob.arrayBuffer().then((buffer) => new Uint8Array(buffer)));
    }, 'image/png');
  });
}
