import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { LiveProvider } from '@/lib/live/use-live';
import { FailureRegistryContext, useFailureRegistry } from '@/lib/outage';
import { useOrg } from '@/lib/use-org';
import { TitleTooltip } from '@/ui/title-tooltip';
import { hasRange } from '../navigation';
import { PageSkeleton } from '../page-skeleton';
import { useShortcuts } from '../shortcuts';
import { Header } from './header';
import { OutageBanner } from './outage-banner';
import { RangeNotice, RangeStatus } from './range-notice';
import { Sidebar } from './sidebar';
import { useTitle } from './use-title';

const Palette = lazy(() => import('../palette/palette'));
const Drawer = lazy(() => import('./drawer'));
const KeyList = lazy(() => import('../palette/shortcuts-dialog'));

/** The frame of every page: sidebar, header, banners and layers. */
export function Shell({ children }: { children: ReactNode }) {
  const { org, isSwitching } = useOrg();
  const [path] = useLocation();
  const [layer, setLayer] = useState<'palette' | 'keys' | 'menu' | null>(null);
  const main = useRef<HTMLElement>(null);
  const failures = useFailureRegistry();
  const close = (open: boolean) => setLayer((before) => (open ? before : null));
  useShortcuts({ openPalette: () => setLayer('palette'), openKeys: () => setLayer('keys') });
  useTitle();
  return (
    <LiveProvider organizationId={org.id} global={path === '/global'}>
      <button
        type="button"
        onClick={() => main.current?.focus()}
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to the content
      </button>
      <div className="flex min-h-dvh">
        <aside className="sticky top-0 hidden h-dvh w-54 shrink-0 border-line border-r bg-sidebar lg:block">
          <Sidebar />
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <Header onMenu={() => setLayer('menu')} onSearch={() => setLayer('palette')} />
          <main ref={main} tabIndex={-1} className="mx-auto w-full max-w-[100rem] flex-1 p-3 outline-none sm:p-6">
            <OutageBanner failures={failures} />
            {hasRange(path) && <RangeNotice />}
            {hasRange(path) && <RangeStatus key={path} />}
            <FailureRegistryContext value={failures}>
              {isSwitching ? <PageSkeleton /> : children}
            </FailureRegistryContext>
          </main>
        </div>
      </div>
      <TitleTooltip />
      <Suspense>
        {layer === 'menu' && (
          <Drawer onOpenChange={close}>
            <Sidebar />
          </Drawer>
        )}
        {layer === 'palette' && <Palette onOpenChange={close} />}
        {layer === 'keys' && <KeyList onOpenChange={close} />}
      </Suspense>
    </LiveProvider>
  );
}
