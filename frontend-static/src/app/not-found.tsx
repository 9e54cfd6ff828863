import { Compass } from 'lucide-react';
import { Link } from 'wouter';
import { useHref } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { Notice } from '@/ui/notice';

/** Shown for paths that no route matches. */
export function NotFoundPage() {
  const href = useHref();
  const back = (
    <Button asChild>
      <Link href={href('/')}>To the overview</Link>
    </Button>
  );
  return (
    <Card>
      <Notice icon={<Compass aria-hidden />} title="There is no such page" action={back}>
        The address may be mistyped, or the page has moved.
      </Notice>
    </Card>
  );
}
