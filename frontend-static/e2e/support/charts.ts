import { expect, type Locator, type Page } from '@playwright/test';

/** A part of a page by its title. */
export const panel = (page: Page, title: string): Locator => page.locator(`[data-panel="${title}"]`);

/** The figure of a card. */
export const kpi = (page: Page, name: string): Locator => page.locator(`[data-kpi="${name}"] [data-value]`);

/** The day that every chart of the page points at; empty where none does. */
export const pointedAt = (page: Page): Promise<string[]> => page.locator('[data-chart-tooltip] > p').allTextContents();

/** The place of a share of the way from the first to the last bucket of a chart. */
export async function place(page: Page, title: string, share: number): Promise<{ x: number; y: number }> {
  const box = await panel(page, title).getByRole('slider').boundingBox();
  if (box === null) throw new Error(`${title} is not on screen`);
  return { x: box.x + box.width * share, y: box.y + box.height / 2 };
}

/** The rows of a chart that is read as a table, the oldest first. */
export async function rowsOf(part: Locator): Promise<string[][]> {
  const toggle = part.getByRole('button', { name: /as a (table|chart)$/ });
  if ((await toggle.getAttribute('aria-label'))?.endsWith('as a table')) await toggle.click();
  const rows = part.getByRole('table').locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')),
  );
  return cells.reverse();
}
