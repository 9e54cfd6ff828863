import { ViewerDocument } from '@/gql/graphql';
import { apiUrl } from './config';
import { isDotSegment } from './detail-path';
import { gqlFetch } from './gql-fetch';

export type ExportFormat = 'csv' | 'json';

/** The parameters of a file: the arguments of the list of the same name; what is undefined or null is left out. */
export type ExportParameters = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** The address of a file with the whole of a list. */
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

/** Takes a list away. The browser fetches it as it fetches any file, whatever its size. */
export async function download(url: URL): Promise<void> {
  // A file cannot renew a sign-in that ended; a question can.
  await gqlFetch(ViewerDocument, {});
  const link = document.createElement('a');
  link.href = url.href;
  link.download = '';
  link.click();
}
