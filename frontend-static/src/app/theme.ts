import { useEffect } from 'react';
import { useStored } from '@/lib/stored';

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

const read = (kept: unknown): Theme => THEMES.find((theme) => theme === kept) ?? 'system';

/** The chosen theme, and the attribute that follows it; index.html sets it before the first paint. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useStored('theme', read);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    // In forced colors the background is the system's, whatever was chosen.
    const forced = matchMedia('(forced-colors: active)');
    const apply = () => {
      const chosen = forced.matches ? 'system' : theme;
      const isDark = chosen === 'dark' || (chosen === 'system' && dark.matches);
      document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    };
    apply();
    for (const media of [dark, forced]) media.addEventListener('change', apply);
    return () => {
      for (const media of [dark, forced]) media.removeEventListener('change', apply);
    };
  }, [theme]);
  return [theme, setTheme];
}
