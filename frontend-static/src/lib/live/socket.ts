import type { Client } from 'graphql-ws/client';
import { apiUrl } from '../config';

/** The interval of pings, and how long a pong may take. */
const KEEP_ALIVE_MS = 10_000;
const PONG_MS = 5_000;

async function connect(): Promise<Client> {
  const [{ createClient }, url] = await Promise.all([import('graphql-ws/client'), apiUrl('graphql/ws')]);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let overdue: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;
  const client = createClient({
    url: url.href,
    keepAlive: KEEP_ALIVE_MS,
    // Each subscription reconnects by itself, as it alone knows what it missed.
    retryAttempts: 0,
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      ping: (received) => {
        if (received) return;
        const asked = socket;
        overdue = setTimeout(() => asked?.close(4408, 'no sign of life'), PONG_MS);
      },
      pong: () => clearTimeout(overdue),
      closed: () => clearTimeout(overdue),
    },
  });
  window.addEventListener('offline', () => client.terminate());
  return client;
}

let client: Promise<Client> | undefined;

/** The connection of the page; it opens with the first subscription, and closes after the last. */
export function socketClient(): Promise<Client> {
  client ??= connect().catch((error: unknown) => {
    client = undefined;
    throw error;
  });
  return client;
}
