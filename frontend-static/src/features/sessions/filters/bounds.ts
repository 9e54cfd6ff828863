/** A minimum and a maximum; null for none. */
export type Bounds = { readonly min: number | null; readonly max: number | null };

export const NO_BOUNDS: Bounds = { min: null, max: null };

/** Parses what was typed; null if empty, undefined if invalid. */
export function parseBound(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** Parses a URL parameter, such as `5~60`, `5~` or `~60`; no bounds if invalid. */
export function parseBounds(text: string | null): Bounds {
  const [least, greatest, ...rest] = (text ?? '').split('~');
  if (least === undefined || greatest === undefined || rest.length > 0) return NO_BOUNDS;
  const [min, max] = [parseBound(least), parseBound(greatest)];
  if (min === undefined || max === undefined || (min !== null && max !== null && min > max)) return NO_BOUNDS;
  return { min, max };
}

export const serializeBounds = ({ min, max }: Bounds): string | null =>
  min === null && max === null ? null : `${min ?? ''}~${max ?? ''}`;

/** The bounds as text on a button: `5–60 min`, `≥ 5 min`, `≤ 60 min`; null for none. */
export function boundsLabel({ min, max }: Bounds, write: (value: number) => string): string | null {
  if (min !== null && max !== null) return `${write(min)}–${write(max)}`;
  if (min !== null) return `≥ ${write(min)}`;
  return max === null ? null : `≤ ${write(max)}`;
}
