import { useLocation } from 'wouter';
import { UserNameDocument } from '@/gql/graphql';
import { usePageId } from '@/lib/detail-path';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { destinationOf } from '../navigation';

/** The name of a detail page: of users their name once it is loaded, otherwise the id; null on other pages. */
export function useDetailName(): string | null {
  const [path] = useLocation();
  const { org } = useOrg();
  const id = usePageId();
  const page = destinationOf(path);
  const isDetail = page !== undefined && page.path !== '/' && path.length > page.path.length;
  const isUser = isDetail && page.path === '/users';
  const { data } = useGql(UserNameDocument, { organizationId: org.id, id }, { enabled: isUser });
  if (!isDetail) return null;
  return (isUser ? data?.organization?.user?.name : null) ?? id;
}
