import { PageSkeleton } from '@/app/page-skeleton';

export default function SessionsPage() {
  return <PageSkeleton />;
}
