// What the server tells the page about itself.
export type Person = { sub: string; name: string; email: string | null; org_id: string | null; role: string };

export type Settings = {
  /** Lets the style elements of a library through the server's policy. */
  nonce: string;
  dev: boolean;
  /** Whether people can sign in with their browsers. */
  signIn: boolean;
  /** Those that development mode lets anybody be. */
  people: Person[];
  /** The key that development mode takes events with. */
  ingestKey: string | null;
};

export function settings(root: HTMLElement): Settings {
  return JSON.parse(root.dataset.settings ?? '{}');
}
