import { startServer } from '../e2e/support/server';

/** The people and days of the demo, always of the same seed, with events that go on. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startServer('--days', '120', '--seed', '1');
  process.env.E2E_URL = server.url;
  process.env.E2E_API = server.api;
  return server.remove;
}
