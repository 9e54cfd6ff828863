import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Route, Router, Switch, useLocation } from 'wouter';
import { hadSession, onAuthOutage } from '@/lib/auth-session';
import { baseUrl } from '@/lib/config';
import { createQueryClient } from '@/lib/query-client';
import { preload } from './routes';
import { useTheme } from './theme';
import { ViewerGate } from './viewer-gate';
import { Workspace } from './workspace';

const SignInPage = lazy(() => import('@/features/sign-in/page'));

const base = new URL(baseUrl()).pathname.replace(/\/$/, '');
preload(window.location.pathname.slice(base.length));

/** The whole app, below the path that the <base> of index.html names. */
export function App() {
  return (
    <Router base={base}>
      <Pages />
    </Router>
  );
}

function Pages() {
  const [, navigate] = useLocation();
  const [queries] = useState(() =>
    createQueryClient(() => {
      const { pathname, search } = window.location;
      // Several queries may be refused at once; the first one has already navigated to the sign-in.
      if (pathname === `${base}/sign-in`) return;
      const back = pathname + search;
      const ended = hadSession() ? '&ended=1' : '';
      navigate(`/sign-in?return=${encodeURIComponent(back)}${ended}`, { replace: true });
    }),
  );
  useTheme();
  useEffect(
    () =>
      onAuthOutage((isUnavailable) => {
        if (!isUnavailable) void queries.invalidateQueries();
      }),
    [queries],
  );
  return (
    <QueryClientProvider client={queries}>
      <Suspense>
        <Switch>
          <Route path="/sign-in">
            <SignInPage />
          </Route>
          <Route>
            <ViewerGate>
              <Workspace />
            </ViewerGate>
          </Route>
        </Switch>
      </Suspense>
    </QueryClientProvider>
  );
}
