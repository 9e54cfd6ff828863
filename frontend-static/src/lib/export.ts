import { ViewerDocument } from '@/gql/graphql';
import { apiUrl } from './config';
import { isDotSegment } from './detail-path';
import { gqlFetch } from './gql-fetch';

export type ExportFormat = 'csv' | 'json';

/** The parameters of an export: the arguments of the list of the same name; undefined and null are left out. */
export type ExportParameters = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** The URL of an exported list. */
export async function exportUrl(
  org: string,
  list: string,
  format: ExportFormat,
  parameters: ExportParameters,
): Promise<URL> {
  const file = `${list}.${format}`;
  const url = await apiUrl(isDotSegment(org) ? `export/${file}` : `export/${encodeURIComponent(org)}/${file}`);
  if (isDotSegment(org)) url.searchParams.set('organization', org);
  for (const [name, value] of Object.entries(parameters)) {
    if (value != null) url.searchParams.set(name, String(value));
  }
  return url;
}

/** Downloads a file. The browser does it, so its size does not matter. */
export async function download(url: URL): Promise<void> {
  // Refresh the session first: a download cannot.
  await gqlFetch(ViewerDocument, {});
  const link = document.createElement('a');
  link.href = url.href;
  link.download = '';
  link.click();
}
