// Chromium with a person signed in, who may see everything.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const THROTTLE = 4;

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export async function openBrowser(url) {
  const profile = await mkdtemp(join(tmpdir(), 'tachograph-measure-'));
  const port = await freePort();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ['--no-sandbox', `--remote-debugging-port=${port}`],
    viewport: { width: 1440, height: 900 },
  });
  const [page] = context.pages();
  await page.goto(`${url}/sign-in?return=%2F`);
  await page.getByRole('button', { name: 'Frank Keller' }).click();
  await page.waitForURL((to) => to.pathname === '/');
  return {
    url,
    context,
    port,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** A page of its own, and a line to the tools of its developer. */
export async function openPage({ context, url }, path) {
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  await page.goto(url + path);
  return { page, tools };
}

/** Until nothing is loaded, dimmed or drawn. */
export async function settle(page) {
  await page.waitForFunction(
    () =>
      document.querySelector('main [aria-busy=true], main [data-stale=true]') === null &&
      document.querySelector('main section') !== null,
  );
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(() => setTimeout(resolve, 50)))),
  );
}

export function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  const at = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[at] : (sorted[at - 1] + sorted[at]) / 2;
}
