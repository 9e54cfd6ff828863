import { Moon, Sun } from 'lucide-react';
import { Button } from '@/ui/button';
import { Tooltip } from '@/ui/tooltip';
import { useTheme } from '../theme';

/** Switches between light and dark; the user menu also offers the system's theme. */
export function ThemeSwitch() {
  const [, setTheme] = useTheme();
  const flip = () => setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  return (
    <Tooltip label="Light or dark">
      <Button size="icon" aria-label="Light or dark" onClick={flip}>
        <Sun aria-hidden className="hidden dark:block" />
        <Moon aria-hidden className="dark:hidden" />
      </Button>
    </Tooltip>
  );
}
