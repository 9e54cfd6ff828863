import { useQuery } from '@tanstack/react-query';
import { loadConfig } from '@/lib/config';
import { goToLogin, type PresetPerson, presetPeople } from './login';

async function everybody(back: string): Promise<PresetPerson[]> {
  const { development } = await loadConfig();
  return development ? presetPeople(back) : [];
}

/** The people that one may be in development; nobody elsewhere. */
export function usePresetPeople(back: string): readonly PresetPerson[] {
  const { data } = useQuery({ queryKey: ['preset-people', back], queryFn: () => everybody(back), retry: false });
  return data ?? [];
}

/** Becomes a preset person. The sign-in is begun anew, as the one that listed the people may have ended. */
export async function become(id: string, back: string): Promise<void> {
  const person = (await presetPeople(back)).find((one) => one.id === id);
  if (person === undefined) return goToLogin(back);
  window.location.assign(person.address);
}
