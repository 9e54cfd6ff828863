import { Command } from 'cmdk';
import { Bot, CalendarRange, Keyboard, Moon } from 'lucide-react';
import { useState } from 'react';
import { RELATIVE_RANGES } from '@/lib/range';
import { useRange } from '@/lib/use-range';
import { useNavigateKeeping } from '@/lib/use-url-params';
import { useViewer } from '@/lib/use-viewer';
import { Dialog } from '@/ui/dialog';
import { destinations } from '../navigation';
import { openShortcutList } from '../shortcuts';
import { useTheme } from '../theme';
import { Entry, Group } from './palette-item';
import { SearchResults } from './search-results';

/** The command palette: finds pages, sessions, users and actions by name. */
export default function Palette({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const viewer = useViewer();
  const navigate = useNavigateKeeping();
  const { setRange } = useRange();
  const [, setTheme] = useTheme();
  const [text, setText] = useState('');
  const then = (act: () => void) => () => {
    onOpenChange(false);
    act();
  };
  const flip = () => setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  return (
    <Dialog open onOpenChange={onOpenChange} title="Search" bare>
      <Command label="Search" loop>
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="A page, a session's id, a person, an action"
          className="h-12 w-full border-line border-b bg-transparent px-4 text-base outline-none placeholder:text-muted"
        />
        <Command.List className="max-h-[60vh] overflow-y-auto p-2">
          <Command.Empty className="p-6 text-center text-muted text-sm">Nothing of that name.</Command.Empty>
          <Group name="Pages">
            {destinations(viewer).map((one) => (
              <Entry key={one.path} id={`page ${one.name}`} onChoose={then(() => navigate(one.path))}>
                <one.icon aria-hidden />
                {one.name}
              </Entry>
            ))}
          </Group>
          <SearchResults text={text} onChoose={then} />
          <Group name="Actions">
            {RELATIVE_RANGES.map((range) => (
              <Entry key={range} id={`range ${range}`} words={['last days']} onChoose={then(() => setRange(range))}>
                <CalendarRange aria-hidden />
                Show {Number.parseInt(range, 10)} days
              </Entry>
            ))}
            <Entry
              id="agents"
              words={['connect an agent']}
              onChoose={then(() => navigate('/settings', { tab: 'agents' }))}
            >
              <Bot aria-hidden />
              Connect an agent
            </Entry>
            <Entry id="theme" words={['dark', 'light']} onChoose={then(flip)}>
              <Moon aria-hidden />
              Light or dark
            </Entry>
            <Entry id="keys" words={['shortcuts']} onChoose={then(openShortcutList)}>
              <Keyboard aria-hidden />
              Keys
            </Entry>
          </Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}
