import { useQuery } from '@tanstack/react-query';
import { loadConfig } from '@/lib/config';
import { fetchPresetPeople, goToLogin, type PresetPerson } from './login';

async function loadPresetPeople(back: string): Promise<PresetPerson[]> {
  const { development } = await loadConfig();
  return development ? fetchPresetPeople(back) : [];
}

/** The preset users in development mode; none otherwise. */
export function usePresetPeople(back: string): readonly PresetPerson[] {
  const { data } = useQuery({ queryKey: ['preset-people', back], queryFn: () => loadPresetPeople(back), retry: false });
  return data ?? [];
}

/** Signs in as a preset user. It starts a new sign-in, since the one that listed the users may have expired. */
export async function signInAs(id: string, back: string): Promise<void> {
  const person = (await fetchPresetPeople(back)).find((one) => one.id === id);
  if (person === undefined) return goToLogin(back);
  window.location.assign(person.address);
}
