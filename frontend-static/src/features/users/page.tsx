import { PageSkeleton } from '@/app/page-skeleton';

export default function UsersPage() {
  return <PageSkeleton />;
}
