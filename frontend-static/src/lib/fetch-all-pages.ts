/** The longest page of a list that is asked for without a number, as the schema says. */
export const MAX_PAGE_SIZE = 500;

/**
 * A whole list: the page that is known, and those after it for as long as they are full. `next` asks for the page after
 * an item.
 */
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
