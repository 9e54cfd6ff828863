import type { Connect, Plugin, ProxyOptions } from 'vite';

const PATHS = ['/graphql', '/auth', '/dev', '/export', '/v1', '/readyz'];

/** Lets `vite` and `vite preview` stand in front of a running server, as one origin to the browser. */
export function serverProxy(server: string): Plugin {
  const to: ProxyOptions = {
    target: server,
    ws: true,
    configure(proxy) {
      proxy.on('proxyRes', (answer, request) => {
        const { location } = answer.headers;
        // Signing in goes from one address of the server to the next; the browser stays with us.
        if (location?.startsWith(server))
          answer.headers.location = `http://${request.headers.host}${location.slice(server.length)}`;
      });
    },
  };
  const proxy = Object.fromEntries(PATHS.map((path) => [path, to]));
  return {
    name: 'server-proxy',
    config: () => ({ server: { host: '127.0.0.1', proxy }, preview: { host: '127.0.0.1', proxy } }),
    configureServer: ({ middlewares }) => void middlewares.use(development),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(development),
  };
}

/** What the server itself answers in development mode. */
const development: Connect.NextHandleFunction = (request, response, next) => {
  if (request.url !== '/config.json') return next();
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ api: '', development: true, signIn: 'development' }));
};
