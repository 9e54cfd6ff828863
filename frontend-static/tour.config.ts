import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** Draws the pictures of docs/DASHBOARD.md anew; no test of anything. */
export default defineConfig({
  ...base,
  testDir: 'tour',
  globalSetup: './tour/setup.ts',
  workers: 1,
  use: { ...base.use, trace: 'off', timezoneId: 'UTC' },
});
