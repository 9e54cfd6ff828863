/** What a character takes where nothing can be measured, in pixels: the widest digit at the size of an axis. */
const CHARACTER = 6.8;

let canvas: CanvasRenderingContext2D | null | undefined;
const known = new Map<string, number>();

/** The pen that measures: the font of the page, at the size of `text-axis`. */
function canvasContext(): CanvasRenderingContext2D | null {
  if (canvas !== undefined) return canvas;
  canvas = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
  if (canvas !== null)
    canvas.font = `11px ${getComputedStyle(document.documentElement).getPropertyValue('--font-sans')}`;
  return canvas;
}

/** How wide a label of an axis is, in pixels. Its digits are as wide as the widest, since all of them stand in columns. */
export function labelWidth(text: string): number {
  const shape = text.replace(/\d/g, '0');
  const before = known.get(shape);
  if (before !== undefined) return before;
  const ruler = canvasContext();
  // Before the font is there, its stand-in has the same measures.
  const width = ruler === null ? shape.length * CHARACTER : ruler.measureText(shape).width;
  known.set(shape, width);
  return width;
}

/** The widest of them; 0 of none. */
export const maxLabelWidth = (texts: readonly string[]): number => Math.max(0, ...texts.map(labelWidth));
