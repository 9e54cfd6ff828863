import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { usePageId } from '@/lib/page-id';
import { useOrg } from '@/lib/use-org';
import { destinationOf } from '../navigation';

/** The title of the window: the page, then whose it is. */
export function useTitle(): void {
  const [path] = useLocation();
  const { org } = useOrg();
  const id = usePageId();
  useEffect(() => {
    const page = destinationOf(path);
    const isDetail = page !== undefined && path.length > page.path.length && page.path !== '/';
    const place = page?.path === '/global' ? 'All organizations' : org.name;
    const parts = [isDetail ? id : null, page?.name ?? 'Not found', place, 'Tachograph'];
    document.title = parts.filter((part) => part !== null).join(' · ');
  }, [path, id, org.name]);
}
