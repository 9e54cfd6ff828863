import { PageSkeleton } from '@/app/page-skeleton';

export default function UserPage() {
  return <PageSkeleton />;
}
