import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useOrg } from '@/lib/use-org';
import { destinationOf } from '../navigation';

/** The title of the window: the page, then whose it is. */
export function useTitle(): void {
  const [path] = useLocation();
  const { org } = useOrg();
  useEffect(() => {
    const page = destinationOf(path);
    const id =
      page !== undefined && path.length > page.path.length && page.path !== '/'
        ? path.slice(page.path.length + 1)
        : null;
    const place = page?.path === '/global' ? 'All organizations' : org.name;
    const parts = [id === null ? null : decodeURIComponent(id), page?.name ?? 'Not found', place, 'Tachograph'];
    document.title = parts.filter((part) => part !== null).join(' · ');
  }, [path, org.name]);
}
