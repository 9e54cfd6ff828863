import { expect, type Page } from '@playwright/test';

/** Nothing is wider than the screen, and what is cut off says the whole of it where one points at it. */
export async function expectFits(page: Page): Promise<void> {
  expect(await page.evaluate(cutOff)).toEqual([]);
}

/** Runs in the page. */
function cutOff(): string[] {
  const found: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} px wide`);
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const { overflowX, clipPath, clip } = getComputedStyle(element);
    if (overflowX !== 'hidden' && overflowX !== 'clip') continue;
    // Those are for screen readers.
    if (clipPath !== 'none' || clip !== 'auto' || element.clientWidth <= 1) continue;
    if (element.scrollWidth <= element.clientWidth + 1) continue;
    const cut = [element, ...element.querySelectorAll<HTMLElement>('*')];
    const isTold = element.closest('[title]') !== null || cut.some((part) => part.title !== '');
    if (!isTold && element.innerText.trim() !== '') found.push(`${element.className}: ${element.innerText}`);
  }
  return found;
}
