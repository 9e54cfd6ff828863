import { useCallback, useMemo } from 'react';
import { useUrlParams } from '@/lib/use-url-params';
import type { Direction } from './column';
import { FIRST_PAGE } from './use-page';

export type Sort<Field extends string> = { readonly field: Field; readonly direction: Direction };

/** `success_rate.asc`; descending is the default and not written. */
export function serializeSort<Field extends string>({ field, direction }: Sort<Field>): string {
  return field.toLowerCase() + (direction === 'ASC' ? '.asc' : '');
}

/** Parses a sort parameter; null if it names none of these fields. */
export function parseSort<Field extends string>(text: string | null, fields: readonly Field[]): Sort<Field> | null {
  const [name, direction, ...rest] = (text ?? '').split('.');
  const field = fields.find((one) => one.toLowerCase() === name);
  if (field === undefined || rest.length > 0 || (direction !== undefined && direction !== 'asc')) return null;
  return { field, direction: direction === 'asc' ? 'ASC' : 'DESC' };
}

/** The sort order of a table, from the URL. With several tables on a page, each has its own parameter. */
export function useSort<Field extends string>(fields: readonly Field[], defaultSort: Sort<Field>, parameter = 'sort') {
  const { query, set } = useUrlParams(parameter);
  const text = query.get(parameter);
  const sort = useMemo(() => parseSort(text, fields) ?? defaultSort, [text, fields, defaultSort]);
  const setSort = useCallback(
    (next: Sort<Field>) => {
      const written = serializeSort(next);
      set({ [parameter]: written === serializeSort(defaultSort) ? null : written, ...FIRST_PAGE });
    },
    [set, defaultSort, parameter],
  );
  return { sort, setSort };
}
