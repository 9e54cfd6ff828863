import { useCallback } from 'react';
import { useUrlParams } from './use-url-params';

/** One of a few values in a URL parameter; the first is the default and not written. */
export function useUrlChoice<Value extends string>(
  name: string,
  values: readonly [Value, ...Value[]],
): [Value, (value: Value) => void] {
  const { query, set } = useUrlParams(name);
  const [defaultValue] = values;
  const chosen = values.find((value) => value === query.get(name)) ?? defaultValue;
  const choose = useCallback(
    (value: Value) => set({ [name]: value === defaultValue ? null : value }, { replace: true }),
    [set, name, defaultValue],
  );
  return [chosen, choose];
}
