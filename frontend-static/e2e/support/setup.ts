import { startServer } from './server';

/** One server for all tests that leave it as it is: forty days, and events that go on. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startServer('--days', '40', '--rate', '2');
  process.env.E2E_URL = server.url;
  process.env.E2E_API = server.api;
  process.env.E2E_BEGAN = String(Date.now());
  return server.remove;
}
