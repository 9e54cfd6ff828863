import { PageSkeleton } from '@/app/page-skeleton';

export default function GlobalPage() {
  return <PageSkeleton />;
}
