import type { Page } from '@playwright/test';

/** The preset people of development mode. */
export const PEOPLE = {
  alice: { name: 'Alice Moreau', role: 'MEMBER', org: 'acme-robotics' },
  bob: { name: 'Bob Lindqvist', role: 'MANAGER', org: 'acme-robotics' },
  carol: { name: 'Carol Mensah', role: 'ORG_ADMIN', org: 'acme-robotics' },
  dan: { name: 'Dan Whitfield', role: 'ORG_ADMIN', org: 'northwind-labs' },
  eve: { name: 'Eve Larsen', role: 'SUPPORT', org: null },
  frank: { name: 'Frank Keller', role: 'SUPER_ADMIN', org: null },
} as const;

export type PersonId = keyof typeof PEOPLE;

/** Through the development issuer, as a person does it. */
export async function signIn(page: Page, id: PersonId, path = '/', base = ''): Promise<void> {
  await page.goto(`${base}/sign-in?return=${encodeURIComponent(path)}`);
  await page.getByRole('button', { name: PEOPLE[id].name }).click();
  await page.waitForURL((url) => url.pathname === path.split('?')[0]);
}

/** Asks the API as a person, beside the dashboard; that of the shared server unless told otherwise. */
export async function ask<Answer>(
  id: PersonId,
  query: string,
  variables: object = {},
  api = process.env.E2E_API,
): Promise<Answer> {
  const { name, role, org } = PEOPLE[id];
  const claims = { sub: id, name, role, ...(org === null ? {} : { org_id: org }) };
  const token = await fetch(`${api}/dev/token`, { method: 'POST', body: JSON.stringify(claims) });
  const { access_token } = (await token.json()) as { access_token: string };
  const answer = await fetch(`${api}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: Answer; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
