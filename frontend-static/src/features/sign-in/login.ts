import { apiUrl } from '@/lib/config';

async function loginUrl(back: string): Promise<URL> {
  const url = await apiUrl('auth/login');
  url.searchParams.set('return_to', back);
  return url;
}

/** Off to the provider, and from there back to this path of the server. */
export async function goToLogin(back: string): Promise<void> {
  window.location.assign(await loginUrl(back));
}

/** Somebody to be in development mode. */
export type PresetPerson = {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly address: string;
};

/**
 * Whom the development issuer lets one be: what stands on its page. The page belongs to a sign-in that was begun by
 * asking for it, so each address works for a minute or so, and once.
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
