import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { kpi } from './support/charts';
import { ended, producer, said, started } from './support/events';
import { readCsv, take } from './support/files';
import { PEOPLE } from './support/people';
import { type EmptyServer, freePort, startEmptyServer } from './support/server';
import { idsOnScreen } from './support/sessions';
import { expect, test } from './support/test';

const PREFIX = '/tacho';

/** What stands in front of the server below a path of its own, and takes the path away. */
function strippingProxy(port: number, to: URL): Promise<Server> {
  const stripped = ({ url = '/' }: IncomingMessage) => (url.startsWith(`${PREFIX}/`) ? url.slice(PREFIX.length) : null);
  const proxy = createServer((asked, answer) => {
    const path = stripped(asked);
    if (path === null) return void answer.writeHead(404).end();
    const { method, headers } = asked;
    const onward = request({ host: to.hostname, port: to.port, path, method, headers }, (told) => {
      answer.writeHead(told.statusCode ?? 502, told.headers);
      told.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  proxy.on('upgrade', (asked, socket, head) => {
    const path = stripped(asked);
    if (path === null) return void socket.destroy();
    const onward = connect(Number(to.port), to.hostname, () => {
      const lines = asked.rawHeaders.flatMap((name, at, all) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : []));
      onward.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return new Promise((resolve) => proxy.listen(port, '127.0.0.1', () => resolve(proxy)));
}

test.skip(process.env.E2E_SOURCES === '1', 'the server writes the path into the dashboard of its own');

let server: EmptyServer;
let proxy: Server;
let root: string;
test.beforeAll(async () => {
  const port = await freePort();
  root = `http://127.0.0.1:${port}${PREFIX}`;
  server = await startEmptyServer({ TACHOGRAPH_PUBLIC_URL: root });
  proxy = await strippingProxy(port, new URL(server.api));
});
test.afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await server.remove();
});

test('below a path everything works: sign-in, figures, a session that grows, a file', async ({ page }) => {
  const strays: string[] = [];
  page.on('request', (asked) => {
    const url = new URL(asked.url());
    if (url.protocol.startsWith('http') && !url.pathname.startsWith(`${PREFIX}/`)) strays.push(asked.url());
  });
  const dan = producer(PEOPLE.dan.org, 'dan', server.api);
  await dan.send(said('Begin'), started('one'), ended('one', 'success', 900));

  await page.goto(`${root}/`);
  await page.getByRole('button', { name: PEOPLE.dan.name }).click();
  await page.waitForURL((url) => url.pathname === `${PREFIX}/`);
  await expect(kpi(page, 'Runs')).toHaveText('1');
  await expect(page.locator('[data-live=live]')).toBeVisible();

  await page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name: 'Sessions' }).click();
  expect(await idsOnScreen(page)).toEqual([dan.session]);
  const file = await take(page, 'CSV');
  expect(readCsv(file.text).rows.map(([id]) => id)).toEqual([dan.session]);

  await page.getByRole('link', { name: dan.session }).click();
  await expect(page).toHaveURL(`${root}/sessions/${dan.session}`);
  const rows = page.getByRole('list', { name: 'Timeline' }).getByRole('button');
  await expect(rows).toHaveCount(3);
  await dan.send(said('After'));
  await expect(rows.last()).toHaveText(/After/);
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page).toHaveURL(`${root}/sessions/${dan.session}?tab=runs`);
  await page.reload();
  await expect(page.getByRole('table', { name: 'Runs' }).getByRole('row')).toHaveCount(2);
  expect(strays).toEqual([]);
});
