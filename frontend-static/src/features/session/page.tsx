import { PageSkeleton } from '@/app/page-skeleton';

export default function SessionPage() {
  return <PageSkeleton />;
}
