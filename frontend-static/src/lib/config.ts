/** A setting that the operator has still to make. */
export type MissingSetting = { readonly variable: string; readonly meaning: string };

/** What is set beside index.html, so that one build serves every installation. */
export type Config = {
  /** Where the API is; empty: where this page is. */
  readonly api: string;
  /** Whether anybody may sign in as a preset person. */
  readonly development: boolean;
  /** What has to be set before anybody can sign in; empty where people can. */
  readonly missing: readonly MissingSetting[];
  /** The address that the provider sends people back to, where it has still to be told. */
  readonly redirect: string | null;
};

/** Where this page is, with a slash at its end; the server writes it into `<base>`. */
export const baseUrl = (): string => new URL('.', document.baseURI).href;

async function load(): Promise<Config> {
  const response = await fetch(new URL('config.json', baseUrl()));
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  const { api, development, missing, redirect } = (await response.json()) as Partial<Config>;
  return { api: api ?? '', development: development === true, missing: missing ?? [], redirect: redirect ?? null };
}

let config: Promise<Config> | undefined;

/** The settings, read once; a failure is not remembered. */
export function loadConfig(): Promise<Config> {
  config ??= load().catch((error: unknown) => {
    config = undefined;
    throw error;
  });
  return config;
}

/** An address of the API, such as `graphql` or `auth/refresh`. */
export async function apiUrl(path: string): Promise<URL> {
  const { api } = await loadConfig();
  const root = new URL(api === '' || api.endsWith('/') ? api : `${api}/`, baseUrl());
  return new URL(path, root);
}
