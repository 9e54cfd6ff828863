/** The default and maximum page size of lists without a `first` argument, as in the schema. */
export const MAX_PAGE_SIZE = 500;

/** Loads all pages of a list: the first one is known, `next` loads the page after an item. */
export async function fetchAllPages<Item>(
  first: readonly Item[],
  next: (last: Item) => Promise<readonly Item[] | undefined>,
): Promise<readonly Item[]> {
  const all = [...first];
  let page = first;
  for (let last = page.at(-1); last !== undefined && page.length >= MAX_PAGE_SIZE; last = page.at(-1)) {
    page = (await next(last)) ?? [];
    all.push(...page);
  }
  return all.length === first.length ? first : all;
}
