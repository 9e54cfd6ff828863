/** The width of a character where nothing can be measured, in pixels: the widest digit at the size of an axis. */
const CHARACTER = 6.8;

let canvas: CanvasRenderingContext2D | null | undefined;
const known = new Map<string, number>();

/** The canvas that measures text: in the font of the page, at the size of `text-axis`. */
function canvasContext(): CanvasRenderingContext2D | null {
  if (canvas !== undefined) return canvas;
  canvas = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
  if (canvas !== null)
    canvas.font = `11px ${getComputedStyle(document.documentElement).getPropertyValue('--font-sans')}`;
  return canvas;
}

/** The width of an axis label, in pixels. Digits count as `0`, since they are tabular. */
export function labelWidth(text: string): number {
  const shape = text.replace(/\d/g, '0');
  const before = known.get(shape);
  if (before !== undefined) return before;
  const ruler = canvasContext();
  // Until the font is loaded, its fallback has the same metrics.
  const width = ruler === null ? shape.length * CHARACTER : ruler.measureText(shape).width;
  known.set(shape, width);
  return width;
}

/** The width of the widest label; 0 for none. */
export const maxLabelWidth = (texts: readonly string[]): number => Math.max(0, ...texts.map(labelWidth));
