import { type ClassValue, clsx } from 'clsx';

/** Class names from conditions. A later utility does not overrule an earlier one: give each part its own. */
export const cn = (...values: ClassValue[]): string => clsx(values);
