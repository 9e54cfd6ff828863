import { Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'wouter';
import { PeopleSwitcher } from '@/features/sign-in/people-switcher';
import { signOut } from '@/lib/auth-session';
import { useViewer } from '@/lib/use-viewer';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuOption, MenuSeparator } from '@/ui/menu';
import { openShortcutList } from '../shortcuts';
import { THEMES, useTheme } from '../theme';
import { UserButton } from './user-button';

const THEME_NAMES = { light: ['Light', Sun], dark: ['Dark', Moon], system: ['As the system', Monitor] } as const;

/** Settings of the viewer, and sign-out. */
export default function UserMenu() {
  const viewer = useViewer();
  const { base } = useRouter();
  const [theme, setTheme] = useTheme();
  const leave = async () => {
    await signOut();
    window.location.assign(`${base}/sign-in`);
  };
  return (
    <Menu trigger={<UserButton />} align="start" side="top">
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
      <MenuItem onSelect={openShortcutList}>
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
