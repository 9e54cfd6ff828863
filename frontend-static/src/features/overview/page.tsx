import { PageSkeleton } from '@/app/page-skeleton';

export default function OverviewPage() {
  return <PageSkeleton />;
}
