import { type ClassValue, clsx } from 'clsx';

/** Joins class names. Later utilities do not override earlier ones, so avoid conflicts. */
export const cn = (...values: ClassValue[]): string => clsx(values);
