import { Suspense, useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { NotFoundPage } from './not-found';
import { OrgProvider } from './org/provider';
import { PageSkeleton } from './page-skeleton';
import { RoleGate } from './role-gate';
import { preloadOthers, ROUTES } from './routes';
import { Shell } from './shell/shell';

/** The routes within the shell. */
export function Workspace() {
  useEffect(preloadOthers, []);
  return (
    <OrgProvider>
      <Shell>
        <Suspense fallback={<PageSkeleton />}>
          <Switch>
            {ROUTES.map(({ path, page: Page, needs }) => (
              <Route key={path} path={path}>
                <RoleGate needs={needs}>
                  <Page />
                </RoleGate>
              </Route>
            ))}
            <Route>
              <NotFoundPage />
            </Route>
          </Switch>
        </Suspense>
      </Shell>
    </OrgProvider>
  );
}
