import { defineConfig } from '@playwright/test';

/** The system's Chromium: named by CHROMIUM, else where Debian puts it. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/setup.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  reporter: [['list']],
  // What is waited for comes within a second on a machine at rest. A busy one is not a failure.
  timeout: 90_000,
  expect: { timeout: 30_000 },
  use: {
    // The set-up tells where its server is.
    ...(process.env.E2E_URL === undefined ? {} : { baseURL: process.env.E2E_URL }),
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    // Days are UTC's; a far zone would show whoever forgets it.
    timezoneId: 'Pacific/Auckland',
    reducedMotion: 'reduce',
    trace: 'retain-on-failure',
    launchOptions: { executablePath, args: ['--no-sandbox'] },
  },
});
