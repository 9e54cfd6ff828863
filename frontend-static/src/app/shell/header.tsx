import { Menu as MenuIcon, Search } from 'lucide-react';
import { useLocation } from 'wouter';
import { Button } from '@/ui/button';
import { hasRange } from '../navigation';
import { Breadcrumbs } from './breadcrumbs';
import { LiveIndicator } from './live-indicator';
import { RangeControl } from './range-control';
import { ThemeSwitch } from './theme-switch';

/** The shortcut of the search, as the platform's keyboard names it. */
const SEARCH_KEYS = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';

type HeaderProps = { onMenu: () => void; onSearch: () => void };

/** Breadcrumbs, live counts, time range, theme and search. */
export function Header({ onMenu, onSearch }: HeaderProps) {
  const [path] = useLocation();
  const ranged = hasRange(path);
  return (
    <header className="sticky top-0 z-20 flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 border-line border-b bg-bg px-3 py-2 sm:px-6">
      <div className="flex min-w-0 flex-1 items-center gap-3">
        <Button variant="plain" size="icon" className="lg:hidden" aria-label="Navigation" onClick={onMenu}>
          <MenuIcon />
        </Button>
        <Breadcrumbs />
        <LiveIndicator />
      </div>
      <div className="flex items-center gap-2">
        {ranged && <RangeControl className="hidden md:flex" />}
        <ThemeSwitch />
        <Button onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
          <Search aria-hidden />
          <span className="sr-only text-muted lg:not-sr-only">Search</span>
          <kbd aria-hidden className="hidden rounded border border-line px-1 font-sans text-axis text-muted lg:inline">
            {SEARCH_KEYS}
          </kbd>
        </Button>
      </div>
      {ranged && <RangeControl className="flex w-full md:hidden" />}
    </header>
  );
}
