import { signInAs, usePresetPeople } from './use-preset-people';

/** The preset users of development mode. */
export function PresetPeople({ back }: { back: string }) {
  const people = usePresetPeople(back);
  if (people.length === 0) return null;
  return (
    <div className="mt-6 border-line border-t pt-4">
      <h2 className="mb-2 text-muted text-xs">Development: be somebody at once</h2>
      <ul className="-mx-2">
        {people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              onClick={() => void signInAs(person.id, back)}
              className="flex w-full items-baseline justify-between gap-3 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover"
            >
              <span className="font-medium">{person.name}</span>
              <span className="truncate text-muted text-xs">{person.place}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
