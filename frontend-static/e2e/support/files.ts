import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';

type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

/** Takes the list on the page away, as a person does. */
export async function take(page: Page, format: 'CSV' | 'JSON') {
  await page.getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format }).click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/** What a row is in a file: every cell as text, null as nothing. */
export const asTexts = (row: Row): string[] => Object.values(row).map((cell) => (cell === null ? '' : String(cell)));

/** The lines of a file with commas. Numbers are written as JSON writes them, so that 1.0 and 1 are the same. */
export function readCsv(text: string): { head: string[]; rows: string[][] } {
  const [head = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell = '']) => cell));
  const plain = (cell: string) => (/^-?\d+\.\d+$/.test(cell) ? String(Number(cell)) : cell);
  const unquoted = (cell: string) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : plain(cell));
  return { head, rows: rows.map((cells) => cells.map(unquoted)) };
}
