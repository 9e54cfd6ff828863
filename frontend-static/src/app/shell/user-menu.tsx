import { ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'wouter';
import { PeopleSwitcher } from '@/features/sign-in/people-switcher';
import { signOut } from '@/lib/renew';
import { roleName } from '@/lib/role';
import { useViewer } from '@/lib/use-viewer';
import { Badge } from '@/ui/badge';
import { Initial } from '@/ui/initial';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuOption, MenuSeparator } from '@/ui/menu';
import { showKeys } from '../shortcuts';
import { THEMES, useTheme } from '../theme';

const THEME_NAMES = { light: ['Light', Sun], dark: ['Dark', Moon], system: ['As the system', Monitor] } as const;

/** Who is signed in, with what the person may set, and the way out. */
export function UserMenu() {
  const viewer = useViewer();
  const { base } = useRouter();
  const [theme, setTheme] = useTheme();
  const name = viewer.name ?? viewer.id;
  const trigger = (
    <button
      type="button"
      aria-label={`${name}, ${roleName(viewer.role)}: menu`}
      className="flex w-full items-center gap-2 rounded-md p-1.5 text-left text-sm hover:bg-hover aria-expanded:bg-hover"
    >
      <Initial name={name} round />
      <span className="flex min-w-0 flex-1 flex-col items-start gap-0.5">
        <span className="max-w-full truncate font-medium" title={name}>
          {name}
        </span>
        <Badge>{roleName(viewer.role)}</Badge>
      </span>
      <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
    </button>
  );
  const leave = async () => {
    await signOut();
    window.location.assign(`${base}/sign-in`);
  };
  return (
    <Menu trigger={trigger} align="start" side="top">
      {viewer.email !== null && <MenuLabel>{viewer.email}</MenuLabel>}
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice value={theme} onChange={(value) => setTheme(THEMES.find((one) => one === value) ?? 'system')}>
        {THEMES.map((one) => {
          const [label, Icon] = THEME_NAMES[one];
          return (
            <MenuOption key={one} value={one}>
              <Icon aria-hidden />
              {label}
            </MenuOption>
          );
        })}
      </MenuChoice>
      <MenuSeparator />
      <MenuItem onSelect={showKeys}>
        <Keyboard aria-hidden />
        Keys
      </MenuItem>
      <MenuItem onSelect={() => void leave()}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
      <PeopleSwitcher />
    </Menu>
  );
}
