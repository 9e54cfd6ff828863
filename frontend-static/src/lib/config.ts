/** A setting that the operator has not made yet. */
export type MissingSetting = { readonly variable: string; readonly meaning: string };

/** The settings beside index.html, so that one build serves every installation. */
export type Config = {
  /** The URL of the API; empty for the URL of the page. */
  readonly api: string;
  /** Whether anybody may sign in as a preset user. */
  readonly development: boolean;
  /** The settings that are missing for the sign-in; empty if it works. */
  readonly missing: readonly MissingSetting[];
  /** The redirect URL to register at the provider, while the sign-in is not set up. */
  readonly redirect: string | null;
};

/** The URL of the dashboard with a trailing slash; the server writes it into `<base>`. */
export const baseUrl = (): string => new URL('.', document.baseURI).href;

async function load(): Promise<Config> {
  const response = await fetch(new URL('config.json', baseUrl()));
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  const { api, development, missing, redirect } = (await response.json()) as Partial<Config>;
  return { api: api ?? '', development: development === true, missing: missing ?? [], redirect: redirect ?? null };
}

let config: Promise<Config> | undefined;

/** Loads the settings once; a failure is not cached. */
export function loadConfig(): Promise<Config> {
  config ??= load().catch((error: unknown) => {
    config = undefined;
    throw error;
  });
  return config;
}

/** A URL of the API, such as `graphql` or `auth/refresh`. */
export async function apiUrl(path: string): Promise<URL> {
  const { api } = await loadConfig();
  const root = new URL(api === '' || api.endsWith('/') ? api : `${api}/`, baseUrl());
  return new URL(path, root);
}
