import { useRouter } from 'wouter';
import { useViewer } from '@/lib/use-viewer';
import { MenuChoice, MenuLabel, MenuOption, MenuSeparator } from '@/ui/menu';
import { signInAs, usePresetPeople } from './use-preset-people';

/** Switches to another preset user in development. It starts on the first page, since the user may not see this one. */
export function PeopleSwitcher() {
  const viewer = useViewer();
  const { base } = useRouter();
  const back = `${base}/`;
  const people = usePresetPeople(back);
  if (people.length === 0) return null;
  return (
    <>
      <MenuSeparator />
      <MenuLabel>Development: be somebody else</MenuLabel>
      <MenuChoice value={viewer.id} onChange={(id) => void signInAs(id, back)}>
        {people.map((person) => (
          <MenuOption key={person.id} value={person.id}>
            <span className="flex-1">{person.name}</span>
            <span className="text-muted text-xs">{person.place}</span>
          </MenuOption>
        ))}
      </MenuChoice>
    </>
  );
}
