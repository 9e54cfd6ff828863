import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useOrg } from '@/lib/use-org';
import { destinationOf } from '../navigation';
import { useDetailName } from './use-detail-name';

/** Sets the title of the window: the page, then the organization. */
export function useTitle(): void {
  const [path] = useLocation();
  const { org } = useOrg();
  const name = useDetailName();
  useEffect(() => {
    const page = destinationOf(path);
    const place = page?.path === '/global' ? 'All organizations' : org.name;
    const parts = [name, page?.name ?? 'Not found', place, 'Tachograph'];
    document.title = parts.filter((part) => part !== null).join(' · ');
  }, [path, name, org.name]);
}
