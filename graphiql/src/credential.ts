// Whose word the page gives to the server.
import type { Person } from './settings';

/** What goes into the header Authorization; null leaves it to the cookie. */
export type Credential = () => Promise<string | null>;

export const byCookie: Credential = async () => null;

/** Whatever token is there when it is needed. */
export const byToken =
  (token: () => string): Credential =>
  async () => {
    const bare = token().trim().replace(/^bearer\s+/i, '');
    return bare ? `Bearer ${bare}` : null;
  };

/** A token of the development issuer, fetched when it is first needed and again before it ends. */
export function byPerson({ sub, name, email, org_id, role }: Person): Credential {
  let token: Promise<string> | undefined;
  let end = 0;
  const fetched = async () => {
    const body = JSON.stringify({ sub, name, email, org_id, role });
    const response = await fetch('dev/token', { method: 'POST', body, credentials: 'omit' });
    if (!response.ok) throw new Error(`no token for ${name}: ${await response.text()}`);
    const answer: { access_token: string; expires_in: number } = await response.json();
    end = Date.now() + (answer.expires_in - 60) * 1000;
    return answer.access_token;
  };
  return async () => {
    if (!token || Date.now() > end) {
      end = Infinity;
      token = fetched();
      token.catch(() => (token = undefined));
    }
    return `Bearer ${await token}`;
  };
}
