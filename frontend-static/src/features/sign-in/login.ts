import { apiUrl } from '@/lib/config';

async function loginUrl(back: string): Promise<URL> {
  const url = await apiUrl('auth/login');
  url.searchParams.set('return_to', back);
  return url;
}

/** Starts a sign-in at the provider, which returns to this path. */
export async function goToLogin(back: string): Promise<void> {
  window.location.assign(await loginUrl(back));
}

/** A preset user of development mode. */
export type PresetPerson = {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly address: string;
};

/**
 * The users that the development issuer offers on its page. The page belongs to the sign-in that requested it, so its
 * URLs work once, for about a minute.
 */
export async function fetchPresetPeople(back: string): Promise<PresetPerson[]> {
  const response = await fetch(await loginUrl(back), { credentials: 'include' });
  if (!response.ok) throw new Error(`the issuer answers ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  return [...page.querySelectorAll<HTMLButtonElement>('button[name="person"]')].map((button) => {
    const address = new URL(response.url);
    address.searchParams.set('person', button.value);
    const name = button.querySelector('strong')?.textContent ?? button.value;
    const place = button.querySelector('.who > span')?.textContent ?? '';
    return { id: button.value, name, place, address: address.href };
  });
}
