/** A least and a greatest value; null where there is none. */
export type Bounds = { readonly min: number | null; readonly max: number | null };

export const NO_BOUNDS: Bounds = { min: null, max: null };

/** The number that people wrote; null for nothing, undefined for what is none. */
export function parseBound(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** The bounds that an address names, such as `5~60`, `5~` or `~60`; none where it names none. */
export function parseBounds(text: string | null): Bounds {
  const [least, greatest, ...rest] = (text ?? '').split('~');
  if (least === undefined || greatest === undefined || rest.length > 0) return NO_BOUNDS;
  const [min, max] = [parseBound(least), parseBound(greatest)];
  if (min === undefined || max === undefined || (min !== null && max !== null && min > max)) return NO_BOUNDS;
  return { min, max };
}

export const serializeBounds = ({ min, max }: Bounds): string | null =>
  min === null && max === null ? null : `${min ?? ''}~${max ?? ''}`;

/** The bounds as a word on a button: `5–60 min`, `≥ 5 min`, `≤ 60 min`; null where there are none. */
export function boundsLabel({ min, max }: Bounds, write: (value: number) => string): string | null {
  if (min !== null && max !== null) return `${write(min)}–${write(max)}`;
  if (min !== null) return `≥ ${write(min)}`;
  return max === null ? null : `≤ ${write(max)}`;
}
